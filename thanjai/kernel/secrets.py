"""Secrets that must be read again, sealed with the newest key of the ring (Fernet: AES-128-CBC with HMAC).

Columns that hold them are `SealedField`s, by which `thanjai keys` finds and seals them anew.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import models

from thanjai.domain.numbering import normalise_access_code
from thanjai.kernel.ids import digest
from thanjai.kernel.keyring import FIRST, ring

if TYPE_CHECKING:
    _Text = models.TextField[str, str]
else:
    _Text = models.TextField


class SealedField(_Text):
    """A column of what `seal` has made; "" holds nothing."""


def seal(secret: str) -> str:
    """The key's id, a full stop, and the token."""
    id, cipher = ring.newest()
    return f"{id}.{cipher.encrypt(secret.encode()).decode()}"


def unseal(sealed: str) -> str:
    """Raises cryptography's InvalidToken when the text was not sealed with a key that we still have."""
    id, token = _parts(sealed)
    cipher = ring.find(id)
    if cipher is None:
        raise InvalidToken
    return cipher.decrypt(token.encode()).decode()


def seal_anew(sealed: str) -> str:
    """The same secret under the newest key; the very same text when it is under that one already."""
    return sealed if _parts(sealed)[0] == ring.newest()[0] else seal(unseal(sealed))


def key_of(sealed: str) -> str:
    """The id of the key that has sealed it."""
    return _parts(sealed)[0]


def _parts(sealed: str) -> tuple[str, str]:
    id, dot, token = sealed.partition(".")
    return (id, token) if dot else (FIRST, sealed)


def bearer_of(code: str) -> str:
    """What is kept and compared in place of an access code. Raises Refusal for what cannot be one.

    A code has 60 bits, so that people can type it: whoever stole only the database could try them all against a plain
    hash, but not against one that our own key has made.
    """
    return keyed_bearer(digest(normalise_access_code(code)))


def keyed_bearer(plain: str) -> str:
    """The same, from the plain hash that was kept before."""
    return keyed("access code", plain.encode()).hex()


def keyed(purpose: str, value: bytes) -> bytes:
    """32 bytes that only we can work out for a value: for links that need no table, and to look up what is sealed.

    Each purpose has its own. They follow the platform's secret, not the ring: what was handed out must go on working.
    """
    key = hashlib.sha256(b"thanjai keyed " + purpose.encode() + b"\0" + settings.SECRET_KEY.encode()).digest()
    return hmac.digest(key, value, "sha256")
