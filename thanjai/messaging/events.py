"""What messaging tells itself and others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class MessageQueued:
    agency_id: UUID | None
    message_id: UUID


@dataclass(frozen=True)
class MessageDelivered:
    """The mail server took the letter `key` at `at`, and has told whoever it was for."""

    agency_id: UUID
    subject_id: UUID
    key: str
    at: datetime
