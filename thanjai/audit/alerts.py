"""What the head of an agency reads and does about alerts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from thanjai.audit.choices import head_at
from thanjai.audit.models import Alert
from thanjai.cases.selectors import numbers_of
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.domain.watch import Odd
from thanjai.kernel.clock import BANGKOK, now
from thanjai.kernel.models import Reading
from thanjai.kernel.paging import Place, newest_first
from thanjai.kernel.tenancy import Actor, acting_as, worker_at

LONGEST_NOTE = 2000
MOST_LOOKS = 200


@dataclass(frozen=True)
class Evidence:
    """An alert with what its officer looked at on that day: each line, and the case's number where it is one."""

    alert: Alert
    looks: Sequence[tuple[Reading, str]]
    more: bool


def alerts_of(actor: Actor, *, after: Place | None = None, limit: int = 50, open_only: bool = False) -> list[Alert]:
    """The agency's alerts, newest first. Only for its head."""
    agency = head_at(actor)
    with acting_as(worker_at(agency)):
        found = Alert.objects.filter(agency_id=agency)
        if open_only:
            found = found.filter(closed_at__isnull=True)
        return list(newest_first(found, "at", after)[:limit])


def how_many_open(agency_id: UUID) -> int:
    """Alerts that nobody has closed, counted up to a hundred; for whoever is known to be the head."""
    with acting_as(worker_at(agency_id)):
        return len(Alert.objects.filter(agency_id=agency_id, closed_at__isnull=True).values_list("id")[:100])


def evidence(actor: Actor, id: UUID) -> Evidence:
    """Raises Refusal no_such_page for an alert that this agency does not have."""
    agency = head_at(actor)
    with acting_as(worker_at(agency)):
        alert = _find(agency, id)
        begins = datetime.combine(alert.day, time(), BANGKOK)
        found = Reading.objects.filter(
            agency_id=agency, person_id=alert.person_id, at__gte=begins, at__lt=begins + timedelta(days=1)
        )
        looks = list(_of_the_kind(found, alert).order_by("at")[: MOST_LOOKS + 1])
        numbers = numbers_of({look.subject for look in looks})
    shown = [(look, numbers.get(look.subject, "")) for look in looks[:MOST_LOOKS]]
    return Evidence(alert, shown, len(looks) > MOST_LOOKS)


def _of_the_kind(found: Any, alert: Alert) -> Any:
    if alert.kind == Odd.OTHERS:
        return found.filter(is_own_work=False)
    return found.exclude(term="") if alert.kind == Odd.SEARCH else found


@transaction.atomic
def close(*, actor: Actor, alert_id: UUID, note: str) -> Alert:
    """Note what was found, and close the alert. Nobody closes one about themselves."""
    agency, note = head_at(actor), note.strip()
    with acting_as(worker_at(agency)):
        alert = _find(agency, alert_id, for_update=True)
        if alert.closed_at is not None:
            return alert
        if alert.person_id == actor.person:
            raise Refusal(
                "not_about_oneself",
                Text(
                    th="ท่านปิดรายการที่เกี่ยวกับตนเองไม่ได้ ให้หัวหน้าคนอื่นของหน่วยงานตรวจสอบและปิด",
                    en="You cannot close an alert about yourself. Another head of the agency looks into it.",
                ),
                field="note",
            )
        if not note or len(note) > LONGEST_NOTE:
            raise Refusal(
                "note_needed",
                Text(
                    th=f"บันทึกผลการตรวจสอบ ไม่เกิน {LONGEST_NOTE:,} ตัวอักษร",
                    en=f"Note what was found, in at most {LONGEST_NOTE:,} letters.",
                ),
                field="note",
            )
        alert.note, alert.closed_at = note, now()
        alert.closed_by, alert.closed_by_name = actor.person, actor.name
        alert.save(update_fields=["note", "closed_at", "closed_by", "closed_by_name"])
        return alert


def _find(agency: UUID, id: UUID, *, for_update: bool = False) -> Alert:
    rows = Alert.objects.select_for_update() if for_update else Alert.objects.all()
    alert = rows.filter(agency_id=agency, pk=id).first()
    if alert is None:
        raise Refusal("no_such_page", Text(th="ไม่พบรายการนี้", en="There is no such alert."))
    return alert
