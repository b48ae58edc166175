"""Papers being made."""

from __future__ import annotations

from uuid import UUID

from thanjai.documents.issuing import issue_document
from thanjai.kernel.jobs import PATIENT, task
from thanjai.kernel.tenancy import acting_as, worker_at


@task(name="thanjai.documents.jobs.issue", retry=PATIENT)
def issue(agency_id: str, case_id: str, step: str) -> None:
    """Issue the paper of a case's step, once, however often this runs."""
    with acting_as(worker_at(UUID(agency_id))):
        issue_document(agency_id=UUID(agency_id), case_id=UUID(case_id), step=step)
