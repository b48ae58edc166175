"""The work of shaking, and the tidying of trials that nobody uses any more."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from thanjai.kernel.clock import now
from thanjai.kernel.jobs import PATIENT, app, task
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at
from thanjai.trials.models import Trial
from thanjai.trials.shakes import go_on

KEPT: Final = timedelta(days=30)


@task(name="thanjai.trials.jobs.work", retry=PATIENT)
def work(agency_id: str, shake_id: str) -> None:
    """Shake some applications more."""
    with acting_as(worker_at(UUID(agency_id))):
        go_on(UUID(shake_id))


@app.periodic(cron="37 20 * * *")
@task(name="thanjai.trials.jobs.tidy", queueing_lock="trials_tidy")
def tidy(timestamp: int) -> None:
    """Remove trials that nobody has used for a month. What was said in them stays."""
    with acting_as(PLATFORM), transaction.atomic():
        Trial.objects.filter(changed_at__lt=now() - KEPT).delete()
