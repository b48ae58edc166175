"""Letters on their way."""

from __future__ import annotations

from smtplib import SMTPException
from uuid import UUID

from django.db import transaction

from thanjai.kernel.jobs import PATIENT, task
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at
from thanjai.messaging import actions


@task(name="thanjai.messaging.jobs.deliver", retry=PATIENT)
def deliver(agency_id: str, message_id: str) -> None:
    """Send one letter; tried again with growing pauses while the mail server does not take it."""
    with acting_as(worker_at(UUID(agency_id)) if agency_id else PLATFORM):
        try:
            actions.deliver(message_id=UUID(message_id))
        except (OSError, SMTPException) as error:
            with transaction.atomic():
                actions.note_failure(message_id=UUID(message_id), error=str(error))
            raise
