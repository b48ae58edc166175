"""An invoice paid in parts, and what is added to it when it is paid late."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from thanjai.domain import instalments
from thanjai.domain.instalments import Part
from thanjai.domain.refusals import Refusal
from thanjai.domain.surcharge import Rule, as_data
from thanjai.domain.text import Text
from thanjai.kernel.clock import now, today
from thanjai.kernel.tenancy import Actor, acting_as, worker_at
from thanjai.money import crediting
from thanjai.money.books import Cause
from thanjai.money.desk import cashier_of, check_apart
from thanjai.money.models import Invoice, Plan


def open_invoice(agency_id: UUID, invoice_id: UUID) -> Invoice:
    """An invoice of the agency on which something is owed, locked. Raises Refusal."""
    invoice = Invoice.objects.select_for_update().filter(pk=invoice_id, agency_id=agency_id).first()
    if invoice is None:
        raise Refusal("no_such_invoice", Text(th="ไม่พบใบแจ้งชำระนี้", en="There is no such invoice."))
    if invoice.cancelled_at or invoice.settled_at:
        raise Refusal("nothing_owed", Text(th="ใบแจ้งชำระนี้ไม่มียอดค้างแล้ว", en="Nothing is owed on this invoice any more."))
    return invoice


@transaction.atomic
def agree_plan(
    *, actor: Actor, invoice_id: UUID, parts: Sequence[Part], reason: str, rule: Rule | None = None
) -> Plan:  # fmt: skip
    """What is still owed of the fee may be paid in parts; `rule` is what is added when one is late. Raises Refusal.

    What was added until now stays owed. An earlier plan ends.
    """
    member = cashier_of(actor)
    if not reason.strip():
        raise Refusal("reason", Text(th="ระบุเหตุผลที่ให้ผ่อน", en="Say why it may be paid in parts."), field="reason")
    with acting_as(worker_at(member.agency_id)):
        invoice = open_invoice(member.agency_id, invoice_id)
        check_apart(invoice.subject, member.person_id)
        crediting.add_surcharge(invoice, today())
        owed = crediting.owed_on(invoice)
        plan = instalments.plan(owed.fee, parts, today())
        moment = now()
        Plan.objects.filter(invoice=invoice, ended_at__isnull=True).update(ended_at=moment)
        invoice.in_parts = True
        if rule is not None:
            invoice.rule = as_data(rule)
        invoice.save(update_fields=["rule", "in_parts"])
        return Plan.objects.create(
            agency_id=member.agency_id, invoice=invoice, reason=reason.strip()[:500], made_by=member.person_id,
            made_by_name=actor.name, made_at=moment, paid_before=invoice.satang - owed.fee,
            surcharge_before=invoice.surcharge_satang,
            parts=[{"due": part.due.isoformat(), "satang": part.satang} for part in plan],
        )  # fmt: skip


@transaction.atomic
def charge(*, actor: Actor, invoice_id: UUID) -> int:
    """Charge now what the rule has added until today; how much that was. Raises Refusal."""
    member = cashier_of(actor)
    with acting_as(worker_at(member.agency_id)):
        invoice = open_invoice(member.agency_id, invoice_id)
        check_apart(invoice.subject, member.person_id)
        cause = Cause("surcharge added", by=member.person_id, by_name=actor.name)
        return crediting.add_surcharge(invoice, today(), cause)


@transaction.atomic
def set_rule(*, actor: Actor, invoice_id: UUID, rule: Rule) -> Invoice:
    """From now on this is added when the invoice is paid late. Raises Refusal when it has no last day."""
    member = cashier_of(actor)
    with acting_as(worker_at(member.agency_id)):
        invoice = open_invoice(member.agency_id, invoice_id)
        check_apart(invoice.subject, member.person_id)
        if invoice.pay_by is None and crediting.plan_of(invoice) is None:
            raise Refusal(
                "no_last_day",
                Text(
                    th="ใบแจ้งชำระนี้ไม่มีวันครบกำหนด ทำแผนผ่อนชำระที่มีวันครบกำหนดก่อน",
                    en="This invoice has no last day to pay. Agree on a plan with days first.",
                ),
                field="rule",
            )
        invoice.rule = as_data(rule)
        invoice.save(update_fields=["rule"])
        return invoice
