"""What was made from data that is there and can be made again: kept in a folder, by a key that says all it was made of.

Nothing in it is anybody's, nothing is lost with it, and no backup has it. When the data change, so does the key; what
nobody asks for any more goes when the folder is full.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import structlog
from django.conf import settings

from thanjai.kernel import clock

log = structlog.get_logger("thanjai.made")
MOST_BYTES: Final = 2_000_000_000
"""All that is kept; a night's tidying leaves no more."""
_SEEN_AGAIN_AFTER: Final = 86_400
"""Seconds, of the world's clock, after which a file that is asked for is marked as used again."""


def key_of(*parts: Any) -> str:
    """The key of what is made of these, which must be JSON: the same for the same, whatever process asks."""
    whole = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(whole.encode()).hexdigest()


def made(key: str, make: Callable[[], bytes]) -> bytes:
    """What is kept under the key; where nothing is, what `make` makes. Whoever asks meanwhile waits for the first.

    A folder that cannot be written to keeps nobody from what they asked for.
    """
    path = _folder() / key[:2] / key[2:]
    if (kept := _read(path)) is not None:
        return kept
    try:
        with _alone(key[:2]):
            if (kept := _read(path)) is not None:
                return kept
            content = make()
            _keep(path, content)
            return content
    except OSError as error:
        log.warning("not kept", why=str(error))
        return make()


def tidy(most: int = MOST_BYTES) -> int:
    """Remove what was not asked for longest, until no more than `most` bytes are left. How many files went."""
    found = sorted(_found(), key=lambda one: one[1])
    total, gone = sum(size for _, _, size in found), 0
    for path, _, size in found:
        if total <= most:
            break
        path.unlink(missing_ok=True)
        total, gone = total - size, gone + 1
    return gone


def _found() -> Iterator[tuple[Path, float, int]]:
    """Every file that is kept: when it was last asked for, to the day, and its size."""
    for path in _folder().glob("??/*"):
        with suppress(FileNotFoundError):
            told = path.stat()
            yield path, told.st_mtime, told.st_size


def _folder() -> Path:
    return Path(settings.THANJAI_MADE)


def _read(path: Path) -> bytes | None:
    try:
        content = path.read_bytes()
        if path.stat().st_mtime < clock.in_the_world().timestamp() - _SEEN_AGAIN_AFTER:
            os.utime(path)
    except OSError:
        return None
    return content


def _keep(path: Path, content: bytes) -> None:
    """Whole or not at all: whoever reads never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, fresh = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(fresh).replace(path)
    except OSError:
        Path(fresh).unlink(missing_ok=True)
        raise


@contextmanager
def _alone(part: str) -> Iterator[None]:
    """Of all threads and processes of this machine, one at a time makes something of this part of the keys."""
    locks = _folder() / "locks"
    locks.mkdir(parents=True, exist_ok=True)
    with (locks / part).open("w") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX)
        yield
