"""Answers against a definition: values in their stored form, and errors that say what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from thanjai.domain.definition.fields import Page
from thanjai.domain.definition.model import ServiceDefinition, Step
from thanjai.domain.expressions import Scope
from thanjai.domain.form.compiled import CompiledForm, CompiledPage, compiled_form
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
class _Pass:
    """One way through the form."""

    form: CompiledForm
    scope: Scope
    pages: list[tuple[CompiledPage, list[Answered]]]


def _go_through(definition: ServiceDefinition, answers: Any, today: date, settings: Any, steps: Any) -> _Pass:
    form = compiled_form(definition)
    given = answers if isinstance(answers, Mapping) else {}
    scope = _FormScope({**form.blank, **_surroundings(form, today, settings, steps)}, form.names)
    pages = []
    for page in form.pages:
        if scope.holds(page.page.show_when):
            pages.append((page, take(page.fields, given, scope)))
    return _Pass(form, scope, pages)


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
    definition: ServiceDefinition, answers: Any, *, today: date, settings: Values, steps: Values | None = None
) -> dict[str, Any]:
    """The names that expressions may use: every question of the form (null when unanswered, unsound or
    hidden), `setting`, `step` and `today`. `steps` holds the findings of the finished steps by step id.
    """
    went = _go_through(definition, answers, today, settings, steps)
    names: dict[str, Any] = {**went.form.blank, **_surroundings(went.form, today, settings, steps)}
    for _, answered in went.pages:
        names.update((one.field.id, one.value) for one in answered)
    return names


def validate_all(
    definition: ServiceDefinition, answers: Any, *, today: date, settings: Values, steps: Values | None = None
) -> Result:
    """All pages that show. Never raises, whatever `answers` are."""
    went = _go_through(definition, answers, today, settings, steps)
    return _result(went, went.pages)


def validate_page(
    definition: ServiceDefinition,
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
    went = _go_through(definition, answers, today, settings, steps)
    return _result(went, [(shown, answered) for shown, answered in went.pages if shown.page.id == id])


def _result(went: _Pass, pages: list[tuple[CompiledPage, list[Answered]]]) -> Result:
    errors: list[FieldError] = []
    values: dict[str, Any] = {}
    for page, answered in pages:
        errors += judge(answered, went.scope, page.page.id)
        values.update((one.field.id, one.value) for one in answered if one.value is not None)
    return Result(values, tuple(errors))


def validate_findings(
    definition: ServiceDefinition,
    step: Step,
    found: Any,
    answers: Any,
    *,
    today: date,
    settings: Values,
    steps: Values | None = None,
) -> Result:
    """What an officer records in a step, judged like a page of the form. Never raises."""
    went = _go_through(definition, answers, today, settings, steps)
    given = found if isinstance(found, Mapping) else {}
    answered = take(went.form.steps.get(step.id, ()), given, went.scope)
    return _result(went, [(CompiledPage(_NO_PAGE, ()), answered)])


_NO_PAGE = Page.model_construct(id="", title=Text(th="-", en="-"), fields=())


def merged(page: Page, answers: Values, values: Values) -> dict[str, Any]:
    """All answers, those of `page` replaced by `values`; what was cleared on the page is gone."""
    asked = {field.id for field in page.fields}
    kept = {name: value for name, value in answers.items() if name not in asked}
    return {**kept, **{name: as_json(value) for name, value in values.items() if name in asked}}


def visible_pages(
    definition: ServiceDefinition, answers: Any, *, today: date, settings: Values, steps: Values | None = None
) -> tuple[Page, ...]:
    """The pages to be asked with these answers, in order."""
    went = _go_through(definition, answers, today, settings, steps)
    return tuple(page.page for page, answered in went.pages if answered or not page.fields)


def next_page(
    definition: ServiceDefinition, page_id: str, answers: Any, *, today: date, settings: Values
) -> Page | None:
    """The page after `page_id`, or None when there is none and the answers can be checked."""
    order = [page.id for page in definition.form.pages]
    here = order.index(page_id) if page_id in order else -1
    later = frozenset(order[here + 1 :])
    shown = visible_pages(definition, answers, today=today, settings=settings)
    return next((page for page in shown if page.id in later), None)
