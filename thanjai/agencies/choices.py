"""What an agency chooses for the clock of its cases, and who stands in for an officer who is away."""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from thanjai.agencies.events import ClockChosen
from thanjai.agencies.models import Agency, Membership
from thanjai.agencies.selectors import head_of, membership, officer_of
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.caching import forget
from thanjai.kernel.clock import today
from thanjai.kernel.events import publish
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as, worker_at

MOST_WARN_DAYS: Final = 90
MOST_AWAY_DAYS: Final = 366


@transaction.atomic
def choose_clock(*, actor: Actor, warn_days: int | None, returns_by_itself: bool) -> Agency:
    """How early the agency's officers are warned (None: a quarter of the time limit), and whether requests not
    mended in time go back without an officer. Only the head chooses. Open cases follow by a job."""
    member = head_of(actor)
    if warn_days is not None and not 1 <= warn_days <= MOST_WARN_DAYS:
        raise Refusal(
            "warn_days",
            Text(
                th=f"ระบุจำนวนวัน 1 ถึง {MOST_WARN_DAYS} หรือเว้นว่างเพื่อเตือนเมื่อเหลือหนึ่งในสี่ของกำหนดเวลา",
                en=f"Give 1 to {MOST_WARN_DAYS} days, or leave it blank to be warned at the last quarter of the time.",
            ),
            field="warn_days",
        )
    with acting_as(PLATFORM):
        agency = Agency.objects.select_for_update().get(pk=member.agency_id)
        chosen = {"warn_days": warn_days, "returns_by_itself": returns_by_itself}
        if any(getattr(agency, name) != value for name, value in chosen.items()):
            Agency.objects.filter(pk=agency.pk).update(**chosen)
            forget()
            publish(ClockChosen(agency.pk))
    for name, value in chosen.items():
        setattr(agency, name, value)
    return agency


@transaction.atomic
def go_away(*, actor: Actor, first: date, last: date, deputy: UUID | None) -> Membership:
    """The officer is away from `first` to `last`; `deputy`, a colleague, gets their warnings meanwhile."""
    member = officer_of(actor)
    if last < first:
        raise Refusal(
            "away_order",
            Text(th="วันสุดท้ายต้องไม่ก่อนวันแรก", en="The last day cannot come before the first."),
            field="absent_until",
        )
    if last < today() or (last - first).days > MOST_AWAY_DAYS:
        raise Refusal(
            "away_days",
            Text(
                th="วันสุดท้ายต้องเป็นวันนี้หรือหลังจากนี้ และรวมแล้วไม่เกินหนึ่งปี",
                en="The last day is today or later, and the whole at most a year.",
            ),
            field="absent_until",
        )
    if deputy is not None and (deputy == member.person_id or membership(deputy, member.agency_id) is None):
        raise Refusal(
            "no_such_colleague",
            Text(th="เลือกผู้รับแทนจากเพื่อนร่วมงานในหน่วยงาน", en="Choose one of your colleagues in the agency."),
            field="deputy",
        )
    return _write(member, absent_from=first, absent_until=last, deputy_id=deputy)


@transaction.atomic
def come_back(*, actor: Actor) -> Membership:
    """The officer is not away, or no longer."""
    return _write(officer_of(actor), absent_from=None, absent_until=None, deputy_id=None)


def _write(member: Membership, **facts: Any) -> Membership:
    for name, value in facts.items():
        setattr(member, name, value)
    # Officers change nothing of how anybody serves, not even of themselves: roles lie in the same row.
    with acting_as(worker_at(member.agency_id)):
        member.save(update_fields=list(facts))
    return member
