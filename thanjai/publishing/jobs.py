"""Publishing what is due."""

from __future__ import annotations

from uuid import UUID

from thanjai.kernel.jobs import PATIENT, app, task
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.publishing import ending, releasing, telling
from thanjai.publishing.turns import each_in_turn


@app.periodic(cron="* * * * *")
@task(name="thanjai.publishing.jobs.publish_due", queueing_lock="publish_due")
def publish_due(timestamp: int) -> None:
    """Each minute: every release whose moment has come, each in a transaction of its own.

    What fails is due again in the next one.
    """
    with acting_as(PLATFORM):
        each_in_turn(releasing.due(), releasing.carry_out)


@app.periodic(cron="* * * * *")
@task(name="thanjai.publishing.jobs.end_services", queueing_lock="end_services")
def end_services(timestamp: int) -> None:
    """Each minute: services whose day has come take no new applications any more.

    What fails is due again in the next one.
    """
    with acting_as(PLATFORM):
        each_in_turn(ending.due(), ending.carry_out)


@app.periodic(cron="10 18 * * *")
@task(name="thanjai.publishing.jobs.tell_again", queueing_lock="tell_again", retry=PATIENT)
def tell_again(timestamp: int) -> None:
    """Each night: whoever has an application begun at a service that ends soon is told once more."""
    with acting_as(PLATFORM):
        telling.tell_again()


@task(name="thanjai.publishing.jobs.tell_of_ending", retry=PATIENT)
def tell_of_ending(retirement_id: str) -> None:
    """All whom it concerns; again, nobody gets the same letter twice."""
    with acting_as(PLATFORM):
        telling.tell(UUID(retirement_id))


@task(name="thanjai.publishing.jobs.publish_now")
def publish_now(release_id: str) -> None:
    """What is to be published at once does not wait for the minute."""
    with acting_as(PLATFORM):
        releasing.carry_out(UUID(release_id))
