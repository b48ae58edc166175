"""Which parts are needed, why or why not, and in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from thanjai.domain.bundle.model import Bundle, BundlePart
from thanjai.domain.expressions import Scope
from thanjai.domain.text import Text


@dataclass(frozen=True, slots=True)
class Need:
    """A part judged by some answers. `why` is the reason, either way."""

    part: BundlePart
    is_needed: bool
    why: Text


def needs(bundle: Bundle, names: Mapping[str, Any]) -> tuple[Need, ...]:
    """Every part with its reason, in the order in which they are best dealt with.

    `names` are those of the bundle's form (`form.environment`): what nobody has answered yet is null.
    """
    scope = Scope(names)
    found = []
    for part in in_order(bundle):
        is_needed = scope.holds(part.when)
        found.append(Need(part, is_needed, part.needed if is_needed else part.not_needed or part.needed))
    return tuple(found)


def in_order(bundle: Bundle) -> tuple[BundlePart, ...]:
    """The parts, none before one that it comes after; as written where that leaves a choice.

    Parts of a circle, which the checks refuse, come last as written.
    """
    left, found = list(bundle.parts), list[BundlePart]()
    known = {part.id for part in bundle.parts}
    while left:
        done = {part.id for part in found}
        ready = next((part for part in left if comes_after(part) & known <= done), left[0])
        left.remove(ready)
        found.append(ready)
    return tuple(found)


def comes_after(part: BundlePart) -> frozenset[str]:
    """The parts that come before this one, wished or waited for."""
    return frozenset((*part.after, *(part.waits.parts if part.waits else ())))


def waited_for(part: BundlePart, found: Sequence[Need]) -> tuple[str, ...]:
    """The parts whose documents must be there before this one is sent; those that nobody needs are not waited for."""
    needed = {one.part.id for one in found if one.is_needed}
    return tuple(id for id in part.waits.parts if id in needed) if part.waits else ()
