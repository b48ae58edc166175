"""Work that follows a case's events: letters to the applicant and the paper of what was sent."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from thanjai.cases import letters
from thanjai.kernel.jobs import PATIENT, task
from thanjai.kernel.tenancy import acting_as, worker_at


@task(name="thanjai.cases.jobs.follow_up", retry=PATIENT)
def follow_up(agency_id: str, case_id: str, first: int, last: int) -> None:
    """Tell the applicant what the events `first` to `last` mean for them. Running twice sends nothing twice."""
    with acting_as(worker_at(UUID(agency_id))), transaction.atomic():
        letters.send_for(UUID(case_id), first, last)
