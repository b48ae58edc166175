"""The work of lists, some lines in each job: what else waits has its turn between."""

from __future__ import annotations

from uuid import UUID

from thanjai.intake.working import go_on
from thanjai.kernel.caching import forget
from thanjai.kernel.jobs import PATIENT, task


@task(name="thanjai.intake.jobs.work", retry=PATIENT)
def work(intake_id: str) -> None:
    """Do, or undo, some lines of a list and queue the rest. However often it is killed or run, no line is done twice."""
    forget()  # What this process has kept may be older than what others have changed.
    go_on(UUID(intake_id))
