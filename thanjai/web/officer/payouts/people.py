"""The register of payees: finding and entering them, bringing a file, and one person's page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from thanjai.domain.banks import BANKS
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.kernel.paging import write_place
from thanjai.money.desk import cashier_of
from thanjai.payouts import importing, register, removals, selectors
from thanjai.payouts.register import FACTS, Entry
from thanjai.web.days import is_blank, read_day, typed_day
from thanjai.web.officer.entry import Officer, for_officers, when_grave
from thanjai.web.officer.money.typed import account_of
from thanjai.web.officer.papers import paged
from thanjai.web.officer.payouts.brought import faults_of, lines_brought
from thanjai.web.officer.reading import noted
from thanjai.web.officer.sending import Typed, chosen, done, page, posted
from thanjai.web.requests import takes_forms


@takes_forms
@for_officers
def payees_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Who is on the register, newest first; found by name or number, and entered here."""
    cashier_of(officer.actor)
    values = posted(request) if request.method == "POST" else {}
    refusal, query = None, values.get("query", "")
    if values.get("command") == "enter_payee":
        try:
            made = register.enter(
                actor=officer.actor, scheme_id=chosen(values.get("scheme", ""), "scheme"), entry=_entry(values)
            )
        except Refusal as raised:
            refusal = raised
        else:
            return done("office_payee", "enter_payee", payee=made.id)
    rows, following = paged(
        request,
        lambda after, limit: selectors.payees_of(officer.agency_id, query, after=after, limit=limit),
        lambda row: write_place(row.entered_at, row.id),
        {},
    )
    noted(officer, "payees", shown=len(rows), words=query)
    context: dict[str, Any] = {
        "rows": [(row, selectors.masked(row)) for row in rows], "following": "" if query else following,
        "is_later_page": "after" in request.GET, "query": query, "banks": BANKS, "given": values,
        "schemes": selectors.schemes_of(officer.agency_id), "command": values.get("command", ""),
    }  # fmt: skip
    return page(request, officer, "payouts/people.html", context, refusal)


def _entry(values: Typed) -> Entry:
    return Entry(
        values.get("national_id", ""), values.get("name", ""), values.get("birth", ""), account_of(values),
        None if is_blank(values, "confirmed_on") else read_day(values, "confirmed_on"), values.get("email", ""),
    )  # fmt: skip


@takes_forms
@for_officers
def import_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Bring the register as a CSV file; every fault of it is named by line and column."""
    cashier_of(officer.actor)
    values = posted(request) if request.method == "POST" else {}
    refusal, made = None, None
    if request.method == "POST":
        try:
            scheme = chosen(values.get("scheme", ""), "scheme")
            made = importing.take(actor=officer.actor, scheme_id=scheme, content=lines_brought(request))
        except Refusal as raised:
            refusal = raised
    context: dict[str, Any] = {
        "schemes": selectors.schemes_of(officer.agency_id), "given": values, "made": made, "banks": BANKS,
        "columns": importing.COLUMNS, "needed": importing.NEEDED, **faults_of(refusal),
    }  # fmt: skip
    return page(request, officer, "payouts/import.html", context, refusal)


@takes_forms
@for_officers
@when_grave
def payee_page(request: HttpRequest, officer: Officer, payee: UUID) -> HttpResponse:
    """One payee: what is known, what was paid, and what can be changed, alone or by two."""
    cashier_of(officer.actor)
    values = posted(request) if request.method == "POST" else {}
    command, refusal = values.get("command", ""), None
    if deed := _DEEDS.get(command):
        try:
            deed(officer, payee, values)
        except Refusal as raised:
            refusal = raised
        else:
            return done("office_payee", command, payee=payee)
    person = selectors.person(officer.agency_id, payee)
    noted(officer, "payee")
    days = {key: value for name in FACTS for key, value in typed_day(getattr(person.row, name), name).items()}
    context: dict[str, Any] = {
        "person": person, "row": person.row, "banks": BANKS, "given": {**days, **values}, "command": command,
        "is_head": Role.HEAD in officer.member.roles,
    }  # fmt: skip
    return page(request, officer, "payouts/person.html", context, refusal)


def _facts(officer: Officer, payee: UUID, values: Typed) -> None:
    facts = {name: None if is_blank(values, name) else read_day(values, name) for name in FACTS}
    register.record_facts(actor=officer.actor, payee_id=payee, facts=facts)


def _account(officer: Officer, payee: UUID, values: Typed) -> None:
    register.ask_account(
        actor=officer.actor, payee_id=payee, account=account_of(values), reason=values.get("reason", "")
    )


def _decide_account(officer: Officer, payee: UUID, values: Typed) -> None:
    register.decide_account(
        actor=officer.actor, change_id=chosen(values.get("change", ""), "change"),
        approve=values["command"] == "approve_account",
    )  # fmt: skip


def _post(officer: Officer, payee: UUID, values: Typed) -> None:
    removals.post(actor=officer.actor, payee_id=payee, ground=values.get("ground", ""))


def _object(officer: Officer, payee: UUID, values: Typed) -> None:
    removals.object_to(
        actor=officer.actor, removal_id=chosen(values.get("removal", ""), "removal"), words=values.get("objection", "")
    )


def _decide_removal(officer: Officer, payee: UUID, values: Typed) -> None:
    removals.decide(
        actor=officer.actor, removal_id=chosen(values.get("removal", ""), "removal"),
        remove=values["command"] == "remove_payee", words=values.get("words", ""),
    )  # fmt: skip


_DEEDS: Final[dict[str, Callable[[Officer, UUID, Typed], None]]] = {
    "facts": _facts,
    "ask_account": _account,
    "approve_account": _decide_account,
    "refuse_account": _decide_account,
    "post_removal": _post,
    "object": _object,
    "remove_payee": _decide_removal,
    "keep_payee": _decide_removal,
}
