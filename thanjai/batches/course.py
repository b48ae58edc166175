"""How the work of a list begins, goes on and ends."""

from __future__ import annotations

from typing import Final

from thanjai.batches.models import Batch
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.jobs import app

WORK: Final = "thanjai.batches.jobs.work"


def queue(batch: Batch) -> None:
    """Queue the work of a list. Its jobs run one after another, also where one was queued twice."""
    work = app.configure_task(WORK, lock=f"batches/{batch.id}")
    work.defer(agency_id=str(batch.agency_id), batch_id=str(batch.id))


def end(batch: Batch, state: str, why: Text | None = None) -> None:
    """The work is over; what was typed for all is forgotten here, for each case has its own."""
    batch.state, batch.ended_at, batch.command = state, now(), {}
    batch.why = why.model_dump() if why else {}
    batch.save()
