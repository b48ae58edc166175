"""A case that has come to its issuing step brings a job."""

from __future__ import annotations

from thanjai.cases.events import DocumentWanted
from thanjai.documents import jobs
from thanjai.kernel.events import subscribe


@subscribe(DocumentWanted)
def issue_soon(wanted: DocumentWanted) -> None:
    jobs.issue.defer(agency_id=str(wanted.agency_id), case_id=str(wanted.case_id), step=wanted.step)
