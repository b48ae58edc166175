"""When somebody must be told that a certificate ends."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

WARNED: Final = (60, 30, 14, 7, 1)
"""Days before its end at which people are told of a signing certificate."""


def warning(ends_at: datetime, at: datetime) -> int | None:
    """Which of the warnings, in days before the end, stands now: the latest that is due. None: none yet, or no more."""
    left = ends_at - at
    if left <= timedelta():
        return None
    return min((days for days in WARNED if left <= timedelta(days=days)), default=None)


def middle(begins_at: datetime, ends_at: datetime) -> datetime:
    """Half of the time of a proof that is made at one moment and ends at the other."""
    return begins_at + max(ends_at - begins_at, timedelta()) / 2


def wait(tries: int) -> timedelta:
    """How long to wait after so many tries in vain: an hour, twice as long each time, a week at most."""
    return min(timedelta(hours=1 << min(tries - 1, 8)), timedelta(days=7))
