"""Refunds that wait to be paid with the bank's file: drawing up a roll of them, and settling one in another way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from thanjai.domain.banks import BANKS
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.kernel.clock import today
from thanjai.money.desk import cashier_of
from thanjai.payouts import refunds
from thanjai.web.days import read_day, typed_day
from thanjai.web.officer.entry import Officer, for_officers, when_grave
from thanjai.web.officer.money.typed import account_of
from thanjai.web.officer.reading import noted
from thanjai.web.officer.sending import Typed, chosen, done, page, posted
from thanjai.web.requests import takes_forms


@takes_forms
@for_officers
@when_grave
def refunds_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What waits, with forms to draw up a roll, to set the account it is paid from, and to take one back."""
    cashier_of(officer.actor)
    values = posted(request) if request.method == "POST" else {}
    command, refusal = values.get("command", ""), None
    if deed := _DEEDS.get(command):
        try:
            made = deed(officer, values)
        except Refusal as raised:
            refusal = raised
        else:
            return done("office_roll", "draw_roll", roll=made) if made else done("office_refunds", command)
    waiting = refunds.waiting(officer.agency_id)
    noted(officer, "refunds to pay", shown=len(waiting))
    context: dict[str, Any] = {
        "waiting": waiting, "free": [one.row for one in waiting if one.roll is None], "banks": BANKS,
        "paid_from": refunds.account_of(officer.agency_id), "is_head": Role.HEAD in officer.member.roles,
        "given": {**typed_day(today(), "pay_on"), **values}, "command": command,
    }  # fmt: skip
    return page(request, officer, "payouts/refunds.html", context, refusal)


def _draw(officer: Officer, values: Typed) -> UUID:
    return refunds.draw(actor=officer.actor, pay_on=read_day(values, "pay_on")).id


def _set_account(officer: Officer, values: Typed) -> None:
    refunds.set_account(actor=officer.actor, account=account_of(values))


def _settle(officer: Officer, values: Typed) -> None:
    refunds.settle_otherwise(
        actor=officer.actor, instruction_id=chosen(values.get("instruction", ""), "instruction"),
        words=values.get("words", ""),
    )  # fmt: skip


_DEEDS: Final[dict[str, Callable[[Officer, Typed], UUID | None]]] = {
    "draw_refunds": _draw,
    "set_account": _set_account,
    "settle_otherwise": _settle,
}
