"""Two people at once: an operation made on an older body, carried over to what others have made of it since.

Where nothing that it touches was changed, it goes on to the place where its part stands now. Otherwise it is a
`Conflict`, and whoever made it chooses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from thanjai.domain.definition.editing import NOTHING, Add, Move, Operation, Remove, Rename, Set, Several, Unset
from thanjai.domain.definition.problems import Where
from thanjai.domain.definition.renaming import Naming, follow_in


class Conflict(Exception):
    """Somebody else has changed what the operation touches; `path` is where it stands in the body as it is now."""

    def __init__(self, path: Where) -> None:
        super().__init__(f"changed meanwhile: {path}")
        self.path = path


def carried_over(operation: Operation, others: Iterable[Operation], body: Any) -> Operation:
    """The operation, made before the `others` were done, as it is to be done after them. Raises Conflict.

    `body` is what the others have made; references are looked up there.
    """
    return _over_all(operation, [*_flat(others)], body)[0]


def conflicts(operation: Operation, others: Iterable[Operation], body: Any) -> tuple[Where, ...]:
    """The places where the parts of an operation meet what others did, as they stand now."""
    found: list[Where] = []
    before = [*_flat(others)]
    for part in _flat([operation]):
        try:
            before = _over_all(part, before, body)[1]
        except Conflict as conflict:
            found.append(conflict.path)
    return tuple(found)


@dataclass(frozen=True)
class Done:
    """An operation of the history; `undoes` is the number of the one that it takes back or does again."""

    number: int
    operation: Operation
    inverse: Operation
    undoes: int | None = None


def standing(history: Iterable[Done], body: Any) -> list[Operation]:
    """What a history comes to: what was taken back again is left out, and what came in between stands as without it."""
    left: list[Done] = []
    for done in history:
        place = next((place for place, one in enumerate(left) if one.number == done.undoes), None)
        if place is None:
            left.append(done)
            continue
        between = left[place + 1 :]
        try:
            _, after = _over_all(left[place].inverse, [one.operation for one in between], body)
        except Conflict:
            left.append(done)
            continue
        kept = [replace(one, operation=now) for one, now in zip(between, after, strict=True)]
        left[place:] = kept
    return [done.operation for done in left]


def _flat(operations: Iterable[Operation]) -> Iterator[Operation]:
    for one in operations:
        if isinstance(one, Several):
            yield from _flat(one.parts)
        else:
            yield one


def _over_all(operation: Operation, others: list[Operation], body: Any) -> tuple[Operation, list[Operation]]:
    """The operation after the others, and the others as they would be after the operation."""
    if isinstance(operation, Several):
        parts: list[Operation] = []
        for part in operation.parts:
            carried, others = _over_all(part, others, body)
            parts.append(carried)
        return Several(parts=tuple(parts)), others
    after: list[Operation] = []
    for other in others:
        if isinstance(other, Several):
            operation, parts = _over_all(operation, list(other.parts), body)
            after.append(Several(parts=tuple(parts)))
        else:
            operation, other = _over(operation, other, body), _earlier_over(other, operation, body)
            after.append(other)
    return operation, after


def _earlier_over(other: Operation, operation: Operation, body: Any) -> Operation:
    """What others did, as it would be after the operation: nothing, where its item would be gone."""
    try:
        return _over(other, operation, body, is_later=False)
    except Conflict:
        return NOTHING


def _over(operation: Operation, other: Operation, body: Any, *, is_later: bool = True) -> Operation:
    if operation == other and isinstance(operation, Set | Unset | Rename):
        return operation
    if operation == other and isinstance(operation, Remove):
        return NOTHING
    if isinstance(operation, Several) or isinstance(other, Several):
        return operation
    if _meet(operation, other):
        raise Conflict(other.path)
    match other:
        case Add():
            return _shifted(operation, other.path, partial(_after_add, other.index), is_later=is_later)
        case Remove():
            return _shifted(operation, other.path, partial(_after_remove, other.index), is_later=is_later)
        case Move():
            return _shifted(operation, other.path, partial(_after_move, other), is_later=is_later)
        case Rename(naming=Naming() as naming) if isinstance(operation, Set | Add):
            return operation.model_copy(update={"value": follow_in(body, operation.value, _place(operation), naming)})
    return operation


def _place(operation: Operation) -> Where:
    """Where the operation's own part stands."""
    if isinstance(operation, Remove | Move | Add):
        return (*operation.path, operation.index)
    return () if isinstance(operation, Several) else operation.path


def _meet(operation: Operation, other: Operation) -> bool:
    """Whether the other has overwritten or taken away the operation's place, or changed what the operation replaces."""
    assert not isinstance(operation, Several) and not isinstance(other, Several)
    own = operation.path if isinstance(operation, Add) else _place(operation)
    if isinstance(other, Set | Unset | Remove | Rename):
        theirs = _place(other)
        if own[: len(theirs)] == theirs:
            return True
    if isinstance(operation, Set | Unset | Remove):
        theirs = other.path if isinstance(other, Add | Move | Remove) else _place(other)
        return theirs[: len(own)] == own
    return False


def _shifted(operation: Operation, listed: Where, moved: Any, *, is_later: bool) -> Operation:
    """The operation with its path, and its place in the same list, as they are after the list was rearranged."""
    assert not isinstance(operation, Several)
    depth = len(listed)
    path = operation.path
    if path[:depth] == listed and len(path) > depth and isinstance(path[depth], int):
        path = (*listed, moved(path[depth]), *path[depth + 1 :])
        return operation.model_copy(update={"path": path})
    if path != listed or not isinstance(operation, Add | Remove | Move):
        return operation
    if isinstance(operation, Add):
        return operation.model_copy(update={"index": moved(operation.index, is_gap=True, is_later=is_later)})
    index = moved(operation.index)
    if isinstance(operation, Remove):
        return operation.model_copy(update={"index": index})
    return operation.model_copy(update={"index": index, "to": _target(operation, moved, index, is_later)})


def _target(move: Move, moved: Any, index: int, is_later: bool) -> int:
    """Before the item that it was to stand before, in the list without the one that is moved."""
    gap = move.to + (1 if move.to >= move.index else 0)
    now = moved(gap, is_gap=True, is_later=is_later)
    return int(now - 1 if now > index else now)


def _after_add(at: int, index: int, *, is_gap: bool = False, is_later: bool = True) -> int:
    """Of two that are put into the same gap the later one stands behind."""
    if is_gap and index == at:
        return index + 1 if is_later else index
    return index + 1 if index >= at else index


def _after_remove(at: int, index: int, *, is_gap: bool = False, is_later: bool = True) -> int:
    return index - 1 if index > at else index


def _after_move(move: Move, index: int, *, is_gap: bool = False, is_later: bool = True) -> int:
    if index == move.index and not is_gap:
        return move.to
    without = index - 1 if index > move.index else index
    if is_gap:
        return without + 1 if without > move.to else without
    return without + 1 if without >= move.to else without
