"""Cases judged again from their events: did the agency keep the law as it stood then?

As it stood: the rules of the version the case began with, the figures and the calendar that were told with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby, islice
from uuid import UUID

from thanjai.agencies.calendars import calendar_of
from thanjai.agencies.selectors import Office, office_of
from thanjai.cases.models import Case, CaseEvent
from thanjai.cases.projection import as_told, deadlines_of
from thanjai.catalogue.selectors import rules_for
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.case.events import event_from
from thanjai.domain.case.evolve import replay
from thanjai.domain.case.lookback import Finding, Happened, judge_again
from thanjai.domain.case.rules import Rules
from thanjai.domain.deadlines import Deadline
from thanjai.domain.refusals import Refusal
from thanjai.domain.workdays import Calendar
from thanjai.kernel.clock import now

AT_ONCE = 500
"""Cases whose events are read in one statement."""


@dataclass(frozen=True)
class Judged:
    """A case with what its agency broke; nothing, as it should be."""

    number: str
    agency_id: UUID
    service_id: str
    events: int
    findings: tuple[Finding, ...]


def judge_all(agency_id: UUID | None = None) -> Iterator[Judged]:
    """Every case, ended or open, oldest first; in batches, with flat memory. The caller holds the transaction."""
    moment = now()
    for rows, events in _batches(agency_id):
        for row in rows:
            yield _judged(row, events.get(row.id, []), moment)


def _judged(row: Case, events: list[CaseEvent], moment: datetime) -> Judged:
    history = [(event_from(event.payload), event.at) for event in events]
    return Judged(row.number, row.agency_id, row.service_id, len(events), findings_of(row, history, moment))


def findings_of(row: Case, history: list[Happened], at: datetime | None = None) -> tuple[Finding, ...]:
    """What the agency broke in one case up to a moment, or up to now."""
    moment = at or now()
    limits, calendar = limits_as_told(row, history, moment)
    return judge_again(history, limits, calendar, moment)


def limits_as_told(row: Case, history: list[Happened], at: datetime) -> tuple[tuple[Deadline, ...], Calendar]:
    """The time limits of a case that have begun, and the calendar they were counted by."""
    case, office = replay(history), _office_then(row)
    rules = _rules_then(row)
    return deadlines_of(case, rules, office, rules.environment(case, bangkok_day(at))), office.calendar


def _rules_then(row: Case) -> Rules:
    """The version's rules, with the figures as they were told."""
    return as_told(rules_for(row.version_id, row.agency_id), row.deadlines)


def _office_then(row: Case) -> Office:
    """The office with the calendar of the version that stands with the case."""
    office = office_of(row.agency_id)
    version = next((line["calendar"] for line in row.deadlines), office.calendar.version)
    if version == office.calendar.version:
        return office
    try:
        return replace(office, calendar=calendar_of(version))
    except Refusal:
        return office


def _batches(agency_id: UUID | None) -> Iterator[tuple[list[Case], Mapping[UUID, list[CaseEvent]]]]:
    found = Case.objects.order_by("id").only("id", "number", "agency_id", "service_id", "version_id", "deadlines")
    if agency_id is not None:
        found = found.filter(agency_id=agency_id)
    rows = found.iterator(chunk_size=AT_ONCE)
    while batch := list(islice(rows, AT_ONCE)):
        lines = CaseEvent.objects.filter(case_id__in=[row.id for row in batch]).order_by("case_id", "seq")
        lines = lines.only("case_id", "seq", "at", "type", "plain", "sealed")
        yield batch, {id: list(group) for id, group in groupby(lines, key=lambda line: line.case_id)}
