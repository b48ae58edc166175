"""Work that follows a case's events: letters to the applicant and the paper of what was sent."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from thanjai.cases import actions, letters
from thanjai.domain.case.commands import RecordTold
from thanjai.kernel.jobs import PATIENT, task
from thanjai.kernel.tenancy import acting_as, worker_at


@task(name="thanjai.cases.jobs.follow_up", retry=PATIENT)
def follow_up(agency_id: str, case_id: str, first: int, last: int) -> None:
    """Tell the applicant what the events `first` to `last` mean for them. Running twice sends nothing twice."""
    with acting_as(worker_at(UUID(agency_id))), transaction.atomic():
        told = letters.send_for(UUID(case_id), first, last)
        if "decided" in told:
            command = RecordTold(what="decided", by="email")
            actions.carry_out(actor=worker_at(UUID(agency_id)), case_id=UUID(case_id), command=command)
