"""Closing days: from then on the books up to that day stand as they are, and a correction is a new posting."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import connection, transaction

from thanjai.agencies.selectors import head_of
from thanjai.domain.periods import end_of
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now, today
from thanjai.kernel.tenancy import Actor, acting_as, worker_at
from thanjai.money import books
from thanjai.money.models import ClosedDay, Shift


@transaction.atomic
def close_day(*, actor: Actor, day: date) -> ClosedDay:
    """Close all days up to this one; as the head. Raises Refusal while a till of those days is open."""
    head = head_of(actor)
    with acting_as(worker_at(head.agency_id)):
        with connection.cursor() as cursor:
            # Whoever is booking finishes first, so that the balances are those that stay: see migration 0006.
            cursor.execute("SELECT pg_advisory_xact_lock(7301, hashtext(%s::text))", [str(head.agency_id)])
        last = closed_until(head.agency_id)
        if day > today() or (last is not None and day <= last):
            raise Refusal(
                "day",
                Text(th="เลือกวันที่ยังไม่ปิดและไม่เกินวันนี้", en="Choose a day that is not closed yet, and not after today."),
                field="day",
            )
        waiting = Shift.objects.filter(
            agency_id=head.agency_id, closed_at__isnull=True, opened_at__lt=end_of(day)
        ).values_list("cashier_name", flat=True)
        if waiting:
            names = ", ".join(sorted(waiting))
            raise Refusal(
                "shift_open",
                Text(th=f"ยังมีกะที่ไม่ปิดของ {names}", en=f"A shift is open still, of {names}."),
                field="day",
            )
        return ClosedDay.objects.create(
            agency_id=head.agency_id, day=day, balances=books.balances(head.agency_id, until=day),
            closed_by=head.person_id, closed_by_name=actor.name, closed_at=now(),
        )  # fmt: skip


def closed_until(agency_id: UUID) -> date | None:
    """The last day that is closed."""
    return ClosedDay.objects.filter(agency_id=agency_id).order_by("-day").values_list("day", flat=True).first()


def days_of(agency_id: UUID) -> list[ClosedDay]:
    return list(ClosedDay.objects.filter(agency_id=agency_id).order_by("-day")[:60])
