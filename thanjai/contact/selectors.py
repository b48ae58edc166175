"""Reading who waits for an answer, and how long answers have taken."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection

from thanjai.agencies.selectors import calendar_for
from thanjai.cases import office
from thanjai.contact.models import Question
from thanjai.domain.answering import LONG
from thanjai.domain.definition.base import Role
from thanjai.domain.workdays import office_minutes_between
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import acting_as, worker_at

SINCE: Final = timedelta(days=90)
"""Answer times are those of so many days."""
MOST_WAITING: Final = 500
"""Questions looked through for one officer's list, the oldest first."""


@dataclass(frozen=True)
class Waiting:
    """A case whose applicant waits. `minutes` are those of office hours so far."""

    case: Any
    asked_at: datetime
    minutes: int

    @property
    def is_long(self) -> bool:
        return self.minutes > LONG


def waiting_for(agency_id: UUID, person: UUID, roles: Collection[str]) -> list[Waiting]:
    """The questions that an officer is to answer, those that wait longest first: of cases that they have, or that
    nobody has and that wait for their roles. The head has those as well that wait long."""
    return [one for one in waiting(agency_id) if _is_for(one, person, roles)]


def _is_for(one: Waiting, person: UUID, roles: Collection[str]) -> bool:
    case = one.case
    if case.officers:
        return person in case.officers or (one.is_long and Role.HEAD in roles)
    wanted = set(case.roles) or {Role.FRONT_DESK.value, Role.HEAD.value}
    return bool(wanted & set(roles))


def waiting(agency_id: UUID) -> list[Waiting]:
    """All questions of an agency that nobody has answered, the oldest first; of those cases that the reader may see."""
    with acting_as(worker_at(agency_id)):
        open_ones = Question.objects.filter(agency_id=agency_id, answered_at__isnull=True).order_by("asked_at")
        asked = list(open_ones.values_list("case_id", "asked_at")[:MOST_WAITING])
    if not asked:
        return []
    cases, calendar, moment = office.by_id([case for case, _ in asked]), calendar_for(agency_id), now()
    return [Waiting(cases[id], at, office_minutes_between(calendar, at, moment)) for id, at in asked if id in cases]


@dataclass(frozen=True, slots=True)
class AnswerTimes:
    """Of questions that were answered lately, in minutes of office hours: half took no longer than `median`, nine of
    ten no longer than `ninetieth`. `key` is a service, or for all agencies the agency."""

    key: str
    answered: int
    median: int | None
    ninetieth: int | None
    aside: int
    """Put aside by an officer as needing no answer."""
    long: int
    """Answered only after a long wait."""
    waiting: int
    since: datetime | None
    """When the one came that waits longest."""


_TIMES: Final = """
SELECT {key}, count(*) FILTER (WHERE outcome = 'answered'),
    percentile_disc(0.5) WITHIN GROUP (ORDER BY minutes) FILTER (WHERE outcome = 'answered'),
    percentile_disc(0.9) WITHIN GROUP (ORDER BY minutes) FILTER (WHERE outcome = 'answered'),
    count(*) FILTER (WHERE outcome = 'aside'), count(*) FILTER (WHERE outcome = 'answered' AND minutes > %(long)s),
    count(*) FILTER (WHERE answered_at IS NULL), min(asked_at) FILTER (WHERE answered_at IS NULL)
FROM {table} WHERE (answered_at IS NULL OR answered_at > %(since)s) {only}
GROUP BY 1 ORDER BY 3 DESC NULLS FIRST, 1
"""


def times_of(agency_id: UUID) -> list[AnswerTimes]:
    """An agency's answer times by service, the slowest first; for its officers."""
    return _times(
        _TIMES.format(key="service_id", table="contact_question", only="AND agency_id = %(agency)s"), agency_id
    )


def times_of_all() -> list[AnswerTimes]:
    """The answer times of all agencies, by agency, the slowest first; for the overseer, who sees nothing else of them."""
    return _times(_TIMES.format(key="agency_id::text", table="contact_answers", only=""))


def _times(statement: str, agency_id: UUID | None = None) -> list[AnswerTimes]:
    values: dict[str, Any] = {"since": now() - SINCE, "long": LONG, "agency": agency_id}
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [AnswerTimes(*row) for row in cursor.fetchall()]
