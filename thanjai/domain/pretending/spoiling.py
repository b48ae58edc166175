"""Applications with one fault each, known by the question it lies in and by its code."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from thanjai.domain.definition.fields import (
    DateField,
    Field,
    GroupField,
    ManyOfField,
    MoneyField,
    NumberField,
    PlainField,
    TextField,
)
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.expressions import value_of
from thanjai.domain.form.plain_values import matches

MOST_COPIES: Final = 60
"""A repeated group that takes more entries than this is not filled until it overflows."""
Names = Mapping[str, Any]
Bad = Iterator[tuple[str, Any, str]]
"""The part at fault ("" for the whole answer), the answer with the fault, and the code of the error."""


@dataclass(frozen=True, slots=True)
class Spoiled:
    """Answers with one fault: the path and the code of the error that the form must give."""

    answers: dict[str, Any]
    path: str
    code: str

    @property
    def question(self) -> str:
        return self.path.partition(".")[0]


def spoilings(definition: ServiceDefinition, answers: Names, names: Names) -> Iterator[Spoiled]:
    """Every fault that we know to make in a sound application, one at a time. `names` are those of its expressions."""
    for field in definition.form.fields:
        if field.id not in answers:
            continue
        for path, value, code in _of(field, answers[field.id], names):
            spoiled = dict(answers) if value is None else {**answers, field.id: value}
            if value is None:
                del spoiled[field.id]
            yield Spoiled(spoiled, path, code)


def _of(field: Field, value: Any, names: Names) -> Iterator[tuple[str, Any, str]]:
    if isinstance(field, GroupField):
        yield from _of_group(field, value)
        return
    for part, bad, code in _bad(field, value, names):
        yield (f"{field.id}.{part}" if part else field.id), bad, code


def _of_group(group: GroupField, rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Any, str]]:
    if group.required and group.required_when is None and group.minimum > 0:
        yield group.id, None, "too_few"
    if group.maximum < MOST_COPIES:
        yield group.id, [dict(rows[0]) for _ in range(group.maximum + 1)], "too_many"
    for inner in group.fields:
        if rows[0].get(inner.id) is None or inner.show_when is not None:
            continue
        for part, bad, code in _bad(inner, rows[0][inner.id], {}):
            if bad is None and len([one for one in rows[0].values() if one is not None]) < 2:
                continue  # An entry of which nothing is left is no entry.
            path = f"{group.id}.0.{inner.id}" + (f".{part}" if part else "")
            yield path, [{**rows[0], inner.id: bad}, *rows[1:]], code


def _bad(field: PlainField, value: Any, names: Names) -> Bad:
    if field.type == "calculated":
        return
    if field.required and field.required_when is None:
        yield "", None, "required"
    if isinstance(field, DateField):
        yield "", "2026-02-30", "no_such_day"
        yield from _outside(field, names)
    elif (limits := _LIMITS.get(type(field))) is not None:
        yield from limits(field)
    elif field.type in _NUMBERS:
        yield "", value[:-1] + str((int(value[-1]) + 1) % 10), f"{_NUMBERS[field.type]}.checksum"
        yield "", value[:-1], f"{_NUMBERS[field.type]}.shape"
    elif field.type in _PARTS:
        part, bad, code = _PARTS[field.type]
        yield part, {**value, part: bad}, code
    elif field.type == "file":
        yield "", [{**value[0], "type": "text/html"}], "file_type"
        yield "", [{**value[0], "size": 26_000_000}], "file_size"
    elif field.type in _WRONG:
        yield "", *copy.deepcopy(_WRONG[field.type])


def _outside(field: DateField, names: Names) -> Bad:
    for source, days, code in ((field.earliest, -1, "too_early"), (field.latest, 1, "too_late")):
        limit = value_of(source, names) if source is not None else None
        if isinstance(limit, str):
            yield "", (date.fromisoformat(limit) + timedelta(days=days)).isoformat(), code


def _text(field: TextField) -> Bad:
    yield "", "ก" * (field.max_length + 1), "too_long"
    if field.pattern is not None and field.max_length >= 2 and not matches(field.pattern, "฿?"):
        yield "", "฿?", "pattern"


def _number(field: NumberField) -> Bad:
    yield "", "หลายอัน", "number"
    if field.decimals == 0 and field.minimum is None:
        yield "", 1.5, "whole_number"
    if field.minimum is not None:
        yield "", int(field.minimum) - 1, "too_small"
    if field.maximum is not None:
        yield "", int(field.maximum) + 1, "too_large"


def _money(field: MoneyField) -> Bad:
    yield "", "ไม่กี่บาท", "number"
    yield "", field.minimum_baht * 100 - 1, "too_small"
    if field.maximum_baht is not None:
        yield "", field.maximum_baht * 100 + 1, "too_large"


_LIMITS: Final[Mapping[type, Callable[[Any], Bad]]] = {
    TextField: _text,
    NumberField: _number,
    MoneyField: _money,
    ManyOfField: lambda _: iter((("", ["no-such-answer"], "choice"),)),
}
_NUMBERS: Final = {"national_id": "national_id", "juristic_id": "juristic_number"}
_PARTS: Final[Mapping[str, tuple[str, Any, str]]] = {
    "person": ("given", "", "required"),
    "company": ("number", "0105500000001", "juristic_number.checksum"),
    "address": ("postcode", "999", "postcode"),
    "bank_account": ("number", "12", "bank_account.shape"),
}
_WRONG: Final[Mapping[str, tuple[Any, str]]] = {
    "yes_no": ("อาจจะ", "yes_no"),
    "one_of": ("no-such-answer", "choice"),
    "phone": ("12345", "phone.shape"),
    "email": ("nobody.example.com", "email"),
    "map_point": ({"lat": 48.85, "lon": 2.35}, "outside_thailand"),
}
