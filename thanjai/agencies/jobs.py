"""Work of agencies that nobody has to ask for."""

from __future__ import annotations

from django.db import transaction

from thanjai.agencies import reviews
from thanjai.agencies.calendar_actions import take_base_years
from thanjai.kernel.jobs import app, task
from thanjai.kernel.tenancy import PLATFORM, acting_as


@app.periodic(cron="17 3 * * *")
@task(name="thanjai.agencies.jobs.base_years", queueing_lock="base_years")
def base_years(timestamp: int) -> None:
    """Each night: write down the base of a year that has come into view, or what a new edition says."""
    with acting_as(PLATFORM):
        take_base_years()


@app.periodic(cron="25 2 1 * *")
@task(name="thanjai.agencies.jobs.remind_of_reviews", queueing_lock="remind_of_reviews")
def remind_of_reviews(timestamp: int) -> None:
    """On the first of each month: remind heads whose last review of rights is older than they chose."""
    with acting_as(PLATFORM), transaction.atomic():
        reviews.remind_of_reviews()
