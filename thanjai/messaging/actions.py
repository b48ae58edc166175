"""Sending words to people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.core.mail import EmailMessage
from django.db import transaction

from thanjai.kernel import files
from thanjai.kernel.clock import now
from thanjai.kernel.events import publish
from thanjai.kernel.tenancy import acting_as, worker_at
from thanjai.messaging.events import MessageDelivered, MessageQueued
from thanjai.messaging.models import Message

SECRETS_LAST: Final = timedelta(hours=1)


@transaction.atomic
def send_email(
    *,
    agency_id: UUID | None,
    subject_id: UUID,
    key: str,
    to: str,
    subject: str,
    body: str,
    attachments: Sequence[UUID] = (),
) -> Message:
    """Queue a letter; of the platform itself where it is no agency's. Asked again with the same `key`, it is sent once."""
    message, is_new = Message.objects.get_or_create(
        key=key,
        defaults={
            "agency_id": agency_id, "subject_id": subject_id, "to": to, "subject": subject[:200], "body": body,
            "attachments": [str(file) for file in attachments], "queued_at": now(),
        },
    )  # fmt: skip
    if is_new:
        publish(MessageQueued(agency_id, message.id))
    return message


@transaction.atomic
def send_secret(*, to: str, subject: str, body: str) -> None:
    """Queue a letter of the platform itself whose words let somebody in. They are erased when it has gone out."""
    message = Message(to=to, subject=subject[:200], body=body, is_secret=True, queued_at=now())
    message.key, message.subject_id = f"secret-{message.id}", message.id
    message.save(force_insert=True)
    publish(MessageQueued(None, message.id))


@transaction.atomic
def deliver(*, message_id: UUID) -> None:
    """Hand the letter to the mail server, once. Raises OSError when that fails; the letter stays to be tried again."""
    message = Message.objects.select_for_update().get(pk=message_id)
    if message.sent_at is not None or _is_stale(message):
        return
    mail = EmailMessage(subject=message.subject, body=message.body, to=[message.to])
    mail.extra_headers["Message-ID"] = f"<{message.id}@thanjai>"
    for id in message.attachments:
        file = files.find_file(UUID(id))
        mail.attach(file.name, files.read_file(file), file.content_type)
    mail.send()
    message.sent_at = now()
    message.attempts += 1
    if message.is_secret:
        message.body = ""
    message.save(update_fields=["sent_at", "attempts", "body"])
    if message.agency_id is not None:
        publish(MessageDelivered(message.agency_id, message.subject_id, message.key, message.sent_at))


def _is_stale(message: Message) -> bool:
    """Whether a secret could not go out while it was of use; then its words are erased unsent."""
    is_stale = message.is_secret and now() - message.queued_at > SECRETS_LAST
    if is_stale:
        message.body, message.last_error = "", "too late: erased unsent"
        message.save(update_fields=["body", "last_error"])
    return is_stale


@transaction.atomic
def try_again(*, agency_id: UUID, message_id: UUID) -> None:
    """Try a letter of an agency that waits now; one that has gone meanwhile is not sent twice."""
    with acting_as(worker_at(agency_id)):
        message = Message.objects.filter(pk=message_id, agency_id=agency_id, sent_at__isnull=True).first()
        if message is not None:
            publish(MessageQueued(message.agency_id, message.id))


def note_failure(*, message_id: UUID, error: str) -> None:
    """Keep why a letter did not go, for the list of letters that wait."""
    message = Message.objects.get(pk=message_id)
    message.attempts += 1
    message.last_error = error[:300]
    message.save(update_fields=["attempts", "last_error"])
