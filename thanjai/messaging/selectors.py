"""Reading letters."""

from __future__ import annotations

from uuid import UUID

from thanjai.messaging.models import Message


def messages_about(subject_id: UUID) -> list[Message]:
    return list(Message.objects.filter(subject_id=subject_id).order_by("queued_at"))


def undelivered(agency_id: UUID, limit: int = 100) -> list[Message]:
    """Letters that have failed at least once and still wait; a person should know."""
    waiting = Message.objects.filter(agency_id=agency_id, sent_at__isnull=True, attempts__gt=0)
    return list(waiting.order_by("queued_at")[:limit])
