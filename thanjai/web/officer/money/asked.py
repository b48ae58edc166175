"""What cashiers have asked for: waivers, write-offs, refunds; the head approves or refuses. And money that is held."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from thanjai.domain.banks import BANKS
from thanjai.domain.matching import Likeness
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.paging import write_place
from thanjai.kernel.secrets import unseal
from thanjai.money import allocating, instructions, looking, providers, sending_back
from thanjai.money.instructions import GIVE_BACK, KINDS
from thanjai.web.officer.entry import Officer, for_officers, office_page, when_grave
from thanjai.web.officer.money.invoice import handles_money
from thanjai.web.officer.money.typed import baht_of, wanted_of
from thanjai.web.officer.papers import paged
from thanjai.web.officer.reading import noted
from thanjai.web.officer.sending import Typed, done, page, posted
from thanjai.web.requests import takes_forms

WHY = {
    Likeness.REFERENCE: Text(th="รหัสอ้างอิงตรงกัน", en="the reference is the same"),
    Likeness.NEARLY_REFERENCE: Text(th="รหัสอ้างอิงต่างกันหลักเดียว", en="the reference differs by one sign"),
    Likeness.AMOUNT: Text(th="ยอดตรงกัน", en="the amount is the same"),
    Likeness.NAME: Text(th="ชื่อผู้ชำระตรงกัน", en="the payer's name is the same"),
}


@require_safe
@for_officers
def asked_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """All that was asked for, newest first."""
    rows, following = paged(
        request,
        lambda after, limit: looking.instructions_of(officer.agency_id, after=after, limit=limit),
        lambda row: write_place(row.asked_at, row.id),
        {},
    )
    noted(officer, "money asked", shown=len(rows))
    context = {"rows": rows, "following": following, "is_later_page": "after" in request.GET, "kinds": KINDS}
    return office_page(request, officer, "money/asked.html", context)


@takes_forms
@for_officers
@when_grave
def asked_one_page(request: HttpRequest, officer: Officer, instruction: UUID) -> HttpResponse:
    """One of them, to approve or to refuse."""
    values = posted(request) if request.method == "POST" else {}
    refusal = None
    if values.get("command") in ("approve_money", "refuse_money"):
        try:
            instructions.decide(
                actor=officer.actor, instruction_id=instruction, approve=values["command"] == "approve_money",
                words=values.get("words", ""),
            )  # fmt: skip
        except Refusal as raised:
            refusal = raised
        else:
            return done("office_money_asked_one", values["command"], instruction=instruction)
    row = looking.instruction(officer.agency_id, instruction)
    noted(officer, "money asked")
    context = {
        "row": row, "kinds": KINDS, "given": values, "gateway": _gateway(row), "banks": BANKS,
        "account": unseal(row.account) if row.account and handles_money(officer) else "",
    }  # fmt: skip
    return page(request, officer, "money/asked_one.html", context, refusal)


def _gateway(row: Any) -> Text | None:
    """Through what it goes back to whoever paid; None where an officer pays it."""
    return providers.get(row.payment.provider).title if row.payment_id else None


@require_safe
@for_officers
def held_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Money that is held for whoever paid it, newest first."""
    rows, following = paged(
        request,
        lambda after, limit: looking.holdings_of(officer.agency_id, after=after, limit=limit),
        lambda row: write_place(row.since, row.id),
        {},
    )
    noted(officer, "money held", shown=len(rows))
    context = {"rows": rows, "following": following, "is_later_page": "after" in request.GET}
    return office_page(request, officer, "money/held.html", context)


@takes_forms
@for_officers
def held_one_page(request: HttpRequest, officer: Officer, holding: UUID) -> HttpResponse:
    """Which invoice it may be for; pay that with it, or ask that it be given back."""
    values = posted(request) if request.method == "POST" else {}
    refusal = None
    if values.get("command") in ("allocate", GIVE_BACK):
        try:
            _do(officer, holding, values)
        except Refusal as raised:
            refusal = raised
        else:
            return done("office_held_one", values["command"], holding=holding)
    row = looking.holding(officer.agency_id, holding)
    found = allocating.proposals(row) if row.satang else []
    noted(officer, "money held", shown=1 + len(found))
    context = {
        "row": row, "proposals": found, "why": WHY, "given": values, "command": values.get("command", ""),
        "may_act": handles_money(officer), "banks": BANKS, "ways_back": sending_back.ways_back(holding=row) if row.satang else [],
    }  # fmt: skip
    return page(request, officer, "money/held_one.html", context, refusal)


def _do(officer: Officer, holding: UUID, values: Typed) -> None:
    satang = baht_of(values, "amount")
    if values["command"] == GIVE_BACK:
        instructions.ask(actor=officer.actor, wanted=wanted_of(GIVE_BACK, values, satang), holding_id=holding)
        return
    invoice = looking.invoice_numbered(officer.agency_id, values.get("number", ""))
    if invoice is None:
        raise Refusal(
            "not_found_here",
            Text(th="ไม่พบใบแจ้งชำระเลขนี้", en="No invoice has this number."),
            field="number",
        )
    allocating.allocate(
        actor=officer.actor, holding_id=holding, invoice_id=invoice.id, satang=satang, reason=values.get("reason", "")
    )
