"""What the data of a kind of paper holds, read from its model: the spelling of `Paper.data()`, not that of the model."""

from __future__ import annotations

import types
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Annotated, Any, Final, Union, get_args, get_origin

from pydantic import AwareDatetime

from thanjai.domain.text import Text
from thanjai.kernel.pdf import content
from thanjai.kernel.pdf.content import Paper, Part

_SATANG: Final = "_satang"


@dataclass(frozen=True, slots=True)
class Shape:
    """`kind`: string, sha256, count, flag, day, moment, record, list, or value (a record of both languages, or a string)."""

    kind: str
    name: str = ""
    """Of a record."""
    parts: tuple[tuple[str, Shape], ...] = ()
    """Of a record, by name in alphabetical order, as they are embedded."""
    member: Shape | None = None
    least: int = 0
    """Members of a list."""
    may_be_nothing: bool = False


STRING: Final = Shape("string")
TEXT: Final = Shape("record", "text", (("en", STRING), ("th", STRING)))
_DAY: Final = Shape("record", "day", (("en", STRING), ("iso", Shape("day")), ("th", STRING)))
_MOMENT: Final = Shape("record", "moment", (("en", STRING), ("iso", Shape("moment")), ("th", STRING)))
_AMOUNT_PARTS: Final = (("baht", STRING), ("satang", Shape("count")))
_AMOUNT: Final = Shape("record", "amount", _AMOUNT_PARTS)
_TOTAL: Final = Shape("record", "total", (*_AMOUNT_PARTS, ("words", TEXT)))

_PLAIN: Final[dict[Any, Shape]] = {
    str: STRING, bool: Shape("flag"), int: Shape("count"), date: _DAY, AwareDatetime: _MOMENT, Text: TEXT,
}  # fmt: skip

KINDS: Final[dict[str, type[Paper]]] = {
    one.template.removesuffix(".typ"): one
    for one in vars(content).values()
    if isinstance(one, type) and issubclass(one, Paper) and "template" in vars(one)
}
"""Kinds of paper, named as their templates are."""


@cache
def shape_of(kind: str) -> Shape:
    """Of all data of a kind of paper."""
    model = KINDS[kind]
    whole = _record(model)
    if hasattr(model, "total_satang"):
        whole = replace(whole, parts=tuple(sorted((*whole.parts, ("total", _TOTAL)))))
    return replace(whole, name="paper")


def _record(model: type[Part]) -> Shape:
    parts = {}
    for name, field in model.model_fields.items():
        if field.exclude:
            continue
        shape = _shape(Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation)
        if name.endswith(_SATANG):
            name, shape = name.removesuffix(_SATANG), replace(_AMOUNT, may_be_nothing=shape.may_be_nothing)
        parts[name] = shape
    return Shape("record", model.__name__.lower(), tuple(sorted(parts.items())))


def _shape(annotation: Any) -> Shape:
    origin, given = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        inner = _shape(given[0])
        if inner.kind == "list":
            return replace(inner, least=max((getattr(one, "min_length", 0) for one in given[1:]), default=0))
        return Shape("sha256") if annotation is content.Sha256 or given[0] is str else inner
    if origin in (Union, types.UnionType):
        real = [one for one in given if one is not types.NoneType]
        shape = Shape("value") if set(real) == {Text, str} else _shape(real[0])
        return replace(shape, may_be_nothing=len(real) < len(given))
    if origin is tuple:
        return Shape("list", member=_shape(given[0]))
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    return _record(annotation)
