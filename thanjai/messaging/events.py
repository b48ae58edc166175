"""What messaging tells itself and others."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class MessageQueued:
    agency_id: UUID
    message_id: UUID
