"""Statements of the agency's bank accounts: brought in as files, looked through, and booked when confirmed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from thanjai.domain.refusals import Refusal
from thanjai.domain.statement.csv_file import MOST_BYTES, SEVERAL, SINGLE, Layout, from_data
from thanjai.domain.statement.model import file_refused
from thanjai.domain.text import Text
from thanjai.kernel.paging import write_place
from thanjai.money import banking, importing, placing, statements
from thanjai.money.importing import File
from thanjai.web.officer.entry import Officer, for_officers
from thanjai.web.officer.money.invoice import handles_money
from thanjai.web.officer.money.typed import number_of
from thanjai.web.officer.papers import paged
from thanjai.web.officer.reading import noted
from thanjai.web.officer.sending import Typed, chosen, done, page, posted
from thanjai.web.requests import takes_forms

MOST_SHOWN: Final = 200
"""Of each kind of line; what is more comes up when these are booked."""


@takes_forms
@for_officers
def statements_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The files brought in, newest first; a new one; the accounts."""
    values = posted(request) if request.method == "POST" else {}
    refusal, command = None, values.get("command", "")
    try:
        if command == "bring_in":
            made = importing.bring_in(
                actor=officer.actor, account_id=chosen(values.get("account", ""), "account"), file=_sent(request)
            )
            return done("office_statement", "brought", statement=made.id)
        if command == "enter_account":
            account = banking.enter_account(
                actor=officer.actor, bank=values.get("bank", ""), number=values.get("number", ""),
                name=values.get("name", ""),
            )  # fmt: skip
            return done("office_bank_account", "entered", account=account.id)
    except Refusal as raised:
        refusal = raised
    rows, following = paged(
        request,
        lambda after, limit: statements.statements_of(officer.agency_id, after=after, limit=limit),
        lambda row: write_place(row.at, row.id),
        {},
    )
    context = {
        "rows": rows, "following": following, "is_later_page": "after" in request.GET, "given": values,
        "accounts": banking.accounts_of(officer.agency_id), "command": command, "may_act": handles_money(officer),
        "gaps": statements.gaps_of(officer.agency_id),
    }  # fmt: skip
    return page(request, officer, "money/statements.html", context, refusal)


def _sent(request: HttpRequest) -> File:
    upload = request.FILES.get("file")
    if upload is None:
        raise file_refused("เลือกไฟล์รายการเดินบัญชี", "Choose the file of the statement.")
    return File(upload.name or "", upload.read(MOST_BYTES + 1))


@takes_forms
@for_officers
def statement_page(request: HttpRequest, officer: Officer, statement: UUID) -> HttpResponse:
    """What its lines are; those that pay an invoice exactly are confirmed together, others are held."""
    values = posted(request) if request.method == "POST" else {}
    deed, refusal = _DEEDS.get(values.get("command", "")), None
    if deed is not None:
        try:
            booked = deed(request, officer, statement)
        except Refusal as raised:
            refusal = raised
        else:
            return done("office_statement", f"{values['command']}.{booked.lines}.{booked.apart}", statement=statement)
    row = statements.statement(officer.agency_id, statement)
    lines = statements.lines_of(row)
    noted(officer, f"statement {row.account.number}", shown=row.lines_read)
    context = {
        "row": row, "lines": lines, "gap": statements.gaps_of(officer.agency_id).get(row.id), "most": MOST_SHOWN, "done": _done(request),
        "may_act": handles_money(officer),
    }  # fmt: skip
    return page(request, officer, "money/statement.html", context, refusal)


def _done(request: HttpRequest) -> tuple[str, int, int]:
    """What was done just now, to how many lines, and how many wait for another officer."""
    deed, _, figures = request.GET.get("done", "").partition(".")
    lines, _, apart = figures.partition(".")
    counted = [int(text) if text.isdecimal() and len(text) < 7 else 0 for text in (lines, apart)]
    return deed, counted[0], counted[1]


def _confirm(request: HttpRequest, officer: Officer, statement: UUID) -> placing.Booked:
    return placing.confirm(actor=officer.actor, statement_id=statement)


def _hold(request: HttpRequest, officer: Officer, statement: UUID) -> placing.Booked:
    lines = {chosen(text, "line") for text in request.POST.getlist("line")}
    return placing.hold(actor=officer.actor, statement_id=statement, chosen=lines)


def _hold_all(request: HttpRequest, officer: Officer, statement: UUID) -> placing.Booked:
    return placing.hold(actor=officer.actor, statement_id=statement, chosen=None)


_DEEDS: Final[dict[str, Callable[[HttpRequest, Officer, UUID], placing.Booked]]] = {
    "confirm": _confirm, "hold": _hold, "hold_all": _hold_all,
}  # fmt: skip


@takes_forms
@for_officers
def account_page(request: HttpRequest, officer: Officer, account: UUID) -> HttpResponse:
    """Which column of an account's tables holds what."""
    values = posted(request) if request.method == "POST" else {}
    refusal = None
    if values.get("command") == "layout":
        try:
            banking.set_layout(actor=officer.actor, account_id=account, layout=_layout(values))
        except Refusal as raised:
            refusal = raised
        else:
            return done("office_bank_account", "layout", account=account)
    row = banking.account(officer.agency_id, account)
    sample = statements.first_rows(row) if handles_money(officer) else []
    if sample:
        noted(officer, f"bank account {row.number}", shown=len(sample))
    context = {
        "row": row, "given": values or _typed(row.layout), "sample": sample, "may_act": handles_money(officer),
        "columns": max((len(one) for one in sample), default=0),
    }  # fmt: skip
    return page(request, officer, "money/bank_account.html", context, refusal)


def _layout(values: Typed) -> Layout:
    several = {name: _columns(values, name) for name in SEVERAL}
    single = {name: number_of(values, name) if values.get(name) else 0 for name in (*SINGLE, "skip", "leave")}
    return from_data({**single, **several})


def _columns(values: Typed, name: str) -> tuple[int, ...]:
    """Numbers of columns with commas or spaces between them. Raises Refusal."""
    found = values.get(name, "").replace(",", " ").split()
    if any(not text.isdecimal() or len(text) > 3 for text in found):
        raise Refusal(
            "columns",
            Text(th="กรอกหมายเลขคอลัมน์ คั่นด้วยจุลภาค เช่น 4, 5", en="Enter numbers of columns, such as 4, 5"),
            field=name,
        )
    return tuple(int(text) for text in found)


def _typed(layout: dict[str, Any] | None) -> dict[str, str]:
    if layout is None:
        return {"skip": "1"}
    single = {name: str(layout[name] or "") for name in (*SINGLE, "skip", "leave")}
    return {**single, **{name: ", ".join(map(str, layout[name])) for name in SEVERAL}}
