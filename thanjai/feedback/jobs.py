"""Asking after a case has ended, and letting go of what was said long ago."""

from __future__ import annotations

from uuid import UUID

from thanjai.feedback import answering, asking
from thanjai.kernel.jobs import PATIENT, app, task
from thanjai.kernel.tenancy import PLATFORM, acting_as


@task(name="thanjai.feedback.jobs.ask", retry=PATIENT)
def ask(case_id: str) -> None:
    """Write to the applicant; running twice writes once."""
    asking.ask(case_id=UUID(case_id))


@app.periodic(cron="20 19 * * *")
@task(name="thanjai.feedback.jobs.nightly", queueing_lock="feedback_nightly", retry=PATIENT)
def nightly(timestamp: int) -> None:
    """At 02:20 in Thailand."""
    with acting_as(PLATFORM):
        asking.forget_asked()
        answering.forget_words()
