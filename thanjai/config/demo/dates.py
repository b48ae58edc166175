"""The days in an example, moved to where the application is made.

Examples are written at some time; the demonstration uses them at others. A day long past (a birth) stays,
a day near the writing becomes the day itself, and days yet to come keep their distances from one another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from thanjai.domain.definition.fields import Field, GroupField

LONG_PAST: Final = date(2020, 1, 1)
NEAR: Final = timedelta(days=60)
FIRST_COMING: Final = timedelta(days=21)
"""How soon after the application the first of the days yet to come is."""


def each_day(fields: Sequence[Field], values: Mapping[str, Any]) -> Iterator[date]:
    """Every date among the answers to `fields`."""
    for field in fields:
        value = values.get(field.id)
        if isinstance(field, GroupField):
            for row in value or ():
                yield from each_day(field.fields, row)
        elif field.type == "date" and isinstance(value, str):
            yield date.fromisoformat(value)


def with_days(fields: Sequence[Field], values: Mapping[str, Any], move: Callable[[date], date]) -> dict[str, Any]:
    """The same answers with every date moved."""
    moved = dict(values)
    for field in fields:
        value = moved.get(field.id)
        if isinstance(field, GroupField) and value:
            moved[field.id] = [with_days(field.fields, row, move) for row in value]
        elif field.type == "date" and isinstance(value, str):
            moved[field.id] = move(date.fromisoformat(value)).isoformat()
    return moved


def mover(days: Sequence[date], written: date, applied: date) -> Callable[[date, date], date]:
    """How a day of an example moves: `move(day, acted)` for something written down on the day `acted`.

    `written` is about when the example was written, `applied` when the application is made.
    """
    coming = min((day for day in days if day > written + NEAR), default=None)
    distance = timedelta() if coming is None else applied + FIRST_COMING - coming

    def move(day: date, acted: date) -> date:
        if day < LONG_PAST:
            return day
        if day > written + NEAR:
            return day + distance
        return _first_of_next_month(acted) if day.day == 1 else acted

    return move


def _first_of_next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
