"""Working off the queue here and now, in the caller's own thread and connection, as the worker would.

For a demonstration's moved clock, whose jobs must be done before it moves on, and for tests of what jobs do. A
worker that runs beside it does no harm: each job is taken by one of them.
"""

from __future__ import annotations

import inspect
import json
import time
from typing import Any, Final

import structlog
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate import JobContext
from procrastinate.jobs import Job, Status

from thanjai.kernel.jobs import app

log = structlog.get_logger("thanjai.work_off")
PATIENCE: Final = 30.0
"""Seconds that jobs in the hands of a worker get."""
_PAUSE: Final = 0.05

ALL_DONE = """
SELECT NOT EXISTS (
    SELECT 1 FROM procrastinate_jobs
    WHERE status = 'doing' OR (status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now()))
)
"""


class StillBusy(RuntimeError):
    """The worker has not finished what it took; the caller may try again later."""


def work_off(patience: float = PATIENCE) -> int:
    """Do every job that waits, and those that they queue; how many were done here.

    Jobs to be tried again later are left. Raises StillBusy when the worker holds a job for longer than `patience`.
    """
    if _all_done():
        return 0
    app.perform_import_paths()  # type: ignore[no-untyped-call]
    manager = app.job_manager
    worker = async_to_sync(manager.register_worker)()
    done, until = 0, time.monotonic() + patience
    try:
        while True:
            job = async_to_sync(manager.fetch_job)(queues=None, worker_id=worker)
            if job is not None:
                _run(job)
                done, until = done + 1, time.monotonic() + patience
            elif _all_done():
                return done
            elif time.monotonic() > until:
                raise StillBusy("the worker is still busy with a job")
            else:
                time.sleep(_PAUSE)
    finally:
        async_to_sync(manager.unregister_worker)(worker)


def _all_done() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(ALL_DONE)
        return bool(cursor.fetchone()[0])


def _run(job: Job) -> None:
    """One job, and what becomes of it: done, to be tried again, or failed, as the worker decides it."""
    task, manager = app.tasks[job.task_name], app.job_manager
    try:
        _call(task, job)
    except Exception as fault:
        log.warning("job failed", task=job.task_name, exc_info=fault)
        again = task.get_retry_exception(exception=fault, job=job)
        if again is None:
            async_to_sync(manager.finish_job)(job, Status.FAILED, delete_job=False)
        else:
            decision = again.retry_decision
            async_to_sync(manager.retry_job)(job, retry_at=decision.retry_at)
    else:
        async_to_sync(manager.finish_job)(job, Status.SUCCEEDED, delete_job=False)


def _call(task: Any, job: Job) -> None:
    # The connector over Django hands the arguments on as the text they are kept as.
    words = json.loads(job.task_kwargs) if isinstance(job.task_kwargs, str) else job.task_kwargs
    context = JobContext(app=app, job=job, start_timestamp=time.time(), abort_reason=lambda: None)
    given = [context] if task.pass_context else []
    call = async_to_sync(task.func) if inspect.iscoroutinefunction(task.func) else task.func
    call(*given, **words)
