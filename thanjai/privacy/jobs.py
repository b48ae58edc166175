"""Every night: what has lasted long enough is listed, erased, tidied; breaches that run are reminded of."""

from __future__ import annotations

from uuid import UUID

from thanjai.kernel.jobs import PATIENT, app, task
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at
from thanjai.payouts.erasing import AT_ONCE as PAYEES_AT_ONCE
from thanjai.payouts.erasing import erase_due as erase_payees
from thanjai.privacy import breaches, requests, retention, tidying


@task(name="thanjai.privacy.jobs.answer_request", retry=PATIENT)
def answer_request(agency_id: str, case_id: str) -> None:
    """Make the copy, or erase, as an approved request asks."""
    with acting_as(worker_at(UUID(agency_id))):
        requests.answer(case_id=UUID(case_id))


@app.periodic(cron="40 18 * * *")
@task(name="thanjai.privacy.jobs.nightly", queueing_lock="privacy_nightly", retry=PATIENT)
def nightly(timestamp: int) -> None:
    """At 01:40 in Thailand. While a backup is made it fails and is tried again after it."""
    with acting_as(PLATFORM):
        retention.list_ending()
    while retention.erase_due() == retention.AT_ONCE:
        pass
    while erase_payees() == PAYEES_AT_ONCE:
        pass
    tidying.tidy()


@app.periodic(cron="*/10 * * * *")
@task(name="thanjai.privacy.jobs.breaches", queueing_lock="privacy_breaches")
def remind_of_breaches(timestamp: int) -> None:
    """Every ten minutes: whose 72 hours run out is reminded."""
    breaches.remind()
