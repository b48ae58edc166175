"""Identifiers and secrets."""

from __future__ import annotations

import hashlib
import secrets
from uuid import UUID

import uuid6


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): unique without asking anybody, and sorted by time."""
    return UUID(int=uuid6.uuid7().int)


def new_secret(bytes_: int = 16) -> bytes:
    return secrets.token_bytes(bytes_)


def digest(text: str) -> str:
    """The SHA-256 of a text, in hex. For access codes see `thanjai.kernel.secrets.bearer_of`."""
    return hashlib.sha256(text.encode()).hexdigest()
