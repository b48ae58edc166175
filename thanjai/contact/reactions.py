"""What is kept of a case's messages: that somebody waits, and how long it took until they were answered."""

from __future__ import annotations

from thanjai.cases.events import CaseErased, CaseMoved
from thanjai.contact import calls, questions
from thanjai.domain.case import events as e
from thanjai.kernel.events import subscribe
from thanjai.kernel.tenancy import acting_as, current_actor, worker_at


@subscribe(CaseMoved)
def note_messages(moved: CaseMoved) -> None:
    """A question begins with an applicant's message, and ends with an officer's, or when it is put aside."""
    told = [event for event in moved.events if isinstance(event, e.MessageWritten | e.MessagesPutAside)]
    if not told:
        return
    actor = current_actor()
    person = actor.person if actor else None
    with acting_as(worker_at(moved.agency_id)):
        for event in told:
            if isinstance(event, e.MessagesPutAside):
                questions.end(moved, person, questions.ASIDE)
            elif event.by == "officer":
                questions.end(moved, person, questions.ANSWERED)
            else:
                questions.begin(moved)


@subscribe(CaseErased)
def let_go(erased: CaseErased) -> None:
    with acting_as(worker_at(erased.agency_id)):
        questions.erase(erased.case_id)
        calls.erase(erased.case_id)
