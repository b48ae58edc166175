"""A queued letter brings its own job."""

from __future__ import annotations

from thanjai.kernel.events import subscribe
from thanjai.messaging import jobs
from thanjai.messaging.events import MessageQueued


@subscribe(MessageQueued)
def send_soon(queued: MessageQueued) -> None:
    jobs.deliver.defer(agency_id=str(queued.agency_id or ""), message_id=str(queued.message_id))
