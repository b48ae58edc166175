"""Work for later, deferred in the same transaction as what asks for it (procrastinate on PostgreSQL).

A job carries ids, never personal data. It loads, calls one action and may run twice: every
action that a job calls does nothing the second time.
"""

from __future__ import annotations

from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

__all__ = ["PATIENT", "app", "defer", "task"]

PATIENT = RetryStrategy(max_attempts=12, exponential_wait=3)
"""For what depends on others: about three days of trying, then a visible failure."""

task = app.task


def defer(job: Any, **arguments: Any) -> None:
    """Do `job` after this transaction has committed, and only if it does."""
    job.defer(**arguments)
