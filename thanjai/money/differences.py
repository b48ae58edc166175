"""What officers do about differences: take in what was lost, hold what is nobody's, or say what it is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from thanjai.agencies.selectors import head_of
from thanjai.domain.reconciling import Group
from thanjai.domain.refusals import Refusal
from thanjai.domain.separation import Duty
from thanjai.domain.text import Text
from thanjai.kernel.clock import now, today
from thanjai.kernel.tenancy import Actor, acting_as, worker_at
from thanjai.money import actions, collecting, placing, reconciling
from thanjai.money.desk import approver_of, cashier_of
from thanjai.money.models import BankLine, Explanation, Notice, Reading, ReportLine, Tolerance

_READ_BACK: Final = timedelta(days=400)
_GONE: Final = Text(th="รายการนี้เปลี่ยนไปแล้ว ดูวันนี้ใหม่อีกครั้ง", en="This difference is not as it was. Look at the day again.")


@transaction.atomic
def explain(*, actor: Actor, day: date, key: str, words: str) -> Explanation:
    """Say what a difference is. Above the agency's sum it counts when a second person agrees. Raises Refusal."""
    member = cashier_of(actor)
    if not words.strip():
        raise Refusal(
            "words", Text(th="อธิบายว่าผลต่างนี้เกิดจากอะไร", en="Say what this difference comes from."), field="words"
        )
    group = _group(member.agency_id, day, key)
    with acting_as(worker_at(member.agency_id)):
        try:
            with transaction.atomic():
                return Explanation.objects.create(
                    agency_id=member.agency_id, key=key, place=group.place, day=day, kind=group.kind,
                    satang=group.satang, words=words.strip()[:500], by=member.person_id, by_name=actor.name, at=now(),
                    needs_two=group.satang > tolerance_of(member.agency_id),
                )  # fmt: skip
        except IntegrityError:
            raise Refusal(
                "explained_already",
                Text(th="มีผู้อธิบายผลต่างนี้แล้ว", en="Somebody has explained this difference already."),
            ) from None


def _group(agency_id: UUID, day: date, key: str) -> Group:
    for one in reconciling.groups_of(agency_id, day, day):
        if one.key == key and one.needs_somebody:
            return one
    raise Refusal("difference_gone", _GONE)


@transaction.atomic
def decide(*, actor: Actor, explanation_id: UUID, agree: bool) -> Explanation:
    """Agree to what another has said of a difference, or not; as the head. Raises Refusal."""
    member = cashier_of(actor)
    with acting_as(worker_at(member.agency_id)):
        row = Explanation.objects.select_for_update().filter(pk=explanation_id, agency_id=member.agency_id).first()
    if row is None or not row.needs_two or row.outcome:
        raise Refusal("difference_gone", _GONE)
    head = approver_of(actor, row.by, asked=Duty.EXPLAINS_DIFFERENCE, approves=Duty.AGREES_TO_EXPLANATION)
    with acting_as(worker_at(member.agency_id)):
        row.outcome = "agreed" if agree else "refused"
        row.decided_by, row.decided_by_name, row.decided_at = head.person_id, actor.name, now()
        row.save(update_fields=["outcome", "decided_by", "decided_by_name", "decided_at"])
    return row


def tolerance_of(agency_id: UUID) -> int:
    """Up to how much one person explains a difference alone, in satang."""
    newest = Tolerance.objects.filter(agency_id=agency_id).order_by("-at", "-id").first()
    return newest.satang if newest else 0


@transaction.atomic
def set_tolerance(*, actor: Actor, satang: int) -> Tolerance:
    """Set it, as the head. What it was before stays to be read."""
    head = head_of(actor)
    with acting_as(worker_at(head.agency_id)):
        return Tolerance.objects.create(
            agency_id=head.agency_id, satang=satang, by=head.person_id, by_name=actor.name, at=now()
        )


def take_lost(*, actor: Actor, provider_id: str, reference: str) -> Notice:
    """Take in a payment of which no notice came, by asking the provider about it anew. Raises Refusal, NotNow."""
    member = cashier_of(actor)
    named = ReportLine.objects.filter(
        agency_id=member.agency_id, provider=provider_id, reference=reference, kind=ReportLine.PAYMENT
    )
    if not named.exists():
        raise Refusal("difference_gone", _GONE)
    told = collecting.provider_that_reports(provider_id).ask_about(reference, now())
    if told.provider != provider_id or told.outside_reference != reference:
        raise Refusal(
            "notice.other_payment",
            Text(
                th="ผู้ให้บริการตอบเป็นรายการอื่น ติดต่อผู้ให้บริการ",
                en="The provider answered about another payment. Ask them what happened.",
            ),
        )
    return actions.take_in(told)


def read_again(*, actor: Actor, provider_id: str, day: date) -> Reading:
    """Ask a provider for its report of a day now. Raises Refusal that says so when it does not answer."""
    cashier_of(actor)
    if not today() - _READ_BACK <= day <= today():
        raise Refusal(
            "report_day",
            Text(
                th=f"อ่านรายงานย้อนหลังได้ไม่เกิน {_READ_BACK.days} วัน และไม่เกินวันนี้",
                en=f"A report can be read up to {_READ_BACK.days} days back, and not of a day to come.",
            ),
        )
    provider = collecting.provider_that_reports(provider_id)
    row = collecting.collect(provider, day)
    if row.trouble:
        raise Refusal(
            "report_not_read",
            Text(
                th=f"ยังอ่านรายงานของ{provider.title.th}ไม่ได้ ระบบจะลองอีกเองทุกชั่วโมง",
                en=f"The report of {provider.title.en} could not be read. The platform tries again each hour.",
            ),
        )
    return row


def hold_line(*, actor: Actor, line_id: UUID) -> None:
    """Book a line of a statement as money that is held until it is known whose it is. Raises Refusal."""
    member = cashier_of(actor)
    row = BankLine.objects.filter(pk=line_id, agency_id=member.agency_id).first()
    if row is None:
        raise Refusal("difference_gone", _GONE)
    placing.hold(actor=actor, statement_id=row.statement_id, chosen={line_id})
