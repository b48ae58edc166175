"""The keys under which secrets are sealed: the newest seals, all of them open, so that keys can be renewed.

A ring is text, one key a line, the newest first: an id and 32 bytes in URL-safe base64. It comes from the
environment or a file that an installation names, or is made once under `var/keys`, readable by us alone.
"""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.fernet import Fernet
from django.conf import settings

from thanjai.kernel.logs import never_show

FIRST: Final = "0"
"""The key worked out from the platform's own secret: what was sealed before there was a ring opens with it."""


@dataclass(frozen=True)
class Key:
    """One key of the ring; `text` is 32 bytes in URL-safe base64."""

    id: str
    text: str

    @property
    def cipher(self) -> Fernet:
        return Fernet(self.text)


class Ring:
    """The keys as they are now. A token names its key, so opening never tries in vain."""

    def __init__(self) -> None:
        self._keys: tuple[Key, ...] = ()
        self._ciphers: dict[str, Fernet] = {}

    @property
    def keys(self) -> tuple[Key, ...]:
        """The newest first."""
        if not self._keys:
            self.read()
        return self._keys

    def newest(self) -> tuple[str, Fernet]:
        """The key that seals."""
        id = self.keys[0].id
        return id, self._ciphers[id]

    def find(self, id: str) -> Fernet | None:
        """The key of this id. One that another process has added meanwhile is found as well."""
        if not self._keys or id not in self._ciphers:
            self.read()
        return self._ciphers.get(id)

    def read(self) -> None:
        """Take the keys from where they are kept. Raises ValueError, naming the line, for what is no key."""
        kept = [*_given(), Key(FIRST, _first())]
        self._ciphers = {key.id: key.cipher for key in kept}
        self._keys = tuple(kept)


def path() -> Path:
    """The file in which the ring is kept."""
    return Path(settings.THANJAI_SEALING_KEYS_FILE)


def parsed(text: str) -> list[Key]:
    """Raises ValueError, naming the line, for what is no ring."""
    found: list[Key] = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if not words:
            continue
        if len(words) != 2 or "." in words[0] or words[0] in {FIRST, *(key.id for key in found)}:
            raise ValueError(
                f"line {number} of the sealing keys: give an id of its own and the key, with a space between"
            )
        key = Key(*words)
        try:
            _ = key.cipher
        except ValueError as reason:
            raise ValueError(f"line {number} of the sealing keys: {reason}") from None
        never_show(key.text)
        found.append(key)
    return found


def new_key() -> Key:
    return Key(secrets.token_hex(4), Fernet.generate_key().decode())


def write(keys: list[Key]) -> None:
    """Keep a ring in its file, whole or not at all. Raises RuntimeError when the ring comes from the environment."""
    if settings.THANJAI_SEALING_KEYS:
        raise RuntimeError("the sealing keys come from THANJAI_SEALING_KEYS: change them there, the newest first")
    path().parent.mkdir(parents=True, exist_ok=True)
    handle, fresh = tempfile.mkstemp(dir=path().parent)
    with os.fdopen(handle, "w") as stream:
        stream.writelines(f"{key.id} {key.text}\n" for key in keys)
        stream.flush()
        os.fsync(stream.fileno())
    Path(fresh).replace(path())


def _given() -> list[Key]:
    text = settings.THANJAI_SEALING_KEYS
    return parsed(text if text else path().read_text() if path().exists() else "")


def _first() -> str:
    key = hashlib.sha256(b"thanjai sealed secrets\0" + settings.SECRET_KEY.encode()).digest()
    return base64.urlsafe_b64encode(key).decode()


ring = Ring()
