"""What every payment has in common, however it came: what is owed by then, how it divides, what follows from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from thanjai.domain import dues, ledger
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.surcharge import Debt, Order, Rule, accrued, from_data
from thanjai.kernel.clock import now
from thanjai.kernel.events import publish
from thanjai.kernel.ids import new_id
from thanjai.money import books, receipting
from thanjai.money.books import Cause
from thanjai.money.events import InvoicePaid
from thanjai.money.models import Invoice, Line, Plan


def rule_of(invoice: Invoice) -> Rule | None:
    """What is added to the invoice when it is paid late."""
    return from_data(invoice.rule) if invoice.rule else None


def order_of(invoice: Invoice) -> Order:
    """What a payment that is too little pays first."""
    rule = rule_of(invoice)
    return rule.order if rule else Order.SURCHARGE_FIRST


def owed_on(invoice: Invoice) -> dues.Owed:
    """What is outstanding, of the fee and of what was added."""
    if not invoice.surcharge_satang:
        return dues.Owed(invoice.outstanding, 0)
    accounts = ledger.receivable(invoice.number), ledger.receivable_surcharge(invoice.number)
    standing = books.standing(invoice.agency_id, accounts)
    return dues.Owed(*(standing.get(account, 0) for account in accounts))


def plan_of(invoice: Invoice) -> Plan | None:
    """The plan by which the invoice is paid in parts, where there is one."""
    return Plan.objects.filter(invoice=invoice, ended_at__isnull=True).first() if invoice.in_parts else None


def accrued_on(invoice: Invoice, day: date) -> int:
    """All that the rule has added by the end of a day, whether it was charged yet or not."""
    rule, plan = rule_of(invoice), plan_of(invoice)
    if rule is None or (plan is None and invoice.pay_by is None):
        return invoice.surcharge_satang
    before = plan.surcharge_before if plan else 0
    return before + accrued(rule, _debts(invoice, plan), day)


def _debts(invoice: Invoice, plan: Plan | None) -> tuple[Debt, ...]:
    """What fell due when, with what was paid and waived of it; what was paid before the plan is not in it."""
    history = _credited(invoice)
    if plan is None:
        assert invoice.pay_by is not None
        return dues.debts_of(((invoice.pay_by, invoice.satang),), history)
    return dues.debts_of(parts_of(plan), _after(history, plan.paid_before))


def parts_of(plan: Plan) -> tuple[tuple[date, int], ...]:
    return tuple((date.fromisoformat(part["due"]), part["satang"]) for part in plan.parts)


def _credited(invoice: Invoice) -> tuple[tuple[date, int], ...]:
    """What was taken off the fee on which day. What a correction put back is taken from the latest before it."""
    lines = Line.objects.filter(agency_id=invoice.agency_id, account=ledger.receivable(invoice.number))
    found: list[tuple[date, int]] = []
    rows = lines.exclude(entry__source=f"invoice/{invoice.number}").select_related("entry").order_by("id")
    for line in rows:
        if line.satang < 0:
            found.append((line.entry.value_day or bangkok_day(line.entry.at), -line.satang))
        else:
            found = list(_without(found, line.satang))
    return tuple(sorted(found))


def _without(found: list[tuple[date, int]], amount: int) -> list[tuple[date, int]]:
    """Less so much, from the last one backwards."""
    left = list(found)
    while left and amount:
        day, last = left.pop()
        taken = min(last, amount)
        amount -= taken
        if last > taken:
            left.append((day, last - taken))
    return left


def _after(history: tuple[tuple[date, int], ...], before: int) -> tuple[tuple[date, int], ...]:
    left = []
    for day, amount in history:
        gone = min(before, amount)
        before -= gone
        if amount > gone:
            left.append((day, amount - gone))
    return tuple(left)


def add_surcharge(invoice: Invoice, day: date, cause: Cause | None = None) -> int:
    """Charge what the rule has added by the end of a day and was not charged yet; how much that was.

    Less than nothing when money turns out to have come earlier than was known. The invoice is locked by who asks.
    """
    if not invoice.rule:
        return 0
    more = accrued_on(invoice, day) - invoice.surcharge_satang
    owed = owed_on(invoice)
    more = max(more, -owed.surcharge)
    if not more:
        return 0
    moment = now()
    facts: dict[str, Any] = {"reference": f"surcharge/{invoice.number}/{new_id().hex}", "invoice": invoice.number}
    entry = (
        dues.surcharge_added(amount=more, **facts)
        if more > 0
        else dues.surcharge_taken_back(amount=-more, owed=owed, **facts)
    )
    what = "surcharge added" if more > 0 else "surcharge taken back"
    cause = replace(cause or Cause(what), what=what, value_day=day)
    books.write(agency=invoice.agency_id, entry=entry, at=moment, cause=cause)
    invoice.surcharge_satang += more
    invoice.save(update_fields=["surcharge_satang"])
    return more


def pay(invoice: Invoice, *, amount: int, into: str, reference: str, at: datetime, cause: Cause) -> dues.Paid:
    """Write a payment of an invoice that is locked, and to which surcharge was added up to its day."""
    made = dues.payment(
        reference=reference, into=into, invoice=invoice.number, amount=amount, owed=owed_on(invoice),
        order=order_of(invoice),
    )  # fmt: skip
    books.write(agency=invoice.agency_id, entry=made.entry, at=at, cause=replace(cause, invoice=invoice.id))
    count(invoice, made.fee + made.surcharge)
    return made


def count(invoice: Invoice, satang: int) -> None:
    if satang:
        invoice.paid_satang += satang
        invoice.save(update_fields=["paid_satang"])


def settle(invoice: Invoice, paid_at: datetime, *, tell: bool = True, method: str = "qr") -> None:
    """Nothing is owed any more: whatever had no receipt yet gets one, and those above are told.

    `tell` is False where they were told before: a payment was taken back since, and made good. `method` is for the receipt.
    """
    invoice.settled_at = now()
    invoice.save(update_fields=["settled_at"])
    receipt = receipting.issue_rest(invoice, paid_at, method)
    if tell:
        publish(
            InvoicePaid(
                agency_id=invoice.agency_id, subject=invoice.subject, purpose=invoice.purpose,
                satang=invoice.satang, invoice_number=invoice.number,
                receipt_number=receipt.number if receipt else "", paid_at=paid_at,
            )
        )  # fmt: skip
