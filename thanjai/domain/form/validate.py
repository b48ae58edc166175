"""Answers against a definition: values in their stored form, and errors that say what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from thanjai.domain.definition.fields import Page
from thanjai.domain.definition.model import Step
from thanjai.domain.expressions import Scope
from thanjai.domain.form.compiled import Asks, CompiledForm, CompiledPage, compiled_form
from thanjai.domain.form.evaluation import Answered, as_json, judge, take
from thanjai.domain.form.result import FieldError, Result
from thanjai.domain.text import Text

Values = Mapping[str, Any]


class _FormScope(Scope):
    """A scope that tells the expression engine only the names some expression of the form speaks of."""

    __slots__ = ("_names",)

    def __init__(self, variables: Values, names: frozenset[str]) -> None:
        super().__init__({name: variables[name] for name in names if name in variables})
        self._names = names

    def set(self, name: str, value: Any) -> None:
        if name in self._names:
            super().set(name, value)


@dataclass(slots=True)
class Filled:
    """The form gone through once with some answers: what shows, what the names mean, what is wrong."""

    _form: CompiledForm
    _scope: Scope
    _pages: list[tuple[CompiledPage, list[Answered]]]
    _surroundings: dict[str, Any]

    @property
    def names(self) -> dict[str, Any]:
        """The names that expressions may use; see `environment`."""
        names: dict[str, Any] = {**self._form.blank, **self._surroundings}
        for _, answered in self._pages:
            names.update((one.field.id, one.value) for one in answered)
        return names

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages to be asked, in order."""
        return tuple(page.page for page, answered in self._pages if answered or not page.fields)

    def judged(self) -> Result:
        """All pages that show. Never raises."""
        return self._result(self._pages)

    def judged_page(self, id: str) -> Result:
        """One page; a page that is hidden has nothing wrong. Never raises."""
        return self._result([(shown, answered) for shown, answered in self._pages if shown.page.id == id])

    def judged_findings(self, step: Step, found: Any) -> Result:
        """What an officer records in a step, judged like a page of the form. Never raises."""
        given = found if isinstance(found, Mapping) else {}
        answered = take(self._form.steps.get(step.id, ()), given, self._scope)
        return self._result([(CompiledPage(_NO_PAGE, ()), answered)])

    def _result(self, pages: list[tuple[CompiledPage, list[Answered]]]) -> Result:
        errors: list[FieldError] = []
        values: dict[str, Any] = {}
        for page, answered in pages:
            errors += judge(answered, self._scope, page.page.id)
            values.update((one.field.id, one.value) for one in answered if one.value is not None)
        return Result(values, tuple(errors))


_NO_PAGE = Page.model_construct(id="", title=Text(th="-", en="-"), fields=())


def filled(definition: Asks, answers: Any, *, today: date, settings: Values, steps: Values | None = None) -> Filled:
    """Go through the form once, for one who asks several things of the same answers."""
    return _go_through(definition, answers, today, settings, steps)


def _go_through(definition: Asks, answers: Any, today: date, settings: Any, steps: Any) -> Filled:
    form = compiled_form(definition)
    given = answers if isinstance(answers, Mapping) else {}
    surroundings = _surroundings(form, today, settings, steps)
    scope = _FormScope({**form.blank, **surroundings}, form.names)
    pages = []
    for page in form.pages:
        if scope.holds(page.page.show_when):
            pages.append((page, take(page.fields, given, scope)))
    return Filled(form, scope, pages, surroundings)


def _surroundings(form: CompiledForm, today: date, settings: Any, steps: Any) -> dict[str, Any]:
    given = settings if isinstance(settings, Mapping) else {}
    known = {**form.settings, **given}
    found = steps if isinstance(steps, Mapping) else {}
    stations = {id: {**blank, **(found.get(id) or {})} for id, blank in form.findings.items()}
    return {
        "setting": {name: _number(value) for name, value in known.items()},
        "step": stations,
        "today": today.isoformat(),
    }


def _number(value: Any) -> Any:
    """CEL knows no decimals; a setting with a fraction is a double to it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def environment(
    definition: Asks, answers: Any, *, today: date, settings: Values, steps: Values | None = None
) -> dict[str, Any]:
    """The names that expressions may use: every question of the form (null when unanswered, unsound or
    hidden), `setting`, `step` and `today`. `steps` holds the findings of the finished steps by step id.
    """
    return _go_through(definition, answers, today, settings, steps).names


def validate_all(
    definition: Asks, answers: Any, *, today: date, settings: Values, steps: Values | None = None
) -> Result:
    """All pages that show. Never raises, whatever `answers` are."""
    return _go_through(definition, answers, today, settings, steps).judged()


def validate_page(
    definition: Asks,
    page: Page | str,
    answers: Any,
    *,
    today: date,
    settings: Values,
    steps: Values | None = None,
) -> Result:
    """One page, given all answers so far with this page's among them. A page that is hidden has nothing wrong.

    Never raises for what is in `answers`.
    """
    id = page if isinstance(page, str) else page.id
    return _go_through(definition, answers, today, settings, steps).judged_page(id)


def validate_findings(
    definition: Asks,
    step: Step,
    found: Any,
    answers: Any,
    *,
    today: date,
    settings: Values,
    steps: Values | None = None,
) -> Result:
    """What an officer records in a step, judged like a page of the form. Never raises."""
    return _go_through(definition, answers, today, settings, steps).judged_findings(step, found)


def merged(page: Page, answers: Values, values: Values) -> dict[str, Any]:
    """All answers, those of `page` replaced by `values`; what was cleared on the page is gone."""
    asked = {field.id for field in page.fields}
    kept = {name: value for name, value in answers.items() if name not in asked}
    return {**kept, **{name: as_json(value) for name, value in values.items() if name in asked}}


def visible_pages(
    definition: Asks, answers: Any, *, today: date, settings: Values, steps: Values | None = None
) -> tuple[Page, ...]:
    """The pages to be asked with these answers, in order."""
    return _go_through(definition, answers, today, settings, steps).pages


def next_page(definition: Asks, page_id: str, answers: Any, *, today: date, settings: Values) -> Page | None:
    """The page after `page_id`, or None when there is none and the answers can be checked."""
    order = [page.id for page in definition.form.pages]
    here = order.index(page_id) if page_id in order else -1
    later = frozenset(order[here + 1 :])
    shown = visible_pages(definition, answers, today=today, settings=settings)
    return next((page for page in shown if page.id in later), None)
