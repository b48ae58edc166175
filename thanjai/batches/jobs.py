"""The work of lists, some cases in each job: what else waits has its turn between."""

from __future__ import annotations

from uuid import UUID

from thanjai.batches.working import go_on
from thanjai.kernel.caching import forget
from thanjai.kernel.jobs import PATIENT, task
from thanjai.kernel.tenancy import acting_as, worker_at


@task(name="thanjai.batches.jobs.work", retry=PATIENT)
def work(agency_id: str, batch_id: str) -> None:
    """Work some cases of a list, and queue the rest. However often it is killed or run, no case is done twice."""
    with acting_as(worker_at(UUID(agency_id))):
        forget()  # What this process has kept may be older than what an officer has changed.
        go_on(UUID(batch_id))
