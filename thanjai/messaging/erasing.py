"""Letters whose time is over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from thanjai.messaging.models import Message


def erase_messages(subjects: Collection[UUID]) -> int:
    """Delete all letters about these; how many there were."""
    return Message.objects.filter(subject_id__in=subjects).delete()[0]


def messages_left(subjects: Collection[UUID]) -> int:
    return Message.objects.filter(subject_id__in=subjects).count()


def empty_bodies(before: datetime, most: int) -> int:
    """Empty the words of letters sent before a moment: their keys stay, so that none is sent again."""
    sent = Message.objects.filter(sent_at__lt=before).exclude(body="").values("pk")[:most]
    return Message.objects.filter(pk__in=list(sent.values_list("pk", flat=True))).update(
        body="", to="", subject="", attachments=[], last_error=""
    )
