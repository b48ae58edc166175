"""Payment rolls: what waits and what is late, drawing one up, its page with all that is done with it, and its file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from thanjai.domain.banks import BANKS
from thanjai.domain.definition.base import Role
from thanjai.domain.payroll import Month, Way
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import today
from thanjai.kernel.paging import write_place
from thanjai.money.desk import cashier_of
from thanjai.payouts import banking, cash, drawing, results, rolls, schemes, selectors, setting_up
from thanjai.web.days import read_day, typed_day
from thanjai.web.officer.entry import Officer, for_officers, when_grave
from thanjai.web.officer.money.typed import account_of
from thanjai.web.officer.papers import paged
from thanjai.web.officer.payouts.brought import faults_of, lines_brought
from thanjai.web.officer.payouts.paying import pay_cash
from thanjai.web.officer.reading import noted
from thanjai.web.officer.sending import Typed, chosen, done, page, posted
from thanjai.web.requests import takes_forms


@takes_forms
@for_officers
@when_grave
def payouts_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What waits, the rolls, and forms to draw one up and to set up what is paid."""
    cashier_of(officer.actor)
    values = posted(request) if request.method == "POST" else {}
    command, refusal = values.get("command", ""), None
    try:
        if command == "draw_roll":
            made = drawing.draw(
                actor=officer.actor, scheme_id=chosen(values.get("scheme", ""), "scheme"),
                month=month_of(values.get("month", "")), pay_on=read_day(values, "pay_on"), way=_way(values),
            )  # fmt: skip
            return done("office_roll", command, roll=made.id)
        if command == "set_up":
            setting_up.set_up(
                actor=officer.actor, purpose=values.get("purpose", ""), account=account_of(values),
                pay_day=_pay_day(values),
            )  # fmt: skip
            return done("office_payouts", command)
    except Refusal as raised:
        refusal = raised
    return _payouts(request, officer, values, refusal)


def _payouts(request: HttpRequest, officer: Officer, values: Typed, refusal: Refusal | None) -> HttpResponse:
    rows, following = paged(
        request,
        lambda after, limit: selectors.rolls_of(officer.agency_id, after=after, limit=limit),
        lambda row: write_place(row.made_at, row.id),
        {},
    )
    waiting = selectors.waiting_at(officer.agency_id)
    noted(officer, "payments", shown=len(waiting.returned) + len(waiting.changes) + len(waiting.removals))
    day = today()
    context: dict[str, Any] = {
        "rows": rows, "following": following, "is_later_page": "after" in request.GET, "waiting": waiting,
        "unsent": selectors.unsent_at(officer.agency_id, day), "schemes": selectors.schemes_of(officer.agency_id),
        "figures": selectors.figures_at(officer.agency_id, day),
        "given_to": schemes.given_to(officer.agency_id), "banks": BANKS, "is_head": Role.HEAD in officer.member.roles,
        "given": {"month": day.strftime("%Y-%m"), **typed_day(day, "pay_on"), **values},
        "command": values.get("command", ""),
    }  # fmt: skip
    return page(request, officer, "payouts/home.html", context, refusal)


def _way(values: Typed) -> Way:
    return Way.CASH if values.get("way") == Way.CASH else Way.BANK


def _pay_day(values: Typed) -> int | None:
    """The agency's own day; nothing typed leaves that of the law. What is no day is refused as one out of bounds."""
    typed = values.get("pay_day", "").strip()
    return None if not typed else int(typed) if typed.isdecimal() else 0


def month_of(typed: str) -> Month:
    """A month as `2027-01`, or with the year of the Buddhist Era. Raises Refusal."""
    year, _dash, month = typed.strip().partition("-")
    if year.isdecimal() and month.isdecimal() and len(year) == 4 and 1 <= int(month) <= 12:
        number = int(year)
        return Month(number - 543 if number > 2300 else number, int(month))
    raise Refusal(
        "month",
        Text(th="กรอกเดือนเป็น ปี-เดือน เช่น 2570-01", en="Enter the month as year-month, such as 2027-01."),
        field="month",
    )


@takes_forms
@for_officers
@when_grave
def roll_page(request: HttpRequest, officer: Officer, roll: UUID) -> HttpResponse:
    """One roll: its lines, what has changed against the last month, and what can be done with it now."""
    cashier_of(officer.actor)
    values = posted(request) if request.method == "POST" else {}
    command, refusal = values.get("command", ""), None
    try:
        if command == "take_results":
            results.take(actor=officer.actor, roll_id=roll, content=lines_brought(request))
            return done("office_roll", command, roll=roll)
        if command == "pay_cash":
            pay_cash(request, officer, roll)
            return done("office_roll", command, roll=roll)
        if deed := _DEEDS.get(command):
            deed(officer, roll, values)
            return done("office_roll", command, roll=roll)
    except Refusal as raised:
        refusal = raised
    looked = selectors.roll(officer.agency_id, roll)
    noted(officer, f"payment roll {looked.row.number}", shown=len(looked.lines))
    context: dict[str, Any] = {
        "looked": looked, "row": looked.row, "changes": selectors.CHANGES, "grave": selectors.GRAVE, "given": values,
        "is_head": Role.HEAD in officer.member.roles, "banks": BANKS, "shown": selectors.SHOWN, **faults_of(refusal),
    }  # fmt: skip
    return page(request, officer, "payouts/roll.html", context, refusal)


def _submit(officer: Officer, roll: UUID, values: Typed) -> None:
    rolls.submit(actor=officer.actor, roll_id=roll)


def _approve(officer: Officer, roll: UUID, values: Typed) -> None:
    rolls.approve(actor=officer.actor, roll_id=roll)


def _send(officer: Officer, roll: UUID, values: Typed) -> None:
    rolls.send(actor=officer.actor, roll_id=roll)


def _give_back(officer: Officer, roll: UUID, values: Typed) -> None:
    cash.give_back(actor=officer.actor, roll_id=roll)


def _cancel(officer: Officer, roll: UUID, values: Typed) -> None:
    rolls.cancel(actor=officer.actor, roll_id=roll, words=values.get("words", ""))


_DEEDS: Final[dict[str, Callable[[Officer, UUID, Typed], None]]] = {
    "submit_roll": _submit,
    "approve_roll": _approve,
    "send_roll": _send,
    "give_back": _give_back,
    "cancel_roll": _cancel,
}


@require_safe
@for_officers
def roll_file(request: HttpRequest, officer: Officer, roll: UUID, format: str) -> HttpResponse:
    """The file for the bank; for the head, and each download leaves a line in the trail."""
    if format not in banking.FORMATS:
        raise Refusal("no_such_page", Text(th="ไม่มีไฟล์รูปแบบนี้", en="There is no such format."))
    row, content = banking.file_of(actor=officer.actor, roll_id=roll, format=format)
    noted(officer, f"bank file {row.number} {format}", shown=row.count)
    answer = HttpResponse(content, content_type=banking.FORMATS[format])
    answer["Content-Disposition"] = f'attachment; filename="{row.message_id}.{format}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
