"""Work that follows a case's events: letters to the applicant and the paper of what was sent."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from thanjai.cases import attending, consult_letters, delay_letters, digest, letters, telling, usual
from thanjai.cases import sweep as sweeping
from thanjai.catalogue import actions as catalogue
from thanjai.kernel.jobs import PATIENT, app, task
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at

BEHIND = -10
"""The priority of what is done when the cases themselves have been attended to."""


@task(name="thanjai.cases.jobs.follow_up", retry=PATIENT)
def follow_up(agency_id: str, case_id: str, first: int, last: int) -> None:
    """Tell the applicant what the events `first` to `last` mean for them. Running twice sends nothing twice."""
    with acting_as(worker_at(UUID(agency_id))), transaction.atomic():
        letters.send_for(UUID(case_id), first, last)


@task(name="thanjai.cases.jobs.told", retry=PATIENT)
def told(agency_id: str, case_id: str, seq: int, at: str) -> None:
    """Record that the letter about an order has gone out."""
    with acting_as(worker_at(UUID(agency_id))):
        telling.record_delivery(
            agency_id=UUID(agency_id), case_id=UUID(case_id), seq=seq, at=datetime.fromisoformat(at)
        )


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


@app.periodic(cron="*/5 * * * *")
@task(name="thanjai.cases.jobs.digests", queueing_lock="cases_digests")
def digests(timestamp: int) -> None:
    """Every five minutes: queue the morning's letters of agencies that have opened, behind all other work."""
    for agency in digest.waiting():
        write_digest.configure(priority=BEHIND).defer(agency_id=str(agency))


@task(name="thanjai.cases.jobs.write_digest", retry=PATIENT)
def write_digest(agency_id: str) -> None:
    """Write to an agency's officers what is due, once a day."""
    with acting_as(worker_at(UUID(agency_id))):
        digest.write(agency_id=UUID(agency_id))


@app.periodic(cron="40 20 * * *")
@task(name="thanjai.cases.jobs.measure_times", queueing_lock="cases_measure_times")
def measure_times(timestamp: int) -> None:
    """Each night: measure how long services have really taken, and with it how much each was asked for."""
    with acting_as(PLATFORM), transaction.atomic():
        for agencies in usual.alike():
            usual.measure(agencies)
        catalogue.note_asked(usual.asked())


@app.periodic(cron="30 1 * * *")
@task(name="thanjai.cases.jobs.remind_asked", queueing_lock="cases_remind_asked")
def remind_asked(timestamp: int) -> None:
    """Each morning: remind agencies that have not answered."""
    consult_letters.remind()
