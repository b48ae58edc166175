"""Whether a condition can hold and can fail to hold, found by trying the answers that its questions allow.

What shows decides what is answered, so the conditions of the questions behind a condition are tried with it. Limits:
after `MOST_TRIES` combinations in one definition, or where a condition calculates (arithmetic, functions, parts of
texts) over open answers, finding nothing proves nothing, and nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

from thanjai.domain.definition.candidates import TODAY, Answers, Constants, of_outcome, of_question, of_setting
from thanjai.domain.definition.fields import CalculatedField
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.places import Question
from thanjai.domain.expressions import (
    MOST_LOOPS,
    ExpressionError,
    Scope,
    depth_of_loops,
    loops_in,
    names_in,
    without_literals,
)

MOST_TRIES: Final = 20_000
MOST_FOR_ONE_CONDITION: Final = 4_000
MOST_NAMES: Final = 10
"""A condition behind which stand more answers than these is not tried."""
_CALCULATES: Final = re.compile(r"[+*/%]|[\w)\]]\s*-|[\w)\]]\[|\b(?!exists\b|all\b|has\b|in\b)[A-Za-z_]\w*\s*\(")
_SETTING: Final = re.compile(r"(?<![\w.])setting\s*\.\s*([A-Za-z_]\w*)")
_FINDING: Final = re.compile(r"(?<![\w.])step\s*\.\s*([A-Za-z_]\w*)\s*\.\s*([A-Za-z_]\w*)")
_NAMESPACES: Final = frozenset({"setting", "step", "today"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was seen. `sure`: what was not seen cannot be."""

    holds: bool
    fails: bool
    sure: bool

    @property
    def never(self) -> bool:
        return self.sure and not self.holds and self.fails

    @property
    def always(self) -> bool:
        return self.sure and self.holds and not self.fails


_UNTRIED: Final = Verdict(holds=False, fails=False, sure=False)


class _Unknown(Exception):
    """A condition that cannot be tried."""


@dataclass(frozen=True, slots=True)
class _Name:
    """One thing that varies: a question, an agency's setting, or what a step found."""

    way: tuple[str, ...]
    answers: Answers
    field: Question | None = None


class Judge:
    """Decides conditions of one definition, with one budget of tries for all of them."""

    def __init__(self, definition: ServiceDefinition) -> None:
        self._definition = definition
        self._tables = {table.id: table for table in definition.tables}
        self._settings = {setting.id: setting for setting in definition.settings}
        self._findings = {(step.id, field.id): field for step in definition.steps for field in step.findings}
        self._endings = {*self._findings, *((step.id, "outcome") for step in definition.steps)}
        self._kinds = {step.id: step.kind for step in definition.steps}
        self._questions = {field.id: field for field in definition.form.fields}
        self._shown: dict[str, tuple[str, ...]] = {
            field.id: tuple(one for one in (page.show_when, field.show_when) if one is not None)
            for page in definition.form.pages
            for field in page.fields
        }
        self.tries_left = MOST_TRIES

    def can_hold(self, conditions: Iterable[str]) -> bool:
        """Whether answers were found with which all of these hold at once."""
        conditions = tuple(dict.fromkeys(conditions))
        if not conditions:
            return True
        return self.verdict(conditions[0], given=conditions[1:], only_holds=True).holds

    def verdict(
        self,
        condition: str,
        *,
        given: tuple[str, ...] = (),
        also: Mapping[str, Question] | None = None,
        only_holds: bool = False,
    ) -> Verdict:
        """How a condition comes out where those in `given` hold. `also`: questions known here besides the form's.

        `only_holds`: the first time it holds is enough, and whether it can fail is not looked for.
        """
        known = {**self._questions, **(also or {})}
        try:
            sources = self._behind((condition, *given), known)
            names = self._names(sources, known)
        except (ExpressionError, _Unknown):
            return _UNTRIED
        if any(depth_of_loops(source) > MOST_LOOPS for source in sources):
            return _UNTRIED
        plain = not any(_CALCULATES.search(without_literals(source)) for source in sources)
        sure = all(one.answers.every or (plain and one.answers.whole) for one in names)
        return self._tried(condition, given, names, sure=sure, only_holds=only_holds)

    def _behind(self, sources: tuple[str, ...], known: Mapping[str, Question]) -> tuple[str, ...]:
        """These conditions, and all on which depends what is known in them."""
        found = dict.fromkeys(sources)
        seen: set[str] = set()
        waiting = list(sources)
        while waiting:
            source = waiting.pop()
            for name in (names_in(source) & known.keys()) - seen - loops_in(source).keys():
                seen.add(name)
                if len(seen) > MOST_NAMES:
                    raise _Unknown
                field = known[name]
                new = self._shown.get(name, (field.show_when,) if field.show_when is not None else ())
                new += (field.value,) if isinstance(field, CalculatedField) else ()
                waiting += new
                found.update(dict.fromkeys(new))
        return tuple(found)

    def _names(self, sources: tuple[str, ...], known: Mapping[str, Question]) -> list[_Name]:
        """Everything that varies, in the order asked. Raises _Unknown for a name that is nothing of this definition."""
        spoken = frozenset[str]().union(*(names_in(source) - loops_in(source).keys() for source in sources))
        text = [without_literals(source) for source in sources]
        settings = sorted({one for source in text for one in _SETTING.findall(source)})
        findings = sorted({one for source in text for one in _FINDING.findall(source)})
        if spoken - known.keys() - _NAMESPACES or any(one not in self._endings for one in findings):
            raise _Unknown
        asked = [known[name] for name in (*known,) if name in spoken]
        constants = Constants.of(sources, max(len(asked) + len(settings) + len(findings), 1))
        names = [_Name(("setting", one), of_setting(self._settings.get(one), constants)) for one in settings]
        names += [_Name(("step", *one), self._finding(one, constants)) for one in findings]
        names += [_Name((field.id,), self._answers(field, constants), field) for field in asked]
        return names

    def _answers(self, field: Question, constants: Constants) -> Answers:
        if isinstance(field, CalculatedField):
            return Answers((None,), every=True)
        return of_question(field, constants, self._tables)

    def _finding(self, way: tuple[str, str], constants: Constants) -> Answers:
        """A step that was skipped has found nothing."""
        step, name = way
        if name == "outcome":
            return of_outcome(self._kinds[step], constants)
        found = of_question(self._findings[way], constants, self._tables)
        return Answers((*found.values, None), found.whole, found.every)

    def _tried(
        self, condition: str, given: tuple[str, ...], names: list[_Name], *, sure: bool, only_holds: bool
    ) -> Verdict:
        scope = Scope({"today": TODAY.isoformat(), "setting": {}, "step": {}})
        holds = fails = False
        for number, values in enumerate(product(*(one.answers.values for one in names))):
            if number >= MOST_FOR_ONE_CONDITION or self.tries_left <= 0:
                return Verdict(holds, fails, sure=False)
            self.tries_left -= 1
            self._set(scope, names, values)
            if not all(scope.holds(one) for one in given):
                continue
            if scope.holds(condition):
                holds = True
            else:
                fails = True
            if holds and (fails or only_holds):
                break
        return Verdict(holds, fails, sure)

    def _set(self, scope: Scope, names: list[_Name], values: tuple[Any, ...]) -> None:
        spaces: dict[str, dict[str, Any]] = {"setting": {}, "step": {}}
        for name, value in zip(names, values, strict=True):
            if name.field is None:
                space = spaces[name.way[0]]
                for part in name.way[1:-1]:
                    space = space.setdefault(part, {})
                space[name.way[-1]] = value
        for space_name in {name.way[0] for name in names if name.field is None}:
            scope.set(space_name, spaces[space_name])
        for id, value in self._shown_values(scope, names, values):
            scope.set(id, value)

    def _shown_values(self, scope: Scope, names: list[_Name], values: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
        """Each answer, in the order asked; none where the question does not show."""
        for name, value in zip(names, values, strict=True):
            field = name.field
            if field is None:
                continue
            own = self._shown.get(field.id, (field.show_when,) if field.show_when is not None else ())
            if not all(scope.holds(one) for one in own):
                yield field.id, None
            elif isinstance(field, CalculatedField):
                yield field.id, scope.value_of(field.value)
            else:
                yield field.id, value
