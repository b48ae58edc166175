"""Reading what was asked of other agencies, and of ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from thanjai.agencies.selectors import calendar_for
from thanjai.cases.consulting import NO_QUESTION
from thanjai.cases.models import Consultation
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.workdays import working_days_between
from thanjai.kernel.clock import today

MOST = 200


@dataclass(frozen=True)
class Measured:
    """A question with the time the asked side has taken: working days of its own calendar."""

    question: Consultation
    days: int
    is_late: bool


def questions_of_case(case_id: UUID) -> list[Measured]:
    """What was asked about a case, newest first."""
    found = Consultation.objects.filter(case_id=case_id).select_related("asked_agency").order_by("-asked_at")
    return [measured(one) for one in found]


def asked_of(agency_id: UUID, *, answered: bool = False) -> list[Measured]:
    """What an agency was asked: the open questions by the day to answer, or the answered ones, newest first."""
    found = Consultation.objects.filter(asked_agency_id=agency_id, answered_at__isnull=not answered)
    ordered = found.select_related("agency").order_by("-answered_at" if answered else "answer_by")
    return [measured(one) for one in ordered[:MOST]]


def how_many_wait(agency_id: UUID) -> int:
    """Open questions to an agency, counted up to a hundred."""
    return len(Consultation.objects.filter(asked_agency_id=agency_id, answered_at__isnull=True).values_list("id")[:100])


def question(id: UUID) -> Consultation:
    """One question, for either side or the holder of its link. Raises Refusal no_such_question."""
    found = Consultation.objects.filter(pk=id).select_related("agency", "asked_agency").first()
    if found is None:
        raise NO_QUESTION
    return found


def measured(one: Consultation) -> Measured:
    """The working days from the question to the answer, or to today; those of the asking side where it is outside."""
    end: date = bangkok_day(one.answered_at) if one.answered_at else today()
    calendar = calendar_for(one.asked_agency_id or one.agency_id)
    return Measured(one, working_days_between(calendar, bangkok_day(one.asked_at), end), end > one.answer_by)
