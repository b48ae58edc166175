"""Closing days: from then on the books up to that day stand as they are, and a correction is a new posting."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from thanjai.agencies.selectors import head_of
from thanjai.domain.buddhist import day_in_words
from thanjai.domain.money import baht
from thanjai.domain.periods import end_of
from thanjai.domain.reconciling import Group
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now, today
from thanjai.kernel.tenancy import Actor, acting_as, worker_at
from thanjai.money import books, reconciling
from thanjai.money.models import ClosedDay, Shift

_LOOKED_BACK: Final = timedelta(days=92)
_NAMED: Final = 3


@transaction.atomic
def close_day(*, actor: Actor, day: date, words: str = "") -> ClosedDay:
    """Close all days up to this one; as the head. Raises Refusal while a till of those days is open, and for differences
    that nobody has explained, unless words say why it is closed with them."""
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
        left = _left_open(head.agency_id, last, day)
        if left and not words.strip():
            raise _open_differences(left)
        return ClosedDay.objects.create(
            agency_id=head.agency_id, day=day, balances=books.balances(head.agency_id, until=day),
            differences=len(left), words=words.strip()[:500] if left else "",
            closed_by=head.person_id, closed_by_name=actor.name, closed_at=now(),
        )  # fmt: skip


def _left_open(agency_id: UUID, last: date | None, day: date) -> list[Group]:
    """Differences of the days that are closed now; before the first closing, of the last weeks."""
    first = max(last + timedelta(days=1) if last else date.min, day - _LOOKED_BACK)
    return reconciling.open_until(agency_id, first, day)


def _open_differences(left: list[Group]) -> Refusal:
    satang, days = sum(one.satang for one in left), sorted({one.day for one in left})
    th = ", ".join(day_in_words(one).th for one in days[:_NAMED])
    en = ", ".join(day_in_words(one).en for one in days[:_NAMED])
    more = len(days) > _NAMED
    return Refusal(
        "open_differences",
        Text(
            th=f"ยังมีผลต่างที่ไม่ได้อธิบาย {len(left)} รายการ รวม {baht(satang)} บาท ของวันที่ {th}{' และวันอื่น' if more else ''}"
            " ดูที่หน้ากระทบยอด หรือระบุเหตุผลที่ปิดวันโดยยังมีผลต่าง",
            en=f"Differences not explained: {len(left)}, of {baht(satang)} baht, of {en}{' and other days' if more else ''}."
            " See the page Reconciling, or say why the days are closed with them.",
        ),
        field="words",
    )


def closed_until(agency_id: UUID) -> date | None:
    """The last day that is closed."""
    return ClosedDay.objects.filter(agency_id=agency_id).order_by("-day").values_list("day", flat=True).first()


def days_of(agency_id: UUID) -> list[ClosedDay]:
    return list(ClosedDay.objects.filter(agency_id=agency_id).order_by("-day")[:60])
