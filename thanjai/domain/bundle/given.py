"""What the bundle's answers answer of a part's form, and what is left to ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from thanjai.domain import form
from thanjai.domain.bundle.model import BundlePart
from thanjai.domain.definition.fields import Page
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.places import Question
from thanjai.domain.expressions import Scope
from thanjai.domain.form.evaluation import as_json

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Left:
    """A page of a part's form with those of its questions that nothing answers yet."""

    page: Page
    fields: tuple[Question, ...]

    @property
    def declares(self) -> bool:
        """Whether it is only for statements, which are made at the end."""
        return all(field.type == "declaration" for field in self.fields)


def given(part: BundlePart, definition: ServiceDefinition, names: Values, *, today: date, settings: Values) -> Values:
    """The answers of the part's form that follow from the bundle's names.

    One that its question does not take, because it is of another shape or out of bounds, is left out: then it is asked.
    A question that the published service no longer has is passed over.
    """
    asked = {field.id for field in definition.form.fields}
    scope = Scope(names)
    found: dict[str, Any] = {}
    for id, source in part.answered.items():
        if id in asked:
            # A plain name needs no engine, and files come through as they are.
            value = names[source] if source in names else as_json(scope.value_of(source))
            if value is not None:
                found[id] = value
    judged = form.validate_all(definition, found, today=today, settings=settings)
    faulty = {error.path.partition(".")[0] for error in judged.errors if error.code != "required"}
    return {id: value for id, value in found.items() if id not in faulty}


def left(
    definition: ServiceDefinition, given: Values, own: Values, *, today: date, settings: Values
) -> tuple[Left, ...]:
    """The pages that still ask something, once `given` answers what it can and `own` are the answers so far."""
    filled = form.filled(definition, {**own, **given}, today=today, settings=settings)
    names, found = filled.names, list[Left]()
    scope = Scope(names)
    for page in filled.pages:
        fields = tuple(
            field for field in page.fields
            if field.id not in given and field.type != "calculated" and scope.holds(field.show_when)
        )  # fmt: skip
        if fields:
            found.append(Left(page, fields))
    return tuple(found)
