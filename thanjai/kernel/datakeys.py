"""Data keys: a random key for each case and draft. What lies sealed under one is gone for good once it is destroyed.

The key itself is kept sealed by the platform's ring in a `SealedField`, so renewing the ring's keys touches nothing
else. What is sealed is bound to its place, so that nobody can lay it elsewhere (AES-256-GCM).
"""

from __future__ import annotations

import base64
import json
import os
from functools import lru_cache
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from thanjai.kernel.secrets import seal, unseal

__all__ = ["InvalidTag", "new_data_key", "opened", "sealed"]

_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12


def new_data_key() -> str:
    """A random key, as it is kept: sealed by the platform's ring."""
    return seal(base64.urlsafe_b64encode(os.urandom(_KEY_BYTES)).decode())


def sealed(data_key: str, place: str, value: Any) -> bytes:
    """`value`, which JSON can write, under the key and for this place only."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + _cipher(data_key).encrypt(nonce, text, place.encode())


def opened(data_key: str, place: str, kept: bytes | memoryview[int]) -> Any:
    """What was sealed. Raises cryptography's InvalidTag for another key, another place or a changed byte."""
    data = bytes(kept)
    return json.loads(_cipher(data_key).decrypt(data[:_NONCE_BYTES], data[_NONCE_BYTES:], place.encode()))


@lru_cache(maxsize=4096)
def _cipher(data_key: str) -> AESGCM:
    """A page reads the same case several times over; asking the ring each time would cost more than the rest."""
    return AESGCM(base64.urlsafe_b64decode(unseal(data_key)))
