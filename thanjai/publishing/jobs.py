"""Publishing what is due."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

import structlog

from thanjai.kernel.jobs import app, task
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.publishing import ending, releasing, telling


_log = structlog.get_logger(__name__)


@app.periodic(cron="* * * * *")
@task(name="thanjai.publishing.jobs.publish_due", queueing_lock="publish_due")
def publish_due(timestamp: int) -> None:
    """Each minute: every release whose moment has come, each in a transaction of its own."""
    with acting_as(PLATFORM):
        _each(releasing.due(), releasing.carry_out)


@app.periodic(cron="* * * * *")
@task(name="thanjai.publishing.jobs.end_services", queueing_lock="end_services")
def end_services(timestamp: int) -> None:
    """Each minute: services whose day has come take no new applications any more."""
    with acting_as(PLATFORM):
        _each(ending.due(), ending.carry_out)


def _each(ids: Iterable[UUID], carry_out: Callable[[UUID], object]) -> None:
    """One that fails is still due in the next minute, and keeps nothing else from its turn."""
    for id in ids:
        try:
            carry_out(id)
        except Exception as fault:
            _log.error("what is due could not be carried out", deed=carry_out.__module__, id=str(id), exc_info=fault)


@app.periodic(cron="10 18 * * *")
@task(name="thanjai.publishing.jobs.tell_again", queueing_lock="tell_again")
def tell_again(timestamp: int) -> None:
    """Each night: whoever has an application begun at a service that ends soon is told once more."""
    with acting_as(PLATFORM):
        telling.tell_again()


@task(name="thanjai.publishing.jobs.tell_of_ending")
def tell_of_ending(retirement_id: str) -> None:
    """All whom it concerns; again, nobody gets the same letter twice."""
    with acting_as(PLATFORM):
        telling.tell(UUID(retirement_id))


@task(name="thanjai.publishing.jobs.publish_now")
def publish_now(release_id: str) -> None:
    """What is to be published at once does not wait for the minute."""
    with acting_as(PLATFORM):
        releasing.carry_out(UUID(release_id))
