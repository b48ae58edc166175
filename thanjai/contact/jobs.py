"""Every night: calls that nobody has marked end, and their numbers are let go of."""

from __future__ import annotations

from thanjai.contact import calls
from thanjai.kernel.jobs import PATIENT, app, task


@app.periodic(cron="50 19 * * *")
@task(name="thanjai.contact.jobs.nightly", queueing_lock="contact_nightly", retry=PATIENT)
def nightly(timestamp: int) -> None:
    """At 02:50 in Thailand."""
    while calls.end_forgotten() == calls.AT_ONCE:
        pass
