"""The work of lists, some lines in each job: what else waits has its turn between. And letting go of forgotten ones."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from thanjai.intake import actions
from thanjai.intake.working import go_on
from thanjai.kernel.caching import forget
from thanjai.kernel.jobs import PATIENT, app, task
from thanjai.kernel.tenancy import PLATFORM, acting_as


@task(name="thanjai.intake.jobs.work", retry=PATIENT)
def work(intake_id: str) -> None:
    """Do, or undo, some lines of a list and queue the rest. However often it is killed or run, no line is done twice."""
    forget()  # What this process has kept may be older than what others have changed.
    go_on(UUID(intake_id))


@app.periodic(cron="35 19 * * *")
@task(name="thanjai.intake.jobs.nightly", queueing_lock="intake_nightly", retry=PATIENT)
def nightly(timestamp: int) -> None:
    """At 02:35 in Thailand."""
    with acting_as(PLATFORM), transaction.atomic():
        actions.throw_away_forgotten()
