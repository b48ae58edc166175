"""The only place that asks what time it is.

In a demonstration the clock can be moved: a file holds by how many seconds the platform is ahead of the
world, and every process of it looks there. Elsewhere no such file is named, and nothing can be moved.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

BANGKOK = ZoneInfo("Asia/Bangkok")
FILE = "THANJAI_CLOCK_FILE"
"""Names the file, in a demonstration."""

_fixed: ContextVar[datetime | None] = ContextVar("fixed_now", default=None)
_read: tuple[tuple[int, int], timedelta] = ((-1, -1), timedelta())


def now() -> datetime:
    """The present moment, aware, UTC."""
    return _fixed.get() or datetime.now(UTC) + ahead()


def in_the_world() -> datetime:
    """What time it is outside, whatever a demonstration's clock says: people's sessions and codes go by it."""
    return datetime.now(UTC)


def today() -> date:
    """The present day in Thailand."""
    return now().astimezone(BANGKOK).date()


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at `moment` for what runs inside: tests, demo worlds, replays."""
    token = _fixed.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)


def ahead() -> timedelta:
    """By how much this platform is ahead of the world; nothing, outside demonstrations."""
    global _read
    name = os.environ.get(FILE)
    if not name:
        return timedelta()
    try:
        facts = os.stat(name)  # noqa: PTH116 - asked very often, and a Path costs ten times as much
    except FileNotFoundError:
        return timedelta()
    # Two moves may follow each other within one tick of the file system's clock; the file is another one then.
    mark = (facts.st_mtime_ns, facts.st_ino)
    if mark != _read[0]:
        _read = (mark, timedelta(seconds=float(Path(name).read_text() or 0)))
    return _read[1]


def can_move() -> bool:
    """Whether this is a demonstration, whose clock can be moved."""
    return bool(os.environ.get(FILE))


def move_to(moment: datetime) -> None:
    """Move a demonstration's clock forward. Raises ValueError for a moment gone by, RuntimeError elsewhere."""
    name = os.environ.get(FILE)
    if not name:
        raise RuntimeError("only the clock of a demonstration can be moved")
    if moment < now():
        raise ValueError("the clock moves forward only")
    fresh = Path(f"{name}.new")
    fresh.write_text(str((moment - datetime.now(UTC)).total_seconds()))
    fresh.replace(name)
