"""What an office sees on its wall: what is due, what is late, what waits on others, and how old it all is.

No names of applicants are read: the wall hangs where visitors see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q

from thanjai.agencies.selectors import Office
from thanjai.cases import lateness
from thanjai.cases.models import Case
from thanjai.cases.office import APPLICANTS_TURN, MOST_COUNTED
from thanjai.catalogue.selectors import definition_of
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.case.state import Status
from thanjai.domain.periods import end_of
from thanjai.domain.text import Text

MOST_LISTED: Final = 12
"""Lines of one list; the figure beside it counts all."""
MOST_LATE: Final = 500
"""Late cases looked through for notices that go out today."""
DAYS_SHOWN: Final = 7
AGES: Final = (7, 30, 90)
"""Days since a request came in, at which one group of ages ends and the next begins."""


@dataclass(frozen=True, slots=True)
class WallLine:
    """One case, without a word of whose it is."""

    id: UUID
    number: str
    service: Text
    steps: tuple[Text, ...]
    officers: tuple[UUID, ...]
    due_at: datetime | None
    days_old: int


@dataclass(frozen=True, slots=True)
class Wall:
    """The lists hold the first lines; `counts` has how many there are of each, and `ages` how many of each age."""

    notices: tuple[WallLine, ...]
    overdue: tuple[WallLine, ...]
    today: tuple[WallLine, ...]
    week: tuple[WallLine, ...]
    waiting: tuple[WallLine, ...]
    counts: dict[str, int]
    ages: tuple[int, ...]
    is_partial: bool


def wall(agency_id: UUID, office: Office, at: datetime) -> Wall:
    """The office as it stands at a moment; six statements, each bounded."""
    tonight = end_of(bangkok_day(at))
    week = tonight + timedelta(days=DAYS_SHOWN)
    counted = _counts(agency_id, at, tonight, week)
    owing = [row for row, _line in lateness.owing_today(agency_id, office, at, MOST_LATE)]
    counted["notices"] = len(owing)
    ages = tuple(counted.pop(f"age_{group}") for group in range(len(AGES) + 1))

    def lines(rows: Sequence[Case]) -> tuple[WallLine, ...]:
        return tuple(_line(row, at) for row in rows[:MOST_LISTED])

    def first(**such: Any) -> tuple[WallLine, ...]:
        return lines(list(_open(agency_id).filter(**such).order_by("due_at", "id")[:MOST_LISTED]))

    return Wall(
        notices=lines(owing),
        overdue=first(due_at__lt=at),
        today=first(due_at__gte=at, due_at__lte=tonight),
        week=first(due_at__gt=tonight, due_at__lte=week),
        waiting=first(pk__in=_most_urgent(agency_id), status=Status.WAITING_AGENCY.value),
        counts=counted,
        ages=ages,
        is_partial=counted["open"] >= MOST_COUNTED,
    )


def _counts(agency_id: UUID, at: datetime, tonight: datetime, week: datetime) -> dict[str, int]:
    edges = [None, *(at - timedelta(days=days) for days in AGES), None]
    groups = {
        f"age_{group}": Count("pk", filter=_between(older, younger))
        for group, (younger, older) in enumerate(pairwise(edges))
    }
    return Case.objects.filter(pk__in=_most_urgent(agency_id)).aggregate(
        open=Count("pk"),
        overdue=Count("pk", filter=Q(due_at__lt=at)),
        today=Count("pk", filter=Q(due_at__gte=at, due_at__lte=tonight)),
        week=Count("pk", filter=Q(due_at__gt=tonight, due_at__lte=week)),
        waiting=Count("pk", filter=Q(status=Status.WAITING_AGENCY.value)),
        applicants=Count("pk", filter=Q(status__in=APPLICANTS_TURN)),
        **groups,
    )


def _between(older: datetime | None, younger: datetime | None) -> Q:
    """Submitted after `older` and not after `younger`, where there is one."""
    since = Q(submitted_at__gt=older) if older is not None else Q()
    return since & Q(submitted_at__lte=younger) if younger is not None else since


def _most_urgent(agency_id: UUID) -> Any:
    return _open(agency_id).order_by("due_at", "id").values("pk")[:MOST_COUNTED]


def _open(agency_id: UUID) -> Any:
    found = Case.objects.filter(agency_id=agency_id, closed_at__isnull=True)
    return found.only("number", "version_id", "steps", "officers", "due_at", "submitted_at")


def _line(row: Case, at: datetime) -> WallLine:
    definition = definition_of(row.version_id)
    return WallLine(
        id=row.id, number=row.number, service=definition.title,
        steps=tuple(definition.step(id).title for id in row.steps), officers=tuple(row.officers), due_at=row.due_at,
        days_old=(bangkok_day(at) - bangkok_day(row.submitted_at)).days,
    )  # fmt: skip
