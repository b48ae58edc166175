"""Questions of applicants: they begin with a message, and end with its answer."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from thanjai.agencies.selectors import calendar_for
from thanjai.cases.events import CaseMoved
from thanjai.contact import letters
from thanjai.contact.models import Question
from thanjai.domain.workdays import office_minutes_between
from thanjai.kernel.clock import now

ANSWERED: Final = "answered"
ASIDE: Final = "aside"


def begin(moved: CaseMoved) -> None:
    """The applicant waits from now on, unless they do already; those on duty are written to once."""
    active = moved.case.active()
    question, is_new = Question.objects.get_or_create(
        case_id=moved.case_id, answered_at=None,
        defaults={
            "agency_id": moved.agency_id, "service_id": moved.service_id, "step": active[0] if active else "",
            "asked_at": now(),
        },
    )  # fmt: skip
    if is_new:
        letters.tell_officers(question, moved.number)


def end(moved: CaseMoved, officer: UUID | None, outcome: str) -> None:
    """Nobody waits any more. An officer who writes without having been asked ends nothing."""
    question = Question.objects.filter(case_id=moved.case_id, answered_at=None).first()
    if question is None:
        return
    question.answered_at, question.answered_by, question.outcome = now(), officer, outcome
    calendar = calendar_for(moved.agency_id)
    question.minutes = office_minutes_between(calendar, question.asked_at, question.answered_at)
    question.save(update_fields=["answered_at", "answered_by", "outcome", "minutes"])


def erase(case_id: UUID) -> None:
    Question.objects.filter(case_id=case_id).delete()
