"""One invoice: what is owed, its whole history in words, its plan, and what a cashier can do about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from thanjai.documents import selectors as documents
from thanjai.domain.banks import BANKS
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.domain.surcharge import KNOWN
from thanjai.domain.text import Text
from thanjai.kernel.clock import today
from thanjai.money import instructions, looking, planning
from thanjai.money.instructions import KINDS, REFUND, WAIVER, WRITE_OFF
from thanjai.money.receipts import METHODS
from thanjai.web.days import typed_day
from thanjai.web.officer.entry import Officer, for_officers
from thanjai.web.officer.money.typed import EVERY, ORDERS, PART_MONTHS, baht_of, parts_of, rule_of, wanted_of
from thanjai.web.officer.reading import noted
from thanjai.web.officer.sending import Typed, done, page, posted
from thanjai.web.requests import takes_forms


def handles_money(officer: Officer) -> bool:
    return bool({Role.CASHIER, Role.HEAD} & set(officer.member.roles))


@takes_forms
@for_officers
def invoice_page(request: HttpRequest, officer: Officer, invoice: UUID) -> HttpResponse:
    """The invoice, and the forms of what can be done now."""
    if request.method != "POST":
        return _page(request, officer, invoice, {})
    values = posted(request)
    deed = _DEEDS.get(values.get("command", ""))
    if deed is None:
        return _page(request, officer, invoice, values)
    try:
        deed(officer, invoice, values)
    except Refusal as refusal:
        return _page(request, officer, invoice, values, refusal)
    return done("office_invoice", values["command"], invoice=invoice)


def _page(
    request: HttpRequest, officer: Officer, id: UUID, given: Typed, refusal: Refusal | None = None
) -> HttpResponse:
    bill = looking.bill(officer.agency_id, id)
    noted(officer, f"invoice {bill.row.number}")
    first = {**typed_day(today(), "first"), "parts": "3"}
    context: dict[str, Any] = {
        "bill": bill, "given": {**first, **given}, "command": given.get("command", ""), "kinds": KINDS,
        "case_id": documents.cases_behind([bill.row.subject]).get(bill.row.subject), "methods": METHODS,
        "known_rules": KNOWN, "every": EVERY, "part_months": PART_MONTHS, "orders": ORDERS,
        "may_act": handles_money(officer), "banks": BANKS,
        "shift": looking.own_shift(officer.agency_id, officer.person_id),
    }  # fmt: skip
    return page(request, officer, "money/invoice.html", context, refusal)


def _plan(officer: Officer, id: UUID, values: Typed) -> None:
    owed = looking.bill(officer.agency_id, id).owed.fee
    planning.agree_plan(
        actor=officer.actor, invoice_id=id, parts=parts_of(values, owed), reason=values.get("reason", ""),
        rule=rule_of(values),
    )  # fmt: skip


def _rule(officer: Officer, id: UUID, values: Typed) -> None:
    rule = rule_of(values)
    if rule is None:
        raise Refusal("rule", Text(th="เลือกอัตราเงินเพิ่ม", en="Choose what is added."), field="rule")
    planning.set_rule(actor=officer.actor, invoice_id=id, rule=rule)


def _charge(officer: Officer, id: UUID, values: Typed) -> None:
    planning.charge(actor=officer.actor, invoice_id=id)


def _asking(kind: str) -> Callable[[Officer, UUID, Typed], None]:
    def ask(officer: Officer, id: UUID, values: Typed) -> None:
        fee, surcharge = baht_of(values, "fee", blank=True), baht_of(values, "surcharge", blank=True)
        wanted = wanted_of(kind, values, fee, surcharge)
        instructions.ask(actor=officer.actor, wanted=wanted, invoice_id=id)

    return ask


_DEEDS: Final[dict[str, Callable[[Officer, UUID, Typed], None]]] = {
    "plan": _plan,
    "rule": _rule,
    "charge": _charge,
    **{kind: _asking(kind) for kind in (WAIVER, WRITE_OFF, REFUND)},
}
