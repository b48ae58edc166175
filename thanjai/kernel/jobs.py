"""Work for later, deferred in the same transaction as what asks for it (procrastinate on PostgreSQL).

A job carries ids, never personal data. It loads, calls one action and may run twice: every
action that a job calls does nothing the second time.
"""

from __future__ import annotations

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

__all__ = ["PATIENT", "app", "task"]

SILENT_SECONDS = 30
"""A worker not heard of for this long is taken to be gone."""

PATIENT = RetryStrategy(max_attempts=12, exponential_wait=3)
"""For what depends on others: about three days of trying, then a visible failure."""

task = app.task
"""For modules called `jobs`, which the queue itself loads. Others say `app.task`: this one was made before the queue was."""


@app.periodic(cron="* * * * *")
@app.task(name="thanjai.kernel.jobs.retry_stalled", queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Give the jobs of a worker that was killed to another one. Without this they would stay "doing" for ever."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
        await manager.retry_job(job)
