"""Two people's versions of one definition made one: what only one of them changed is taken over from them.

Bodies are plain data, as a pack has them. Items of lists are the same where their ids are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from thanjai.domain.definition.problems import Where

_GONE: Final = object()
_KEYS: Final = ("id", "value")


@dataclass(frozen=True, slots=True)
class Clash:
    """Both have changed the same in different ways. `where` leads there in the body of ours; None: taken out."""

    where: Where
    ours: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class United:
    """`clashes` stand in `body` as ours has them, but for those places that were given to theirs."""

    body: Any
    clashes: tuple[Clash, ...]


def united(base: Any, ours: Any, theirs: Any, *, give_way: Collection[Where] = ()) -> United:
    """Ours with what theirs changed since the base; at the places of `give_way` theirs goes first."""
    clashes: list[Clash] = []
    body = _one(base, ours, theirs, (), clashes, frozenset(give_way))
    return United(None if body is _GONE else body, tuple(clashes))


def _one(base: Any, ours: Any, theirs: Any, where: Where, clashes: list[Clash], give_way: frozenset[Where]) -> Any:
    if _same(ours, theirs) or _same(theirs, base):
        return ours
    if _same(ours, base):
        return theirs
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return _maps(base if isinstance(base, dict) else {}, ours, theirs, where, clashes, give_way)
    if (mine := _named(ours)) is not None and (other := _named(theirs)) is not None:
        before = _named(base) or {}
        found = _maps(before, mine, other, where, clashes, give_way)
        return [found[name] for name in _order([*before], [*mine], [*other]) if name in found]
    clashes.append(Clash(where, None if ours is _GONE else ours, None if theirs is _GONE else theirs))
    return theirs if where in give_way else ours


def _maps(
    base: Mapping[str, Any],
    ours: Mapping[str, Any],
    theirs: Mapping[str, Any],
    where: Where,
    clashes: list[Clash],
    give_way: frozenset[Where],
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in dict.fromkeys([*ours, *theirs]):
        inside = (*where, name)
        value = _one(base.get(name, _GONE), ours.get(name, _GONE), theirs.get(name, _GONE), inside, clashes, give_way)
        if value is not _GONE:
            found[name] = value
    return found


def _named(items: Any) -> dict[str, Any] | None:
    """The items of a list by their names; None where they have none, or two have the same."""
    if not isinstance(items, list) or not all(isinstance(one, dict) for one in items):
        return None
    names = [next((str(one[key]) for key in _KEYS if key in one), None) for one in items]
    if None in names or len(set(names)) != len(names):
        return None
    return dict(zip([str(name) for name in names], items, strict=True))


def _order(base: list[str], ours: list[str], theirs: list[str]) -> list[str]:
    """As whoever changed the order has it; what the other one added stands behind what it stood behind there."""
    kept = [name for name in base if name in ours and name in theirs]
    lead, follow = (ours, theirs) if [name for name in ours if name in kept] != kept else (theirs, ours)
    found = list(lead)
    for place, name in enumerate(follow):
        if name not in found:
            before = next((one for one in reversed(follow[:place]) if one in found), None)
            found.insert(found.index(before) + 1 if before is not None else 0, name)
    return found


def _same(one: Any, other: Any) -> bool:
    return one is other or (type(one) is type(other) and bool(one == other))
