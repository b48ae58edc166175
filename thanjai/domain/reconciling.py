"""Whether three sides tell of the same money: our books, the provider's report, and the bank's statement.

A payment is known on each side by the provider's own reference. What a provider sends on to the bank is a lump, known
by its sum and day, and better by its reference where the bank repeats it. Every item goes into exactly one group.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

PATIENCE: Final = timedelta(days=3)
"""How long a lump may take to the bank's statement: a weekend. After that somebody asks where it is."""
_LATEST: Final = timedelta(days=10)
"""A line that came so long after its lump is still taken for it."""


class Kind(StrEnum):
    """What a group is. The first two need nobody."""

    AGREES = "agrees"
    WAITS = "waits"
    """The provider's report, or the line of the statement, may still come."""
    OTHER_DAY = "other_day"
    NOT_IN_BOOKS = "not_in_books"
    NOT_AT_PROVIDER = "not_at_provider"
    AMOUNT = "amount"
    TWICE = "twice"
    NOT_ON_STATEMENT = "not_on_statement"
    UNKNOWN_LINE = "unknown_line"


Name = tuple[str, str]
"""A provider's id and its reference."""


@dataclass(frozen=True, slots=True, order=True)
class Item:
    """A payment, or a lump that was sent on. `place` is the provider; the day is that of Bangkok."""

    place: str
    reference: str
    day: date
    satang: int

    @property
    def name(self) -> Name:
        return self.place, self.reference


@dataclass(frozen=True, slots=True)
class Line:
    """Money that came in by the statement of an account. `marks` are what in it could name something, in capitals.

    `tied` names the payment in the books that it is; `is_own` where that was booked from this very line.
    """

    place: str
    id: str
    day: date
    satang: int
    marks: frozenset[str] = frozenset()
    tied: Name | None = None
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Items of all sides that belong together. `place` is the provider, or the account of a line that is nobody's."""

    kind: Kind
    place: str
    day: date
    booked: tuple[Item, ...] = ()
    reported: tuple[Item, ...] = ()
    settled: tuple[Item, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def needs_somebody(self) -> bool:
        """A payment of the minute before midnight, booked on the next day, explains itself."""
        if self.kind is Kind.OTHER_DAY:
            days = {one.day for one in (*self.booked, *self.reported)}
            return max(days) - min(days) > timedelta(days=1)
        return self.kind not in (Kind.AGREES, Kind.WAITS)

    @property
    def satang(self) -> int:
        """About how much it is: what one side has too much, or all of it where the sides differ by no sum."""
        booked, reported = _sum(self.booked), _sum(self.reported)
        if self.kind is Kind.AMOUNT:
            return abs(booked - reported)
        return max(booked, reported) or _sum(self.settled) or sum(one.satang for one in self.lines)

    @property
    def key(self) -> str:
        """By what it is known again. It changes with anything in the group: what was said of it then no longer counts."""
        sides = (self.booked, self.reported, self.settled)
        parts = [sorted((*one.name, one.day.isoformat(), str(one.satang)) for one in side) for side in sides]
        lines = sorted((one.place, one.id, one.day.isoformat(), str(one.satang)) for one in self.lines)
        return hashlib.sha256(repr((self.kind.value, self.place, parts, lines)).encode()).hexdigest()[:40]


@dataclass(slots=True)
class _Sides:
    booked: list[Item] = field(default_factory=list)
    reported: list[Item] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the three sides say. `read` are the providers' days whose report has come; `today` is that of Bangkok.

    `since` is the first day of all statements that were brought in; without one no lump is missed on them.
    """

    booked: Collection[Item]
    reported: Collection[Item]
    settled: Collection[Item]
    lines: Collection[Line]
    read: Collection[tuple[str, date]]
    today: date
    since: date | None = None


def reconcile(facts: Facts) -> tuple[Group, ...]:
    """All items in groups, by day; in whatever order they were given, the same ones."""
    taken = _lines_of(facts)
    found = [*_payments(facts, taken)]
    for settlement, line in taken.items():
        found.append(_lump(settlement, line, facts))
    used = {line.id for line in taken.values() if line}
    found += [
        Group(Kind.UNKNOWN_LINE, line.place, line.day, lines=(line,))
        for line in facts.lines
        if line.tied is None and line.id not in used
    ]
    return tuple(sorted(found, key=lambda one: (one.day, one.place, one.kind, one.key)))


def _payments(facts: Facts, lumps: dict[Item, Line | None]) -> Iterable[Group]:
    """By the provider's reference. A line that is a lump is not once more the payment that was booked from it."""
    gone = {line.id for line in lumps.values() if line and line.tied}
    sides: dict[Name, _Sides] = {}
    for one in facts.booked:
        sides.setdefault(one.name, _Sides()).booked.append(one)
    for one in facts.reported:
        sides.setdefault(one.name, _Sides()).reported.append(one)
    for line in facts.lines:
        if line.tied is not None and line.id not in gone:
            sides.setdefault(line.tied, _Sides()).lines.append(line)
    own = {line.tied for line in facts.lines if line.is_own}
    for name, side in sides.items():
        kind = Kind.AGREES if name in own else _kind(side, facts.read)
        days = [one.day for one in (*side.reported, *side.booked)] or [line.day for line in side.lines]
        place = min(line.place for line in side.lines) if name in own and side.lines else name[0]
        yield Group(
            kind, place, min(days), tuple(sorted(side.booked)),
            tuple(sorted(side.reported)), lines=tuple(sorted(side.lines, key=lambda line: line.id)),
        )  # fmt: skip


def _kind(side: _Sides, read: Collection[tuple[str, date]]) -> Kind:
    if len(side.booked) > 1 or len(side.reported) > 1:
        return Kind.TWICE
    if not side.booked:
        return Kind.NOT_IN_BOOKS if side.reported else Kind.AGREES
    booked = side.booked[0]
    if not side.reported:
        return Kind.NOT_AT_PROVIDER if (booked.place, booked.day) in read else Kind.WAITS
    if booked.satang != side.reported[0].satang:
        return Kind.AMOUNT
    return Kind.AGREES if booked.day == side.reported[0].day else Kind.OTHER_DAY


def _lump(settlement: Item, line: Line | None, facts: Facts) -> Group:
    if line is None:
        is_due = facts.since is not None and settlement.day >= facts.since
        is_late = is_due and facts.today - settlement.day > PATIENCE
        kind = Kind.NOT_ON_STATEMENT if is_late else Kind.WAITS
    else:
        # Somebody has booked the line as a payment of its own: the same money is in the books a second time.
        kind = Kind.TWICE if line.tied else Kind.AGREES
    return Group(kind, settlement.place, settlement.day, settled=(settlement,), lines=(line,) if line else ())


def _lines_of(facts: Facts) -> dict[Item, Line | None]:
    """The line of each lump: of its sum, not before it. Those that name it come first, then those that came sooner.

    A line that was booked by itself is a lump only where it names it.
    """
    by_sum: dict[int, list[Line]] = {}
    for line in facts.lines:
        if line.tied is None or line.is_own:
            by_sum.setdefault(line.satang, []).append(line)
    pairs = []
    for settlement in facts.settled:
        for line in by_sum.get(settlement.satang, ()):
            is_named = settlement.reference.upper() in line.marks
            if timedelta() <= line.day - settlement.day <= _LATEST and (is_named or line.tied is None):
                pairs.append((not is_named, line.day - settlement.day, settlement, line.id, line))
    found: dict[Item, Line | None] = dict.fromkeys(sorted(facts.settled))
    used: set[str] = set()
    for _, _, settlement, _, line in sorted(pairs, key=lambda pair: pair[:4]):
        if found[settlement] is None and line.id not in used:
            found[settlement] = line
            used.add(line.id)
    return found


class State(StrEnum):
    """How a day stands at one place; worked out, never typed."""

    AGREES = "agrees"
    WAITS = "waits"
    EXPLAINED = "explained"
    OPEN = "open"


def state_of(groups: Iterable[Group], explained: Collection[str]) -> State:
    """`explained` are keys of differences of which somebody has said, finally, what they are."""
    found = State.AGREES
    order = list(State)
    for one in groups:
        if one.needs_somebody:
            state = State.EXPLAINED if one.key in explained else State.OPEN
        else:
            state = State.WAITS if one.kind is Kind.WAITS else State.AGREES
        found = max(found, state, key=order.index)
    return found


def _sum(items: Iterable[Item]) -> int:
    return sum(one.satang for one in items)
