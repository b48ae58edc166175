"""Reading who waits for an answer, and how long answers have taken."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db import connection

from thanjai.agencies.selectors import calendar_for
from thanjai.cases import office
from thanjai.cases.staff import Staff
from thanjai.contact.models import Call, Question
from thanjai.domain.answering import LONG
from thanjai.domain.definition.base import Role
from thanjai.domain.workdays import Calendar, is_office_time, office_minutes_between
from thanjai.kernel.clock import now
from thanjai.kernel.secrets import unseal
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
    """The questions that an officer is to answer, those that wait longest first: of cases that they have or are on
    duty for, or that nobody has and that wait for their roles. The head has those as well that wait long."""
    return _theirs(agency_id, waiting(agency_id), person, roles, lambda one: one.is_long)


Lying = TypeVar("Lying", "Waiting", "CallLine")


def _theirs(
    agency_id: UUID, found: list[Lying], person: UUID, roles: Collection[str], presses: Callable[[Lying], bool]
) -> list[Lying]:
    """Of what lies with an agency, what one officer is to see to. The head sees to what presses, and to what all are
    away from."""
    if not found:
        return []
    with acting_as(worker_at(agency_id)):
        staff = Staff.of(agency_id)
    is_head = Role.HEAD in roles
    return [one for one in found if (is_head and presses(one)) or _is_for(staff, one.case, person, roles)]


def _is_for(staff: Staff, case: Any, person: UUID, roles: Collection[str]) -> bool:
    """Whether a case is an officer's own, or waits for their roles, or they are on duty for it while others are away."""
    wanted = set(case.roles) or {Role.FRONT_DESK.value, Role.HEAD.value}
    if person in case.officers or (not case.officers and wanted & set(roles)):
        return True
    duties = staff.on_duty(case.officers, roles=wanted)
    return person in {duty.id for duty in duties} or (not duties and Role.HEAD in roles)


def waiting(agency_id: UUID) -> list[Waiting]:
    """All questions of an agency that nobody has answered, the oldest first; of those cases that the reader may see."""
    with acting_as(worker_at(agency_id)):
        open_ones = Question.objects.filter(agency_id=agency_id, answered_at__isnull=True).order_by("asked_at")
        asked = list(open_ones.values_list("case_id", "asked_at")[:MOST_WAITING])
    if not asked:
        return []
    cases, calendar, moment = office.by_id([case for case, _ in asked]), calendar_for(agency_id), now()
    return [Waiting(cases[id], at, office_minutes_between(calendar, at, moment)) for id, at in asked if id in cases]


@dataclass(frozen=True)
class CallLine:
    """A call that is agreed, with its case. `is_closed`: the office is, at that time, by the calendar of today."""

    call: Call
    case: Any
    phone: str
    about: str
    is_due: bool
    is_closed: bool


def calls_for(agency_id: UUID, person: UUID, roles: Collection[str]) -> list[CallLine]:
    """The calls that an officer is to make, the soonest first. The head has those as well whose time has come."""
    return _theirs(agency_id, calls_agreed(agency_id), person, roles, lambda one: one.is_due)


def calls_agreed(agency_id: UUID) -> list[CallLine]:
    """All calls that an agency is to make, the soonest first; of those cases that the reader may see."""
    with acting_as(worker_at(agency_id)):
        open_ones = Call.objects.filter(agency_id=agency_id, ended_at__isnull=True).order_by("slot", "place")
        found = list(open_ones[:MOST_WAITING])
    if not found:
        return []
    cases, calendar, moment = office.by_id([one.case_id for one in found]), calendar_for(agency_id), now()
    return [_line(one, cases[one.case_id], calendar, moment) for one in found if one.case_id in cases]


def _line(call: Call, case: Any, calendar: Calendar, moment: datetime) -> CallLine:
    return CallLine(
        call=call, case=case, phone=unseal(call.sealed_phone), about=unseal(call.sealed_about) if call.sealed_about else "",
        is_due=call.slot <= moment, is_closed=not is_office_time(calendar, call.slot),
    )  # fmt: skip


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
