"""What may be amended in a document: the questions behind it, with what it says now; and what was typed, judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from thanjai.cases import selectors as cases
from thanjai.documents.models import Document
from thanjai.documents.otherwise import case_of, told_otherwise
from thanjai.documents.terms import rules_of
from thanjai.domain import form
from thanjai.domain.case import Case
from thanjai.domain.case.rules import Rules
from thanjai.domain.definition.fields import PlainField
from thanjai.domain.definition.stated import Stated, stated_on
from thanjai.domain.form import FieldError
from thanjai.domain.form.evaluation import as_json

_APART: Final = "--"
"""Between a step and its finding in the name of an input: steps may ask for the same thing."""


@dataclass(frozen=True)
class Judged:
    """What was typed, in its stored form, as far as it is otherwise than now; or what is wrong with it."""

    answers: Mapping[str, Any]
    findings: Mapping[str, Mapping[str, Any]]
    errors: tuple[FieldError, ...]


@dataclass(frozen=True)
class Amendable:
    document: Document
    row: Any
    rules: Rules
    case: Case
    stated: Stated

    @classmethod
    def of(cls, agency_id: UUID, document_id: UUID) -> Amendable | None:
        found = Document.objects.filter(agency_id=agency_id, pk=document_id).select_related("case", "agency").first()
        if found is None:
            return None
        row = cases.case(found.case_id)
        rules = rules_of(found, row)
        stated = stated_on(rules.definition.paper(found.paper), rules.definition)
        return cls(found, row, rules, case_of(found, row), stated)

    def shown(self, typed: Mapping[str, Any]) -> tuple[PlainField, ...]:
        """The questions that are asked when these are the answers: those of pages that do not show are left out."""
        answers = {**self.case.answers, **{field.id: typed.get(field.id) for field in self.stated.answers}}
        pages = form.visible_pages(
            self.rules.definition, answers, today=self.document.valid_from, settings=self.rules.settings,
            steps=self._found(),
        )  # fmt: skip
        hidden = {field.id for field in self.stated.answers} - {one.id for page in pages for one in page.fields}
        return tuple(field for field in self.fields if field.id not in hidden)

    @property
    def fields(self) -> tuple[PlainField, ...]:
        """All questions, those of findings named after their step."""
        return (
            *self.stated.answers,
            *(
                field.model_copy(update={"id": f"{step}{_APART}{field.id}"})
                for step, fields in self.stated.findings.items()
                for field in fields
            ),
        )

    def names(self, typed: Mapping[str, Any]) -> dict[str, Any]:
        """What expressions may speak of when these are the answers."""
        answers = {field.id: typed.get(field.id) for field in self.stated.answers}
        return self.rules.environment(told_otherwise(self.case, answers, {}), self.document.valid_from)

    @property
    def values(self) -> dict[str, Any]:
        """What the document says now, by the names of the questions."""
        answers = {field.id: self.case.answers.get(field.id) for field in self.stated.answers}
        return answers | {
            f"{step}{_APART}{field.id}": self._finding(step, field.id)
            for step, fields in self.stated.findings.items()
            for field in fields
        }

    def _finding(self, step: str, field: str) -> Any:
        known = self.case.steps.get(step)
        return known.findings.get(field) if known else None

    def judged(self, typed: Mapping[str, Any]) -> Judged:
        """`typed` as `form.parse_fields` reads it. Never raises."""
        answers = {field.id: typed.get(field.id) for field in self.stated.answers}
        changed = told_otherwise(self.case, answers, {})
        result = form.validate_all(
            self.rules.definition, changed.answers, today=self.document.valid_from, settings=self.rules.settings,
            steps=self._found(),
        )  # fmt: skip
        values = {id: as_json(result.values.get(id)) for id in answers}
        errors = [one for one in result.errors if one.path.partition(".")[0] in answers]
        findings = {}
        for step in self.stated.findings:
            findings[step], faults = self._judged_step(step, typed, changed.answers)
            errors += faults
        return Judged(_other(values, self.case.answers), _others(findings, self._found()), tuple(errors))

    def _judged_step(
        self, step: str, typed: Mapping[str, Any], answers: Mapping[str, Any]
    ) -> tuple[dict[str, Any], list[FieldError]]:
        asked = [field.id for field in self.stated.findings[step]]
        given = {**self._found().get(step, {}), **{id: typed.get(f"{step}{_APART}{id}") for id in asked}}
        result = form.validate_findings(
            self.rules.definition, self.rules.definition.step(step), given, answers,
            today=self.document.valid_from, settings=self.rules.settings, steps=self._found(),
        )  # fmt: skip
        errors = [
            replace(one, path=f"{step}{_APART}{one.path}")
            for one in result.errors
            if one.path.partition(".")[0] in asked
        ]
        return {id: as_json(result.values.get(id)) for id in asked}, errors

    def _found(self) -> dict[str, Mapping[str, Any]]:
        return {id: state.findings for id, state in self.case.steps.items()}


def _other(values: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    return {id: value for id, value in values.items() if value != known.get(id)}


def _others(found: Mapping[str, Mapping[str, Any]], known: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    other = {step: _other(values, known.get(step, {})) for step, values in found.items()}
    return {step: values for step, values in other.items() if values}
