"""Sealing the trail, keeping checkpoints, telling of alerts."""

from __future__ import annotations

from uuid import UUID

from thanjai.audit import alert_letters, keeping
from thanjai.kernel import chains
from thanjai.kernel.jobs import PATIENT, app, task
from thanjai.kernel.tenancy import acting_as, worker_at


@app.periodic(cron="* * * * *")
@task(name="thanjai.audit.jobs.seal", queueing_lock="audit_seal")
def seal(timestamp: int) -> None:
    """Every minute: link the lines of the trail that wait."""
    chains.seal_all()


@app.periodic(cron="17 * * * *")
@task(name="thanjai.audit.jobs.checkpoint", queueing_lock="audit_checkpoint")
def checkpoint(timestamp: int) -> None:
    """Every hour: sign what the chains are."""
    keeping.checkpoint()


@app.periodic(cron="40 19 * * *")
@task(name="thanjai.audit.jobs.whole_checkpoint", queueing_lock="audit_whole_checkpoint")
def whole_checkpoint(timestamp: int) -> None:
    """Each night: the same, with every case looked at, whenever its events are dated."""
    keeping.checkpoint(whole=True)


@task(name="thanjai.audit.jobs.tell_alert", retry=PATIENT)
def tell_alert(agency_id: str, alert_id: str) -> None:
    """Write to the head and the data-protection officer, once."""
    with acting_as(worker_at(UUID(agency_id))):
        alert_letters.send(agency_id=UUID(agency_id), alert_id=UUID(alert_id))


@task(name=keeping.SEND_AWAY, retry=PATIENT)
def send_away(number: int) -> None:
    """Mail one checkpoint to where they are kept."""
    keeping.send_away(number)
