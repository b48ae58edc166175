"""What a place for contents must be able to do, and which one this installation has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from django.conf import settings


class Store(Protocol):
    """Contents by name. A name is letters and digits; what is written under it is never changed."""

    def has(self, name: str) -> bool: ...

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        """Keep a content, whole or not at all, safely before this returns. Raises OSError."""
        ...

    def read(self, name: str) -> Iterator[bytes]:
        """The content in pieces. Raises FileNotFoundError before the first one."""
        ...

    def remove(self, name: str) -> None:
        """Have it gone; nothing happens when it is not there."""
        ...

    def names(self) -> Iterator[tuple[str, datetime]]:
        """All that is kept, and since when."""
        ...


def store() -> Store:
    """The bucket that the installation names, else its folder."""
    if settings.THANJAI_BUCKET:
        return _bucket(tuple(sorted(settings.THANJAI_BUCKET.items())))
    from thanjai.kernel.vault.disk import Disk

    return Disk(Path(settings.THANJAI_FILES))


@lru_cache(maxsize=4)
def _bucket(options: tuple[tuple[str, str], ...]) -> Store:
    """One client for all: it keeps its connections."""
    from thanjai.kernel.vault.bucket import Bucket

    return Bucket(dict(options))
