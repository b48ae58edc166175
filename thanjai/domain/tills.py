"""A cashier's shift: what should be in the till, what was counted, and where the difference goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from thanjai.domain import ledger
from thanjai.domain.ledger import Entry, Posting


class Way(StrEnum):
    """How somebody pays at the counter."""

    CASH = "cash"
    CHEQUE = "cheque"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class Count:
    """What was taken in a shift and what was counted at its end, by way of paying; the float is in neither."""

    taken: Mapping[Way, int]
    counted: Mapping[Way, int]

    def difference(self, way: Way) -> int:
        """Above nothing there was too much, below too little."""
        return self.counted.get(way, 0) - self.taken.get(way, 0)

    @property
    def differs(self) -> bool:
        """Also when too much of one way makes up for too little of another."""
        return any(self.difference(way) for way in Way)

    @property
    def total_difference(self) -> int:
        return sum(self.difference(way) for way in Way)


def till(shift: str, way: Way) -> str:
    return f"{ledger.TILL}:{shift}:{way.value}"


def emptied(*, reference: str, shift: str, count: Count) -> Entry | None:
    """What was counted is handed in, and the till is empty; what lacks or is too much stands as such. None for nothing."""
    lines = []
    for way in Way:
        taken, counted = count.taken.get(way, 0), count.counted.get(way, 0)
        if taken:
            lines.append(Posting(till(shift, way), -taken))
        if counted:
            lines.append(Posting(f"{ledger.HANDED_IN}:{way.value}", counted))
    if difference := count.total_difference:
        lines.append(Posting(f"{ledger.OVER_SHORT}:{shift}", -difference))
    return Entry(reference, tuple(lines)) if lines else None
