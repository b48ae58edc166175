"""Work that follows a case's events: letters to the applicant and the paper of what was sent."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from thanjai.cases import actions, attending, delay_letters, letters
from thanjai.cases import sweep as sweeping
from thanjai.domain.case.commands import RecordTold
from thanjai.kernel.jobs import PATIENT, app, task
from thanjai.kernel.tenancy import acting_as, worker_at


@task(name="thanjai.cases.jobs.follow_up", retry=PATIENT)
def follow_up(agency_id: str, case_id: str, first: int, last: int) -> None:
    """Tell the applicant what the events `first` to `last` mean for them. Running twice sends nothing twice."""
    with acting_as(worker_at(UUID(agency_id))), transaction.atomic():
        told = letters.send_for(UUID(case_id), first, last)
        if "decided" in told:
            command = RecordTold(what="decided", by="email")
            actions.carry_out(actor=worker_at(UUID(agency_id)), case_id=UUID(case_id), command=command)


@app.periodic(cron="* * * * *")
@task(name="thanjai.cases.jobs.sweep", queueing_lock="cases_sweep")
def sweep(timestamp: int) -> None:
    """Every minute: queue the cases whose time has come."""
    while sweeping.sweep() == sweeping.AT_ONCE:
        pass


@task(name="thanjai.cases.jobs.attend", retry=PATIENT)
def attend(agency_id: str, case_id: str) -> None:
    """Do what the clock owes one case."""
    with acting_as(worker_at(UUID(agency_id))):
        attending.attend(agency_id=UUID(agency_id), case_id=UUID(case_id))


@task(name="thanjai.cases.jobs.tell_delay", retry=PATIENT)
def tell_delay(agency_id: str, copy_id: str) -> None:
    """Print a notice of delay and write to whom it concerns."""
    with acting_as(worker_at(UUID(agency_id))):
        delay_letters.send_notice(copy_id=UUID(copy_id))
