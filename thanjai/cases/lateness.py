"""What is late or soon will be, and what the applicant is told of it (LFA section 10)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from thanjai.agencies.selectors import Office
from thanjai.cases.models import Case, DelayCopy
from thanjai.domain import case as domain
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.case import events as e
from thanjai.domain.deadline_rules import Purpose
from thanjai.domain.duties import OWES_NOTICE, explained_moment, next_notice_day, notice_moment
from thanjai.domain.text import Text


@dataclass(frozen=True, slots=True)
class Delay:
    """A time limit of a case that is late or soon will be. `goes_at` is when its next notice goes out."""

    rule: str
    title: Text
    due_at: datetime
    is_late: bool
    day: date
    goes_at: datetime
    reason: e.DelayReasonGiven | None
    """What waits to be said in that notice."""


def delays_of(row: Case, case: domain.Case, office: Office, at: datetime) -> list[Delay]:
    """The time limits of an open case whose delay must be explained, from their warning on."""
    if row.closed_at is not None:
        return []
    return [_delay(line, case, office, at) for line in row.deadlines if _explained(line, at)]


def _explained(line: dict[str, Any], at: datetime) -> bool:
    running = line["ended_at"] is None and Purpose(line["purpose"]) in OWES_NOTICE
    return running and datetime.fromisoformat(line["warn_at"]) <= at


def _delay(line: dict[str, Any], case: domain.Case, office: Office, at: datetime) -> Delay:
    due_at, delays = datetime.fromisoformat(line["due_at"]), case.delays.get(line["rule"])
    sent, reason = (delays.days, delays.reason) if delays else ((), None)
    day = next_notice_day(due_at, office.calendar, office.policy, at, sent)
    moment = explained_moment if reason else notice_moment
    return Delay(
        rule=line["rule"], title=Text(**line["title"]), due_at=due_at, is_late=due_at < at, day=day,
        goes_at=moment(office.calendar, day), reason=reason,
    )  # fmt: skip


def owing_today(agency_id: UUID, office: Office, at: datetime, most: int) -> Iterator[tuple[Case, Mapping[str, Any]]]:
    """The cases of an agency with a time limit whose notice of delay goes out today and has not gone yet.

    A notice that has its reason goes in the morning; so these have none. Of many late cases the `most` urgent.
    """
    today = bangkok_day(at)
    sent = set(DelayCopy.objects.filter(agency_id=agency_id, day=today).values_list("case_id", "rule"))
    late = Case.objects.filter(agency_id=agency_id, closed_at__isnull=True, due_at__lt=at).order_by("due_at", "id")
    for row in late.defer("plain", "sealed", "sealed_code")[:most]:
        for line in row.deadlines:
            if _owes(line, office, at, today) and (row.id, line["rule"]) not in sent:
                yield row, line


def _owes(line: Mapping[str, Any], office: Office, at: datetime, today: date) -> bool:
    if line["ended_at"] is not None or Purpose(line["purpose"]) not in OWES_NOTICE:
        return False
    due_at = datetime.fromisoformat(line["due_at"])
    return due_at < at and next_notice_day(due_at, office.calendar, office.policy, at, ()) == today


def copies_of(case_id: UUID) -> Sequence[DelayCopy]:
    """The notices given of a case, newest first, for its officers."""
    return list(DelayCopy.objects.filter(case_id=case_id).order_by("-sent_at", "-id"))
