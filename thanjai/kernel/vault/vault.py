"""Keeping contents and giving them back, as the installation is set."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterator
from datetime import datetime

from cryptography.fernet import InvalidToken
from django.conf import settings

from thanjai.kernel.secrets import seal, unseal
from thanjai.kernel.vault.places import store
from thanjai.kernel.vault.sealing import Damaged, decrypted, encrypted


def new_place(sha256: str) -> str:
    """Where a content of this digest goes: a plain one to its digest, so that the same one lies there once.

    An encrypted one goes to a name made by chance: whoever sees the store cannot tell which are the same.
    """
    return secrets.token_hex(16) if settings.THANJAI_ENCRYPT_FILES else sha256


def keep(place: str, content: bytes) -> str:
    """Have a content safely kept before this returns; its sealed key, "" for a plain one. Raises OSError."""
    if not settings.THANJAI_ENCRYPT_FILES:
        if not store().has(place):
            store().write(place, [content])
        return ""
    key = secrets.token_bytes(32)
    store().write(place, encrypted(key, place, [content]))
    return seal(base64.urlsafe_b64encode(key).decode())


def opened(place: str, sealed_key: str) -> Iterator[bytes]:
    """The content in pieces. Raises FileNotFoundError at once; Damaged when a piece is not what was kept."""
    found = store().read(place)
    if not sealed_key:
        return found
    try:
        key = base64.urlsafe_b64decode(unseal(sealed_key))
    except InvalidToken as error:
        raise Damaged(f"no key of ours opens the file {place}") from error
    return decrypted(key, place, found)


def removed(place: str) -> None:
    """Have a content gone."""
    store().remove(place)


def kept_places() -> Iterator[tuple[str, datetime]]:
    """All contents there are, and since when."""
    return store().names()
