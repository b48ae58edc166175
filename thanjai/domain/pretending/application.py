"""A whole application, and what officers record, made up so that the form takes it."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from thanjai.domain import form
from thanjai.domain.definition.fields import DateField, Field, GroupField, PlainField
from thanjai.domain.definition.model import ServiceDefinition, Step
from thanjai.domain.definition.money import BandsFee
from thanjai.domain.definition.places import places, questions
from thanjai.domain.expressions import value_of, without_literals
from thanjai.domain.form.compiled import tables_of
from thanjai.domain.form.result import FieldError
from thanjai.domain.pretending.values import MAKERS, Chance, rows_of
from thanjai.domain.text import Text

_FIGURE: Final = re.compile(r"(?<![\w.])\d+(?:\.\d+)?")
_ANSWERED: Final = 0.6
"""How often a question is answered that need not be."""
_ROUNDS: Final = 30
_OPEN_YEARS: Final = 3
_OLDEST: Final = 120
Names = Mapping[str, Any]


class CannotPretend(Exception):
    """A question, or several together, to which nothing was found that the form takes; `words` name them."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__(", ".join(f"{error.path}: {error.code}" for error in errors))
        self.errors = tuple(errors)

    @property
    def words(self) -> Text:
        messages = [error.message for error in self.errors[:3]]
        return Text(th="; ".join(one.th for one in messages), en="; ".join(one.en for one in messages))


class Pretender:
    """Somebody who applies at random for one service on one day, at an agency with these settings."""

    def __init__(self, definition: ServiceDefinition, *, today: date, settings: Names) -> None:
        self.definition, self.today, self.settings = definition, today, settings
        self._figures = figures_of(definition)

    def on(self, today: date) -> Pretender:
        """The same on another day."""
        other = copy.copy(self)
        other.today = today
        return other

    def application(self, seed: int) -> dict[str, Any]:
        """The answers to every question that shows, as the form keeps them. Raises CannotPretend."""
        rng, fields = Random(seed), self.definition.form.fields
        given = self._filled(fields, {}, self._names({}), rng)
        for _ in range(_ROUNDS):
            result = form.validate_all(self.definition, given, today=self.today, settings=self.settings)
            if result.ok:
                return result.values
            given = self._mended(fields, given, result.errors, self._names(given), rng)
        raise CannotPretend(result.errors)

    def findings(self, step: Step, answers: Names, steps: Names, seed: int) -> dict[str, Any]:
        """What an officer records at a step. `steps` are the findings of those before. Raises CannotPretend."""
        rng, names = Random(seed), self._names(answers, steps)
        found = self._filled(step.findings, {}, names, rng)
        for _ in range(_ROUNDS):
            result = form.validate_findings(
                self.definition, step, found, answers, today=self.today, settings=self.settings, steps=steps
            )
            if result.ok:
                return result.values
            found = self._mended(step.findings, found, result.errors, {**names, **found}, rng)
        raise CannotPretend(result.errors)

    def _names(self, answers: Names, steps: Names | None = None) -> Names:
        return form.environment(self.definition, answers, today=self.today, settings=self.settings, steps=steps)

    def _filled(self, fields: Sequence[Field], given: Names, names: Names, rng: Random) -> dict[str, Any]:
        """An answer to each question, those that need none left out at times; conditions see what stands above."""
        filled: dict[str, Any] = dict(given)
        for one in fields:
            if self._is_answered(one, rng):
                filled[one.id] = self._value(one, {**names, **filled}, rng)
        return filled

    def _is_answered(self, one: PlainField | GroupField, rng: Random) -> bool:
        if one.type == "calculated":
            return False
        return (one.required and one.required_when is None) or rng.random() < _ANSWERED

    def _mended(
        self, fields: Sequence[Field], given: Names, errors: Sequence[FieldError], names: Names, rng: Random
    ) -> dict[str, Any]:
        """The same with other answers to the questions that are at fault, and to some of the others."""
        wrong = {error.path.partition(".")[0] for error in errors}
        again = {one.id: self._value(one, names, rng) for one in fields if one.id in wrong}
        return {**given, **again}

    def _value(self, one: PlainField | GroupField, names: Names, rng: Random) -> Any:
        if isinstance(one, GroupField):
            count = rows_of(one.minimum, one.maximum, Chance(rng, {}))
            return [self._row(one, names, rng) for _ in range(count)]
        if isinstance(one, DateField):
            return self._day(one, names, rng).isoformat()
        return MAKERS[one.type](one, Chance(rng, tables_of(self.definition), self._figures))

    def _row(self, group: GroupField, names: Names, rng: Random) -> dict[str, Any]:
        """An entry in full: whether a question in it needs an answer may depend on the entry itself."""
        row: dict[str, Any] = {}
        for inner in group.fields:
            if inner.type != "calculated":
                row[inner.id] = self._value(inner, {**names, **row}, rng)
        return row

    def _day(self, one: DateField, names: Names, rng: Random) -> date:
        """Within the limits of the question; at a limit, or at an age that matters, more often than elsewhere."""
        earliest, latest = (_limit(source, names) for source in (one.earliest, one.latest))
        low = earliest or _years(latest or self.today, -_OPEN_YEARS)
        high = latest or _years(max(low, self.today), 1)
        ages = [
            day + timedelta(days=off)
            for years in sorted(self._figures.get(one.id, ()))
            if 0 < years < _OLDEST
            for day in (_years(self.today, -int(years)),)
            for off in (-1, 0, 1)
        ]
        marks = [day for day in (low, high, *ages) if low <= day <= high]
        if marks and rng.random() < 0.4:
            return rng.choice(marks)
        return low + timedelta(days=rng.randint(0, max(0, (high - low).days)))


def figures_of(definition: ServiceDefinition) -> dict[str, frozenset[float]]:
    """By question: the figures in expressions that speak of it, and the bounds of the bands of a fee."""
    asked = {one.field.id for one in questions(definition)}
    asked |= {field.id for step in definition.steps for field in step.findings}
    found: dict[str, set[float]] = {}
    for source, more in _sources(definition):
        plain = without_literals(source)
        figures = {float(figure) for figure in _FIGURE.findall(plain)} | more
        for id in asked & set(re.findall(r"\w+", plain)):
            found.setdefault(id, set()).update(figures)
    return {id: frozenset(figures) for id, figures in found.items()}


def _sources(definition: ServiceDefinition) -> Iterator[tuple[str, set[float]]]:
    for place in places(definition):
        yield place.source, set()
    for fee in definition.fees:
        if isinstance(fee.rule, BandsFee):
            yield fee.rule.measure, {band.up_to for band in fee.rule.bands if band.up_to is not None}


def _limit(source: str | None, names: Names) -> date | None:
    value = value_of(source, names) if source is not None else None
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _years(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
