"""Reading letters."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from thanjai.kernel.tenancy import acting_as, worker_at
from thanjai.messaging.models import Message


def messages_about(subject_id: UUID) -> list[Message]:
    return list(Message.objects.filter(subject_id=subject_id).order_by("queued_at"))


def undelivered(agency_id: UUID, limit: int = 100) -> list[Message]:
    """Letters that have failed at least once and still wait; a person should know. Without their texts: some hold
    the secret by which their reader opens a request, and no officer may have that."""
    with acting_as(worker_at(agency_id)):
        waiting = Message.objects.filter(agency_id=agency_id, sent_at__isnull=True, attempts__gt=0).defer("body")
        return list(waiting.order_by("queued_at")[:limit])


def queued_between(since: datetime, until: datetime) -> int:
    """How many letters were written in this time."""
    return Message.objects.filter(queued_at__gte=since, queued_at__lte=until).count()
