"""What is asked, and forgotten, when something has happened to a case."""

from __future__ import annotations

from thanjai.cases.events import CaseErased, CaseMoved
from thanjai.domain.case import events as e
from thanjai.domain.case.state import ENDED
from thanjai.feedback import answering, jobs
from thanjai.kernel.events import subscribe

_ENDING = (e.Closed, e.Returned, e.Withdrawn, e.Decided, e.AppealDecided, e.Told, e.DocumentIssued)


@subscribe(CaseMoved)
def ask_how_it_was(moved: CaseMoved) -> None:
    """The case has ended and its applicant knows: a letter follows by a job."""
    is_over = moved.case.status in ENDED and not moved.case.is_untold
    if is_over and any(isinstance(event, _ENDING) for event in moved.events):
        jobs.ask.defer(case_id=str(moved.case_id))


@subscribe(CaseErased)
def let_the_words_go(erased: CaseErased) -> None:
    answering.forget_case(erased.case_id)
