"""Sending what waited, and letting go of plans that nobody went on with."""

from __future__ import annotations

from uuid import UUID

from thanjai.bundles import forgetting, going_on
from thanjai.kernel.jobs import PATIENT, app, task
from thanjai.kernel.tenancy import PLATFORM, acting_as


@task(name="thanjai.bundles.jobs.go_on", retry=PATIENT)
def go_on(plan_id: str) -> None:
    """Do what a document, or the end of a case, means for a plan; however often this runs, once."""
    with acting_as(PLATFORM):
        going_on.go_on(plan_id=UUID(plan_id))


@app.periodic(cron="50 18 * * *")
@task(name="thanjai.bundles.jobs.nightly", queueing_lock="bundles_nightly", retry=PATIENT)
def nightly(timestamp: int) -> None:
    """At 01:50 in Thailand. While a backup is made it fails and is tried again after it."""
    with acting_as(PLATFORM):
        while forgetting.erase_abandoned() == forgetting.AT_ONCE:
            pass
        while forgetting.stop_waiting() == forgetting.AT_ONCE:
            pass
