"""Publishing what is due."""

from __future__ import annotations

from uuid import UUID

from thanjai.kernel.jobs import app, task
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.publishing import releasing


@app.periodic(cron="* * * * *")
@task(name="thanjai.publishing.jobs.publish_due", queueing_lock="publish_due")
def publish_due(timestamp: int) -> None:
    """Each minute: every release whose moment has come, each in a transaction of its own."""
    with acting_as(PLATFORM):
        for release in releasing.due():
            releasing.carry_out(release)


@task(name="thanjai.publishing.jobs.publish_now")
def publish_now(release_id: str) -> None:
    """What is to be published at once does not wait for the minute."""
    with acting_as(PLATFORM):
        releasing.carry_out(UUID(release_id))
