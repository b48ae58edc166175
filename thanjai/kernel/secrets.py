"""Secrets that must be read again, encrypted with the platform's key (Fernet: AES-128-CBC with HMAC)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet
from django.conf import settings


@lru_cache(maxsize=1)
def _cipher() -> Fernet:
    key = hashlib.sha256(b"thanjai sealed secrets\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def seal(secret: str) -> str:
    return _cipher().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """Raises cryptography's InvalidToken when the text was not sealed with our key."""
    return _cipher().decrypt(sealed.encode()).decode()


def keyed(purpose: str, value: bytes) -> bytes:
    """32 bytes that only we can work out for a value, for links that need no table. Each purpose has its own."""
    key = hashlib.sha256(b"thanjai keyed " + purpose.encode() + b"\0" + settings.SECRET_KEY.encode()).digest()
    return hmac.digest(key, value, "sha256")
