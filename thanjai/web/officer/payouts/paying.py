"""Paying out in cash: the list that is signed, and who was paid; and the letter to somebody whose payment came back."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.money.desk import cashier_of
from thanjai.payouts import cash, selectors
from thanjai.payouts.telling import came_back_words
from thanjai.web.officer.entry import Officer, for_officers
from thanjai.web.officer.reading import noted
from thanjai.web.officer.sending import page


def pay_cash(request: HttpRequest, officer: Officer, roll: UUID) -> None:
    """Write down the lines that were chosen as paid. Raises Refusal."""
    typed = request.POST.getlist("line")
    cash.pay(actor=officer.actor, roll_id=roll, numbers=frozenset(int(one) for one in typed if one.isdecimal()))


@require_safe
@for_officers
def cash_list(request: HttpRequest, officer: Officer, roll: UUID) -> HttpResponse:
    """The list of an approved roll in cash, to be printed and signed; printing it leaves a line in the trail."""
    cashier_of(officer.actor)
    row, lines = selectors.to_sign(officer.agency_id, roll)
    noted(officer, f"cash list {row.number}", shown=len(lines))
    return page(request, officer, "payouts/cash_list.html", {"row": row, "lines": lines})


@require_safe
@for_officers
def returned_letter(request: HttpRequest, officer: Officer, payee: UUID) -> HttpResponse:
    """What somebody is told whose payment came back, to be printed and sent by post."""
    cashier_of(officer.actor)
    line = selectors.last_returned(officer.agency_id, payee)
    if line is None:
        raise Refusal("no_such_page", Text(th="ไม่มีเงินที่ส่งคืน", en="No payment of theirs came back."))
    noted(officer, "payee")
    context = {"line": line, "row": line.payee, "letter": came_back_words(line)}
    return page(request, officer, "payouts/returned_letter.html", context)
