"""What data protection does when something has happened to a case."""

from __future__ import annotations

from thanjai.cases.events import CaseMoved
from thanjai.domain.case.events import Decided
from thanjai.kernel.events import subscribe
from thanjai.privacy import jobs
from thanjai.privacy.notice import SERVICE


@subscribe(CaseMoved)
def answer_soon(moved: CaseMoved) -> None:
    """An approved request of a person over their data is carried out by a job."""
    if moved.service_id == SERVICE and any(
        isinstance(event, Decided) and event.outcome == "approved" for event in moved.events
    ):
        jobs.answer_request.defer(agency_id=str(moved.agency_id), case_id=str(moved.case_id))
