"""Editing a definition: operations on its body, each with what takes it back.

The body is plain data as a pack's YAML has it, perhaps not yet a valid definition. An operation says where and what;
`apply` gives the new body, the operation that undoes it, and the operation as it was really done, against which
`thanjai.domain.definition.merging` holds what others did at the same time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter
from pydantic import Field as Option

from thanjai.domain.definition.problems import Where
from thanjai.domain.definition.renaming import Naming, is_doubled, naming_at, renamed
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

Data = Any
"""Plain data: dictionaries, lists, texts, numbers, yes and no."""


class _Operation(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Set(_Operation):
    """Write a value; what is missing on the way there is made."""

    do: Literal["set"] = "set"
    path: Where
    value: Data


class Unset(_Operation):
    """Take a value away."""

    do: Literal["unset"] = "unset"
    path: Where


class Add(_Operation):
    """Put an item into a list, before the one at `index`."""

    do: Literal["add"] = "add"
    path: Where
    index: int
    value: Data


class Remove(_Operation):
    """Take an item out of a list."""

    do: Literal["remove"] = "remove"
    path: Where
    index: int


class Move(_Operation):
    """Move an item of a list, to the place `to` of the list without it."""

    do: Literal["move"] = "move"
    path: Where
    index: int
    to: int


class Rename(_Operation):
    """Give an id another name; whatever refers to it follows, in expressions too. `path` leads to the id itself."""

    do: Literal["rename"] = "rename"
    path: Where
    name: str
    naming: Naming | None = None
    """What was renamed, known once it was done."""


class Several(_Operation):
    """One after the other, as one."""

    do: Literal["several"] = "several"
    parts: tuple[Operation, ...]


Operation = Annotated[Set | Unset | Add | Remove | Move | Rename | Several, Option(discriminator="do")]
Several.model_rebuild()
_READER: Final[TypeAdapter[Operation]] = TypeAdapter(Operation)

NOTHING: Final = Several(parts=())


def operation_from(data: Data) -> Operation:
    """An operation as it was stored."""
    return _READER.validate_python(data)


@dataclass(frozen=True)
class Applied:
    """`done` is the operation as it was carried out; `inverse` restores the body exactly."""

    body: Data
    inverse: Operation
    done: Operation


def apply(body: Data, operation: Operation) -> Applied:
    """Carry an operation out on a copy. Raises Refusal where its place is not there, or a name is taken."""
    match operation:
        case Set():
            return _set(body, operation)
        case Unset():
            return _unset(body, operation)
        case Add() | Remove() | Move():
            return _listed(body, operation)
        case Rename():
            return _rename(body, operation)
        case Several():
            return _several(body, operation)


def value_at(body: Data, path: Where, otherwise: Data = None) -> Data:
    """What stands at a path, or `otherwise`."""
    for part in path:
        is_item = isinstance(body, list) and isinstance(part, int) and 0 <= part < len(body)
        if not is_item and not (isinstance(body, dict) and part in body):
            return otherwise
        body = body[part]
    return body


def _set(body: Data, operation: Set) -> Applied:
    path, value = operation.path, operation.value
    there = _first_missing(body, path)
    if there is not None:
        if not all(isinstance(part, str) for part in path[len(there) - 1 :]):
            raise _gone(path)
        for part in reversed(path[len(there) :]):
            value = {part: value}
        path = there
        inverse: Operation = Unset(path=path)
    else:
        inverse = Set(path=path, value=value_at(body, path))
    new = _changed(body, path, lambda _: value)
    return Applied(new, inverse, Set(path=path, value=value))


def _first_missing(body: Data, path: Where) -> Where | None:
    """The path to the first part of `path` that is not there, or None where all of it is."""
    for length in range(1, len(path) + 1):
        if value_at(body, path[:length], _MISSING) is _MISSING:
            if not isinstance(value_at(body, path[: length - 1]), dict):
                raise _gone(path)
            return path[:length]
    return None


_MISSING: Final = object()


def _unset(body: Data, operation: Unset) -> Applied:
    path = operation.path
    old = value_at(body, path, _MISSING)
    if old is _MISSING:
        return Applied(body, NOTHING, NOTHING)
    holder = value_at(body, path[:-1])
    if not path or not isinstance(holder, dict):
        raise _gone(path)
    new = _changed(body, path[:-1], lambda held: {key: value for key, value in held.items() if key != path[-1]})
    return Applied(new, Set(path=path, value=old), operation)


def _listed(body: Data, operation: Add | Remove | Move) -> Applied:
    items = value_at(body, operation.path, _MISSING)
    if items is _MISSING and isinstance(operation, Add) and operation.index == 0:
        return _set(body, Set(path=operation.path, value=[operation.value]))
    if not isinstance(items, list):
        raise _gone(operation.path)
    most = len(items) - (0 if isinstance(operation, Add) else 1)
    wanted = (operation.index, operation.to) if isinstance(operation, Move) else (operation.index,)
    if not all(0 <= index <= most for index in wanted):
        raise _gone((*operation.path, operation.index))
    new, inverse = _rearranged(list(items), operation)
    return Applied(_changed(body, operation.path, lambda _: new), inverse, operation)


def _rearranged(items: list[Data], operation: Add | Remove | Move) -> tuple[list[Data], Operation]:
    path, index = operation.path, operation.index
    match operation:
        case Add():
            items.insert(index, operation.value)
            return items, Remove(path=path, index=index)
        case Remove():
            return items, Add(path=path, index=index, value=items.pop(index))
        case Move():
            items.insert(operation.to, items.pop(index))
            return items, Move(path=path, index=operation.to, to=index)


def _rename(body: Data, operation: Rename) -> Applied:
    naming = naming_at(body, operation.path)
    if naming is None:
        raise _gone(operation.path)
    naming = naming.to(operation.name)
    if naming.old == naming.new:
        return Applied(body, NOTHING, NOTHING)
    if is_doubled(body, naming, naming.old, operation.path):
        # Two have the name: what refers to it stays with the other.
        return _set(body, Set(path=operation.path, value=naming.new))
    new = renamed(body, naming, operation.path)
    back = Rename(path=operation.path, name=naming.old)
    return Applied(new, back, operation.model_copy(update={"naming": naming}))


def _several(body: Data, operation: Several) -> Applied:
    inverses: list[Operation] = []
    done: list[Operation] = []
    for part in operation.parts:
        applied = apply(body, part)
        body = applied.body
        inverses.insert(0, applied.inverse)
        done.append(applied.done)
    return Applied(body, Several(parts=tuple(inverses)), Several(parts=tuple(done)))


def _changed(body: Data, path: Where, change: Callable[[Data], Data]) -> Data:
    """A copy of the body along a path, with its end changed."""
    if not path:
        return change(body)
    key: Any = path[0]
    if isinstance(body, list):
        copy: Any = list(body)
        copy[key] = _changed(body[key], path[1:], change)
        return copy
    return {**body, key: _changed(body.get(key), path[1:], change)}


def _gone(path: Where) -> Refusal:
    return Refusal(
        "no_such_place",
        Text(
            th="ส่วนที่จะแก้ไม่มีอยู่แล้ว กลับไปที่รายการแล้วเลือกใหม่",
            en="What was to be changed is no longer there. Go back to the list and choose again.",
        ),
        field=".".join(str(part) for part in path),
    )
