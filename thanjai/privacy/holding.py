"""Legal holds: a case that must not be erased for now, by the head's word and with a reason."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from thanjai.cases.selectors import case_by_number
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import Actor
from thanjai.privacy.models import Retention
from thanjai.privacy.offices import in_charge
from thanjai.privacy.retention import new_plan


@transaction.atomic
def hold(*, actor: Actor, number: str, reason: str) -> Retention:
    """Keep a case until it is let go, listed already or not. Raises Refusal."""
    agency_id = in_charge(actor)
    row = case_by_number(number)
    if row is None or row.agency_id != agency_id:
        raise Refusal(
            "no_such_case",
            Text(
                th="ไม่พบเรื่องเลขที่นี้ในหน่วยงานของท่าน ตรวจเลขที่อีกครั้ง", en="Your agency has no case of this number. Check it."
            ),
            field="number",
        )
    if row.erased_at is not None:
        raise Refusal("case_erased", Text(th="เรื่องนี้ถูกลบแล้ว", en="This case was erased already."), field="number")
    if not reason.strip():
        raise Refusal(
            "reason_needed",
            Text(th="ระบุเหตุที่ต้องเก็บไว้ เช่น เลขคดีของศาล", en="Say why it must be kept, such as the number of a lawsuit"),
            field="reason",
        )
    plan = new_plan(agency_id=agency_id, case_id=row.id, number=row.number, service_id=row.service_id)
    plan.held_at, plan.held_by_name, plan.hold_reason = now(), actor.name, reason.strip()[:500]
    plan.save()
    return plan


@transaction.atomic
def let_go(*, actor: Actor, plan_id: UUID) -> None:
    """End a hold. The case stands on the list anew, so that it is not erased the same night."""
    agency_id = in_charge(actor)
    plan = Retention.objects.select_for_update(of=("self",)).filter(pk=plan_id, agency_id=agency_id).first()
    if plan is not None and plan.held_at is not None and plan.erased_at is None:
        plan.held_at, plan.held_by_name, plan.hold_reason, plan.listed_at = None, "", "", None
        plan.save()


def planned(agency_id: UUID, most: int = 500) -> list[Retention]:
    """What will be erased, soonest first; held ones last."""
    found = Retention.objects.filter(agency_id=agency_id, erased_at=None, held_at=None, listed_at__isnull=False)
    return list(found.order_by("kept_until", "number")[:most])


def held(agency_id: UUID, most: int = 500) -> list[Retention]:
    found = Retention.objects.filter(agency_id=agency_id, erased_at=None, held_at__isnull=False)
    return list(found.order_by("-held_at")[:most])


def erased(agency_id: UUID, most: int = 500) -> list[Retention]:
    """The proof: newest first."""
    return list(Retention.objects.filter(agency_id=agency_id, erased_at__isnull=False).order_by("-erased_at")[:most])
