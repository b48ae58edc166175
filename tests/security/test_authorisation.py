"""Every address for every role: who gets it, who is asked to sign in, and to whom it does not exist."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.security.places import NOW, Places, build_places
from tests.security.rules import ANYBODY, OWNER, RULES, Answer, Role, Rule
from thanjai.kernel.clock import standing_at

PROPOSAL = json.dumps(
    {
        "layer": "agency",
        "reason": "น้ำท่วม",
        "days": [{"day": "2026-12-01", "effect": "closed", "name": {"th": "น้ำท่วม", "en": "Flood"}}],
    }
)
FORMS = {
    "office_case_paper": {"command": "acknowledge"},
    "office_calendar_preview": {"proposal": PROPOSAL},
    "office_calendar_make": {"proposal": PROPOSAL},
    "office_document_act": {"command": "suspend", "reason": "x"},
    "submit": {},
    "mail_link": {},
    "plan_mail": {},
    "plan_send": {},
}
"""Addresses that only take forms, and one each that they understand. Loaded, some lead everybody to the same page."""
NOT_OURS = {"mfa_remove_webauthn", "oidc_callback", "oidc_login", "payment_notice", "metrics"}
"""Their addresses name what no test world has (a key, a provider); what they answer is tested where they are."""


def addresses(resolver: URLResolver | None = None) -> Iterator[tuple[str, URLPattern]]:
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from addresses(one)
        else:
            yield one.name or str(one.pattern), one


def test_every_address_has_its_rule() -> None:
    names = {name for name, _ in addresses()}
    assert not names - RULES.keys(), (
        f"{sorted(names - RULES.keys())}: say in tests/security/rules.py who may open it. If its address names"
        " something, let tests/security/places.py make a real one."
    )
    assert not RULES.keys() - names, f"{sorted(RULES.keys() - names)} are no addresses any more: take their rules out"


@pytest.fixture
def places() -> Iterator[Places]:
    with standing_at(NOW):
        yield build_places()


class _Undo(Exception):
    """Whatever a request has done is undone."""


def ask(client: Client, method: str, address: str, typed: dict[str, str] | None = None) -> Any:
    """Send it, and undo what it did. Its session stays as it was."""
    _only_those_for(client, address)
    cookies = {name: (morsel.value, morsel["path"]) for name, morsel in client.cookies.items()}
    answer: Any = None
    try:
        with transaction.atomic():
            answer = client.post(address, typed or {}) if method == "POST" else client.get(address)
            raise _Undo
    except _Undo:
        pass
    client.cookies.clear()
    for name, (value, path) in cookies.items():
        client.cookies[name] = value
        client.cookies[name]["path"] = path
    return answer


def _only_those_for(client: Client, address: str) -> None:
    """As a browser does, and Django's client does not: a cookie is sent to the pages of its path."""
    held = client.__dict__.setdefault("held", {})
    for name, morsel in [*client.cookies.items()]:
        if morsel["path"] not in ("", "/"):
            held[name, morsel["path"]] = morsel.value
            del client.cookies[name]
    for (name, path), value in held.items():
        if address.startswith(path):
            client.cookies[name] = value
            client.cookies[name]["path"] = path


def kind_of(answer: Any) -> Answer | str:
    """What somebody got. A fault has a name of its own, so that it is never what is expected."""
    if answer.status_code >= 500:
        return f"fault {answer.status_code}"
    if answer.status_code == 404:
        return Answer.HIDDEN
    if answer.status_code == 403:
        return Answer.TOLD
    where = answer.get("Location", "") if answer.status_code in (301, 302, 303) else ""
    if where.partition("?")[0].endswith("/sign-in/"):
        return Answer.SIGN_IN
    return Answer.WHY if "/why/" in where else Answer.OPEN


@pytest.mark.django_db
def test_each_role_gets_of_each_address_what_its_rule_says(places: Places) -> None:
    """All addresses in one test, because making the world takes longer than asking."""
    wrong, counted = [], Counter[str]()
    seen = set()
    for name, pattern in addresses():
        rule, parts = RULES[name], set(pattern.pattern.converters)
        if name in NOT_OURS or name in seen:
            continue
        seen.add(name)
        for whose in OWNER if rule.per_owner else ("account",):
            kwargs = places.kwargs(name, parts, whose)
            if name == "draft_file":
                kwargs["file"] = places.of[whose]["draft_file"]
            address = reverse(name, kwargs=kwargs)
            for role, client in places.clients.items():
                if rule is ANYBODY and role not in (Role.PUBLIC, Role.APPLICANT, Role.HEAD):
                    continue
                is_let_in = rule.answer(role, whose) is Answer.OPEN
                for got, method in _answers(client, name, address, is_let_in=is_let_in):
                    counted[str(got)] += 1
                    if not _fits(rule, role, whose, got):
                        wrong.append(f"{name} ({whose}) {method} as {role}: {got}, not {rule.answer(role, whose)}")
    print(f"\n» {sum(counted.values()):,} answers of {len(seen)} addresses to {len(Role)} roles: {dict(counted)}")  # noqa: T201
    assert not wrong, f"{len(wrong)} wrong:\n" + "\n".join(wrong)


def _answers(client: Client, name: str, address: str, *, is_let_in: bool) -> Iterator[tuple[Answer | str, str]]:
    """By loading the address, and by sending an empty form to it; for those who are let in, by what it takes."""
    for method in ("POST",) if name in FORMS else ("GET", "POST"):
        answer = ask(client, method, address, FORMS.get(name))
        if answer.get("Location", "").startswith("/account/security/"):
            # It sends everybody to prove themselves once more, and that page asks who has not signed in.
            answer = ask(client, "GET", answer["Location"])
        if answer.status_code != 405:
            yield kind_of(answer), method
            if is_let_in:
                return


def _fits(rule: Rule, role: Role, whose: str, got: Answer | str) -> bool:
    meant = rule.answer(role, whose)
    return got == meant or (meant is Answer.OPEN and got in rule.also)


@pytest.mark.django_db
def test_of_another_agencys_things_there_is_no_sign(places: Places) -> None:
    """What is not there and what is another's get the same answer."""
    told = []
    for name in ("office_case", "office_mandate", "office_alert", "office_breach", "office_rights", "office_person",
                 "office_invoice", "office_held_one", "office_money_asked_one", "office_shift", "office_money_receipt"):  # fmt: skip
        part = next(iter(dict(addresses())[name].pattern.converters))
        real = places.kwargs(name, {part}, "account")
        for role in (Role.STRANGER, Role.STRANGER_DESK):
            client = places.clients[role]
            found, missing = (ask(client, "GET", reverse(name, kwargs=one)) for one in (real, {part: uuid4()}))
            if found.status_code != missing.status_code:
                told.append(
                    f"{name} as {role}: {found.status_code} for what is there, {missing.status_code} for nothing"
                )
    assert not told, "\n".join(told)


@pytest.mark.django_db
def test_a_secret_link_with_a_wrong_secret_opens_nothing(places: Places) -> None:
    for name in ("resume", "plan_resume", "answer_link", "renew", "renew_version", "mandate_invitation"):
        pattern = dict(addresses())[name]
        kwargs = places.kwargs(name, set(pattern.pattern.converters), "account")
        secret = "secret" if "secret" in kwargs else "code"
        for role in (Role.PUBLIC, Role.OTHER_APPLICANT, Role.HEAD):
            answer = ask(places.clients[role], "GET", reverse(name, kwargs={**kwargs, secret: "AAAA-BBBB-CCCC-DDDD"}))
            assert kind_of(answer) is Answer.HIDDEN, (name, role, answer.status_code)
