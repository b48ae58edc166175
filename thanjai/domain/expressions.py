"""The one small language of conditions and formulas: CEL.

Grammar: the Common Expression Language (https://github.com/google/cel-spec), without
side effects and always ending. Names are the ids of the form's fields; besides these there
are `setting` (what the agency has set), `step` (the findings of finished steps) and
`today`. A question nobody has answered yet is `null`; an expression that meets a value
it cannot work with has no value, which as a condition is "no".
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, wraps
from typing import Any

import cel

Environment = Mapping[str, Any]

NAMESPACES = frozenset({"setting", "step", "today"})
MOST_LOOPS = 2
"""Loops in loops: with lists of five hundred, a third one would keep a processor busy for minutes."""
LANGUAGE_FUNCTIONS = frozenset(
    {"size", "contains", "startsWith", "endsWith", "matches", "int", "double", "string", "type", "dyn"}
)
"""What CEL itself offers here; `has`, `all`, `exists`, `exists_one`, `map` and `filter` are macros."""

_LOOP = re.compile(r"((?<![\w.])[A-Za-z_]\w*)?\s*\.\s*(?:all|exists|exists_one|map|filter)\s*\(\s*([A-Za-z_]\w*)\s*,")
_LOOP_OPENS = re.compile(r"\.\s*(?:all|exists|exists_one|map|filter)\s*\(")
_LITERAL = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"")
_UNUSABLE = (TypeError, ValueError, ArithmeticError, AttributeError)


class ExpressionError(ValueError):
    """The text is not a CEL expression."""


def _or_nothing(function: Callable[..., Any]) -> Callable[..., Any]:
    """Null for arguments it cannot work with: a question not answered yet is an everyday thing."""

    @wraps(function)
    def answer(*arguments: Any) -> Any:
        try:
            return function(*arguments)
        except _UNUSABLE:
            return None

    return answer


def _sum(values: Iterable[Any]) -> Any:
    return sum(value for value in values if value is not None)


def _largest(values: Iterable[Any]) -> Any:
    return max((value for value in values if value is not None), default=0)


def _smallest(values: Iterable[Any]) -> Any:
    return min((value for value in values if value is not None), default=0)


def _rounded_up(value: float) -> int:
    """The next whole number: a part counts as one, as by-laws on fees say (เศษให้นับเป็นหนึ่ง)."""
    return math.ceil(value)


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


def _days_later(start: str, days: int) -> str:
    """So many days after an ISO date, before it for a negative number."""
    return (datetime.date.fromisoformat(start) + datetime.timedelta(days=days)).isoformat()


FUNCTIONS = {
    "sum": _or_nothing(_sum),
    "largest": _or_nothing(_largest),
    "smallest": _or_nothing(_smallest),
    "rounded_up": _or_nothing(_rounded_up),
    "years_between": _or_nothing(_years_between),
    "years_later": _or_nothing(_years_later),
    "days_later": _or_nothing(_days_later),
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


def loops_in(source: str) -> dict[str, str | None]:
    """The loop variables of an expression, each with the name it runs over where that is a plain name."""
    return {variable: over or None for over, variable in _LOOP.findall(without_literals(source))}


def without_literals(source: str) -> str:
    """The expression with its quoted texts emptied, for looking at names alone."""
    return _LITERAL.sub("''", source)


def depth_of_loops(source: str) -> int:
    """How many loops stand in one another: each multiplies how often the innermost is worked out."""
    text = without_literals(source)
    starts = {match.end() for match in _LOOP_OPENS.finditer(text)}
    deepest = 0
    open_brackets: list[bool] = []
    for position, letter in enumerate(text, 1):
        if letter == "(":
            open_brackets.append(position in starts)
            deepest = max(deepest, sum(open_brackets))
        elif letter == ")" and open_brackets:
            open_brackets.pop()
    return deepest


def functions_in(source: str) -> frozenset[str]:
    """The functions an expression calls, operators left out."""
    names = compiled(source).functions()
    return frozenset(name for name in names if name.isidentifier() and not name.startswith("_"))


class Scope:
    """Names with their values, for evaluating many expressions one after another.

    The engine's own context is built once, at the first expression, and then kept up to date.
    """

    __slots__ = ("_context", "variables")

    def __init__(self, variables: Environment) -> None:
        self.variables = dict(variables)
        self._context: cel.Context | None = None

    def set(self, name: str, value: Any) -> None:
        """Give a name its value from now on."""
        self.variables[name] = value
        if self._context is not None:
            _add(self._context, name, value)

    def value_of(self, source: str) -> Any:
        """The value of an expression, or None where it has none."""
        if self._context is None:
            self._context = _context(self.variables)
        try:
            return compiled(source).execute(self._context)
        except Exception:  # noqa: BLE001 - whatever an expression cannot do, it has no value
            return None

    def holds(self, source: str | None) -> bool:
        """Whether a condition holds; no condition always does."""
        return source is None or self.value_of(source) is True


def _context(variables: Environment) -> cel.Context:
    context = cel.Context()
    for name, value in variables.items():
        _add(context, name, value)
    for name, function in FUNCTIONS.items():
        context.add_function(name, function)
    return context


def _add(context: cel.Context, name: str, value: Any) -> None:
    try:
        context.add_variable(name, value)
    except Exception:  # noqa: BLE001 - not a value CEL knows: like an unanswered question
        context.add_variable(name, None)


def value_of(source: str, environment: Environment) -> Any:
    """The value of an expression, or None where it has none."""
    try:
        names = names_in(source)
    except ExpressionError:
        return None
    # Handing a name to the engine costs more than most expressions do: it is told only those it asks for.
    return Scope({name: environment[name] for name in names if name in environment}).value_of(source)


def holds(source: str | None, environment: Environment) -> bool:
    """Whether a condition holds; no condition always does."""
    return source is None or value_of(source, environment) is True
