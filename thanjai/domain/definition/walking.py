"""Every text of a definition with its place, and places by the names that people gave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from thanjai.domain.definition.problems import Where
from thanjai.domain.text import Text


def texts(part: Any, where: Where = ()) -> Iterator[tuple[Where, Text]]:
    """Every text in `part`, in the order written."""
    if isinstance(part, Text):
        yield where, part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from texts(getattr(part, name), (*where, name))
    elif isinstance(part, tuple):
        for number, inner in enumerate(part):
            yield from texts(inner, (*where, number))


def named(part: Any, where: Where) -> str:
    """A place with ids in place of numbers, which stays right when something is put before it.

    `("steps", 2, "duration")` is `steps.inspect.duration`; what has no id keeps its number, counted from 0.
    """
    names: list[str] = []
    for step in where:
        part = _inside(part, step)
        name = getattr(part, "id", None) or getattr(part, "value", None) if isinstance(step, int) else None
        names.append(name if isinstance(name, str) else str(step))
    return ".".join(names)


def _inside(part: Any, step: str | int) -> Any:
    if isinstance(step, int):
        return part[step] if isinstance(part, tuple) and step < len(part) else None
    return part.get(step) if isinstance(part, Mapping) else getattr(part, step, None)
