"""Is this installation ready for real cases? Each check looks at what is really there, and says what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    GOOD = "✓"
    THINK = "!"
    """It works, but a person should have decided it so."""
    BAD = "✗"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found. `remedy`: what to do, for all that is not good."""

    level: Level
    what: str
    remedy: str = ""


Check = Callable[[], Iterable[Finding]]


def good(what: str) -> Finding:
    return Finding(Level.GOOD, what)


def think(what: str, remedy: str) -> Finding:
    return Finding(Level.THINK, what, remedy)


def bad(what: str, remedy: str) -> Finding:
    return Finding(Level.BAD, what, remedy)


def judged(is_good: bool, what: str, otherwise: str, remedy: str) -> Finding:
    """Good, or bad with the words for that."""
    return good(what) if is_good else bad(otherwise, remedy)
