"""The one small language of conditions and formulas: CEL.

Grammar: the Common Expression Language (https://github.com/google/cel-spec), without
side effects and always ending. Names are the ids of the form's fields; besides these there
are `setting` (what the agency has set), `step` (the findings of finished steps) and
`today`. A question nobody has answered yet is `null`; an expression that meets a value
it cannot work with has no value, which as a condition is "no".
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import cel

Environment = Mapping[str, Any]

NAMESPACES = frozenset({"setting", "step", "today"})
_OPERATORS = "@_!?[."


class ExpressionError(ValueError):
    """The text is not a CEL expression."""


def _sum(values: Iterable[Any]) -> Any:
    return sum(value for value in values if value is not None)


def _largest(values: Iterable[Any]) -> Any:
    return max((value for value in values if value is not None), default=0)


def _years_between(start: str, end: str) -> int:
    """Whole years from one ISO date to another: an age."""
    first, last = datetime.date.fromisoformat(start), datetime.date.fromisoformat(end)
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))


def _years_later(start: str, years: int) -> str:
    """The same day of another year, earlier for a negative number; 29 February falls back to the 28th."""
    first = datetime.date.fromisoformat(start)
    try:
        return first.replace(year=first.year + years).isoformat()
    except ValueError:
        if (first.month, first.day) != (2, 29):
            raise
        return first.replace(year=first.year + years, day=28).isoformat()


FUNCTIONS = {
    "sum": _sum,
    "largest": _largest,
    "years_between": _years_between,
    "years_later": _years_later,
}


@lru_cache(maxsize=8192)
def compiled(source: str) -> cel.Program:
    """The compiled expression. Raises ExpressionError with CEL's own words."""
    try:
        return cel.compile(source)
    except Exception as error:  # the library raises several unrelated types
        raise ExpressionError(str(error)) from error


@lru_cache(maxsize=8192)
def names_in(source: str) -> frozenset[str]:
    """The variables an expression speaks of, loop variables included."""
    return frozenset(compiled(source).variables())


def functions_in(source: str) -> frozenset[str]:
    """The functions an expression calls, operators left out."""
    return frozenset(
        name for name in compiled(source).functions() if not any(sign in name for sign in _OPERATORS)
    )


def value_of(source: str, environment: Environment) -> Any:
    """The value of an expression, or None where it has none."""
    context = cel.Context(variables=dict(environment))
    for name, function in FUNCTIONS.items():
        context.add_function(name, function)
    try:
        return compiled(source).execute(context)
    except (TypeError, KeyError, ValueError, ZeroDivisionError, RuntimeError, IndexError, OverflowError):
        return None


def holds(source: str | None, environment: Environment) -> bool:
    """Whether a condition holds; no condition always does."""
    return source is None or value_of(source, environment) is True
