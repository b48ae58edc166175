"""Lines of a statement that are what a provider sent on: payments that are in the books already, all in one sum."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from thanjai.domain import naming
from thanjai.domain.reconciling import Facts, Item, Line, Name, reconcile
from thanjai.kernel.clock import today
from thanjai.money.models import BankLine, ReportLine

AROUND: Final = timedelta(days=10)
"""How far around the days that are looked at, so that what belongs together is seen together."""


def marks_of(line: BankLine) -> frozenset[str]:
    """What in a line could name something."""
    return naming.marks((*line.references, line.bank_reference), line.description) | {line.bank_reference.upper()}


def as_line(line: BankLine, tied: Name | None = None, *, is_own: bool = False) -> Line:
    return Line(str(line.account_id), str(line.id), line.day, line.satang, marks_of(line), tied, is_own)


def sent_on(agency_id: UUID, first: date, last: date) -> list[Item]:
    """What providers say they sent to the agency's bank in these days."""
    lines = ReportLine.objects.filter(agency_id=agency_id, kind=ReportLine.LUMP, day__gte=first, day__lte=last)
    return [Item(one.provider, one.reference, one.day, one.satang) for one in lines]


def lumps_among(agency_id: UUID, lines: Collection[BankLine]) -> dict[UUID, str]:
    """The reference of the lump that a line is, by the line's id; of those that are no payment in the books."""
    free = [one for one in lines if one.notice_id is None and one.satang > 0]
    if not free:
        return {}
    first, last = min(one.day for one in free) - AROUND, max(one.day for one in free) + AROUND
    settled = sent_on(agency_id, first, last)
    if not settled:
        return {}
    near: Iterable[BankLine] = BankLine.objects.filter(
        agency_id=agency_id, notice__isnull=True, satang__in={one.satang for one in settled}, day__gte=first,
        day__lte=last,
    )  # fmt: skip
    groups = reconcile(Facts((), (), settled, [as_line(one) for one in near], (), today()))
    ids = {one.id for one in free}
    found = {UUID(line.id): group.settled[0].reference for group in groups if group.settled for line in group.lines}
    return {id: reference for id, reference in found.items() if id in ids}
