"""For money that nobody could place: which invoices it may be meant for, the likeliest first, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID


class Likeness(StrEnum):
    REFERENCE = "reference"
    NEARLY_REFERENCE = "nearly_reference"
    AMOUNT = "amount"
    NAME = "name"


_WEIGHT: Final = {
    Likeness.REFERENCE: 8,
    Likeness.NEARLY_REFERENCE: 4,
    Likeness.AMOUNT: 2,
    Likeness.NAME: 3,
}


@dataclass(frozen=True, slots=True)
class Held:
    """Money that is held, and what is known of it. Empty where nothing is."""

    satang: int
    references: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An invoice on which something is owed."""

    id: UUID
    satang: int
    references: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Proposal:
    invoice: UUID
    why: tuple[Likeness, ...]

    @property
    def weight(self) -> int:
        return sum(_WEIGHT[one] for one in self.why)


def propose(held: Held, candidates: Iterable[Candidate], most: int = 5) -> list[Proposal]:
    """The invoices that the money may be for. One that is like it in nothing is not among them."""
    found = [Proposal(one.id, why) for one in candidates if (why := _why(held, one))]
    return sorted(found, key=lambda one: (-one.weight, one.invoice))[:most]


def _why(held: Held, one: Candidate) -> tuple[Likeness, ...]:
    why = []
    ours, theirs = [text for text in held.references if text], [text for text in one.references if text]
    if set(ours) & set(theirs):
        why.append(Likeness.REFERENCE)
    elif any(is_nearly(a, b) for a in ours for b in theirs):
        why.append(Likeness.NEARLY_REFERENCE)
    if held.satang == one.satang:
        why.append(Likeness.AMOUNT)
    if held.name and _plain(held.name) == _plain(one.name):
        why.append(Likeness.NAME)
    return tuple(why)


def is_nearly(a: str, b: str) -> bool:
    """Whether one sign was mistyped, left out, put in, or two neighbours changed places; as happens in typing."""
    if len(a) > len(b):
        a, b = b, a
    if a == b or len(b) - len(a) > 1 or len(a) < 5:
        return False
    first = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    if len(a) < len(b):
        return a[first:] == b[first + 1 :]
    swapped = a[:first] + a[first : first + 2][::-1] + a[first + 2 :]
    return a[first + 1 :] == b[first + 1 :] or swapped == b


def _plain(name: str) -> str:
    return "".join(name.casefold().split())
