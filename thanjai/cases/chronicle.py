"""What the clock did to cases, and when it will next: for the time machine of a demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min

from thanjai.cases.models import Attention, Case
from thanjai.catalogue.selectors import definition_of
from thanjai.domain.duties import Kind
from thanjai.domain.text import Text

MOST = 200


@dataclass(frozen=True, slots=True)
class Done:
    """A duty of the clock that was done for a case."""

    at: datetime
    number: str
    kind: Kind
    title: Text
    """The time limit's."""
    due_at: datetime


def next_alarm(after: datetime) -> datetime | None:
    """When a case wakes next after this moment."""
    found: datetime | None = Case.objects.filter(wake_at__gt=after).aggregate(Min("wake_at"))["wake_at__min"]
    return found


def done_between(since: datetime, until: datetime) -> tuple[list[Done], int]:
    """The first duties done in this time, in order, and how many there were altogether."""
    rows = Attention.objects.filter(at__gte=since, at__lte=until)
    first = rows.select_related("case").defer("case__plain", "case__sealed").order_by("at", "id")[:MOST]
    return [_done(row) for row in first], rows.count()


def _done(row: Attention) -> Done:
    definition = definition_of(row.case.version_id)
    rule = next((rule for rule in definition.deadlines if rule.id == row.rule), None)
    return Done(row.at, row.case.number, Kind(row.kind), rule.title if rule else Text(th="", en=""), row.due_at)
