"""Sitting at an officer's desk in a test: signed in, opening pages, sending their forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.test import Client
from lxml import html

from thanjai.kernel.tenancy import Actor
from thanjai.web.identity import AGENCY, NAME, PERSON


def sit_down(client: Client, officer: Actor) -> Client:
    """The client, signed in as the officer."""
    session = client.session
    session[PERSON], session[NAME], session[AGENCY] = str(officer.person), officer.name, str(officer.agency)
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
