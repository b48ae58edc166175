"""Which items of two lists are the same thing, whatever their order, and which of them have moved."""

from __future__ import annotations

import difflib
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel

from thanjai.domain.definition.model import LawReference
from thanjai.domain.definition.money import Band
from thanjai.domain.text import Text

_KEYS: Final = ("id", "value", "since", "age", "service")
"""What names an item among its neighbours. Only the first one that a part has."""
_KEYLESS: Final = frozenset({"LawReference", "Channel", "ComplaintChannel", "Answer", "Band", "Text"})
_LIKE_ENOUGH: Final = 0.5
_COMPARED: Final = 300
"""Letters of a text that are compared; the rest of a long one follows them."""
_NEAR: Final = 8
"""How many items of the other list are looked at for one that was reworded."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An item's places in the old and the new list; None where it is not there."""

    old: int | None
    new: int | None
    renamed: bool = False


def key_of(item: Any) -> str | None:
    """The name of the key that tells an item from its neighbours, such as `id`; None where only its content does."""
    kind = type(item)
    if not isinstance(item, BaseModel) or kind.__name__ in _KEYLESS:
        return None
    return next((name for name in _KEYS if name in kind.model_fields), None)


def pairs(old: Sequence[Any], new: Sequence[Any]) -> list[Pair]:
    """Each item of either list once: what stands in the new one in its order, then what is gone."""
    left, right = deque(range(len(old))), deque(range(len(new)))
    found: dict[int, Pair] = {}
    for same, renames in ((_identity, False), (_content, True), (_name, True)):
        _match(old, new, left, right, found, same, renames)
    for after, before in _reworded(old, new, left, right):
        found[after] = Pair(before, after)
        left.remove(before)
        right.remove(after)
    found.update((index, Pair(None, index)) for index in right)
    return [found[index] for index in sorted(found)] + [Pair(index, None) for index in left]


def _match(
    old: Sequence[Any],
    new: Sequence[Any],
    left: deque[int],
    right: deque[int],
    found: dict[int, Pair],
    same: Callable[[Any], Hashable],
    renames: bool,
) -> None:
    waiting: dict[Hashable, deque[int]] = defaultdict(deque)
    for index in left:
        if (mark := same(old[index])) is not None:
            waiting[mark].append(index)
    for index in list(right):
        if (mark := same(new[index])) is None or not waiting[mark]:
            continue
        before = waiting[mark].popleft()
        found[index] = Pair(before, index, renames and key_of(new[index]) is not None)
        left.remove(before)
        right.remove(index)


def _identity(item: Any) -> Hashable:
    """By what it is called; without a name, by all that it says."""
    key = key_of(item)
    return (key, str(getattr(item, key))) if key else _content(item)


def _content(item: Any) -> Hashable:
    """All that it says but for what it is called."""
    if isinstance(item, BaseModel):
        key = key_of(item)
        return type(item).__name__, item.model_dump_json(exclude={key} if key else None)
    return repr(item)


def _name(item: Any) -> Hashable:
    """What people read as its name, where it has an id besides."""
    title = getattr(item, "title", None) or getattr(item, "label", None)
    return (type(item).__name__, title.th, title.en) if key_of(item) and isinstance(title, Text) else None


def _reworded(old: Sequence[Any], new: Sequence[Any], left: deque[int], right: deque[int]) -> Iterator[tuple[int, int]]:
    """Items without a name of their own that say nearly the same as one before."""
    free = [index for index in left if key_of(old[index]) is None]
    for index in [index for index in right if key_of(new[index]) is None]:
        near = next((before for before in free[:_NEAR] if _alike(old[before], new[index])), None)
        if near is not None:
            free.remove(near)
            yield index, near


def _alike(old: Any, new: Any) -> bool:
    if type(old) is not type(new):
        return False
    if isinstance(old, Text):
        return _close(old.th, new.th) or _close(old.en, new.en)
    said = _told_apart(old)
    return any(
        _alike(one, other) if isinstance(one, Text) else one is not None and one == other
        for one, other in zip(said, _told_apart(new), strict=False)
    )


def _told_apart(part: Any) -> list[Any]:
    """What tells parts without an id apart. An Act has many sections, and ways to file are of few kinds."""
    if isinstance(part, LawReference):
        return [part.says, part.section and (part.act, part.section)]
    if isinstance(part, Band):
        return [part.up_to or "above"]
    return [value for name in type(part).model_fields if isinstance(value := getattr(part, name), Text)]


def _close(one: str, other: str) -> bool:
    matcher = difflib.SequenceMatcher(None, one[:_COMPARED], other[:_COMPARED], autojunk=False)
    return matcher.quick_ratio() >= _LIKE_ENOUGH and matcher.ratio() >= _LIKE_ENOUGH


def moved(found: Sequence[Pair]) -> frozenset[int]:
    """The places in the new list of what stands in another order than before: as few items as explain it."""
    kept = [(pair.old, pair.new) for pair in found if pair.old is not None and pair.new is not None]
    kept.sort(key=lambda one: one[1])
    tails: list[int] = []
    at: list[int] = []
    for before, _ in kept:
        place = bisect_left(tails, before)
        tails[place : place + 1] = [before]
        at.append(place)
    wanted, staying = len(tails) - 1, set()
    for index in range(len(kept) - 1, -1, -1):
        if at[index] == wanted:
            staying.add(kept[index][1])
            wanted -= 1
    return frozenset(new for _, new in kept) - staying
