"""Sitting at an officer's desk in a test: signed in, opening pages, sending their forms."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.http import HttpResponse
from django.test import Client
from lxml import html

from thanjai.accounts import selectors as accounts
from thanjai.domain.assurance import Assurance
from thanjai.kernel.tenancy import DOOR, Actor, acting_as
from thanjai.web.identity import Desk, sign_in


def sit_down(client: Client, officer: Actor, kind: str = "") -> Client:
    """The client, signed in with two factors as the officer of an agency of a kind."""
    assert officer.agency
    return signed_in(
        client, officer, desk=Desk(officer.agency, kind), two_factors=True, assurance=Assurance.SUBSTANTIAL
    )


def signed_in(client: Client, somebody: Actor, **more: Any) -> Client:
    """The client, signed in as somebody, to us and to Django."""
    session = client.session
    assert somebody.person
    with acting_as(DOOR):
        person = accounts.person(somebody.person)
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(person.pk), person.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    sign_in(cast(Any, SimpleNamespace(session=session)), person=somebody.person, name=somebody.name, **more)
    session.save()
    client.cookies["sessionid"] = session.session_key or ""
    return client


def page(client: Client, path: str, status: int = 200) -> Any:
    """The page's tree, when it answers with the status."""
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code, words(answer))
    return tree(answer)


def tree(answer: Any) -> Any:
    return html.document_fromstring(answer.content.decode())


def words(answer: Any) -> str:
    """What a page says, without its frame."""
    return " ".join(tree(answer).xpath("string(//main)").split())


def forms(root: Any, command: str) -> list[Any]:
    """The page's forms that give the command."""
    return [form for form in root.forms if form.xpath(".//input[@name='command']/@value") == [command]]


def send(client: Client, root: Any, command: str, values: Mapping[str, Any], follow: bool = True) -> HttpResponse:
    """Fill in the form of a command as the page has it, and send it."""
    form = forms(root, command)[0]
    return client.post(form.get("action"), {**dict(form.form_values()), **values}, follow=follow)  # type: ignore[return-value]


def say_why(client: Client, case_id: UUID, why: str = "ผู้ขอโทรศัพท์มาถาม") -> None:
    """Give the reason that somebody is asked for whose work the case is not."""
    answer = client.post(f"{case_path(case_id)}why/", {"why": why})
    assert answer.status_code == 302, words(answer)


def case_path(case_id: UUID) -> str:
    return f"/en/office/cases/{case_id}/"
