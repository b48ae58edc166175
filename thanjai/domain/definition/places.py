"""Where expressions and questions stand in a definition, and which names are known there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from thanjai.domain.definition.fields import CalculatedField, DateField, Form, GroupField, PlainField
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.money import BandsFee, PercentFee, PerUnitFee, TableFee
from thanjai.domain.definition.problems import Where

Question = PlainField | GroupField


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its place. `group`: the repeated group it stands in; `order`: how late it is asked."""

    where: Where
    field: Question
    group: GroupField | None
    order: int


@dataclass(frozen=True, slots=True)
class Place:
    """An expression with its place. `also`: names known here besides the form's.

    `asked_by`: the order of the question that depends on it, for conditions and calculations, which
    see only what is asked before.
    """

    where: Where
    source: str
    also: Mapping[str, Question]
    asked_by: int | None = None
    in_form: bool = False


def questions(definition: ServiceDefinition) -> Iterator[Asked]:
    """Every question of the form, those of groups after their group."""
    return form_questions(definition.form)


def form_questions(form: Form) -> Iterator[Asked]:
    order = 0
    for number, page in enumerate(form.pages):
        for position, field in enumerate(page.fields):
            where: Where = ("form", "pages", number, "fields", position)
            yield Asked(where, field, None, order)
            if isinstance(field, GroupField):
                for inner, item in enumerate(field.fields):
                    yield Asked((*where, "fields", inner), item, field, order)
            order += 1


def places(definition: ServiceDefinition) -> Iterator[Place]:
    """Every expression of the definition."""
    yield from form_places(definition.form)
    for name in ("applicant_name", "applicant_email", "applicant_phone", "subject"):
        if (source := getattr(definition, name)) is not None:
            yield Place((name,), source, {})
    for number, evidence in enumerate(definition.manual.evidence):
        if evidence.when is not None:
            yield Place(("manual", "evidence", number, "when"), evidence.when, {})
    for number, rule in enumerate(definition.deadlines):
        if rule.when is not None:
            yield Place(("deadlines", number, "when"), rule.when, {})
    yield from _steps(definition)
    yield from _money(definition)
    yield from _papers(definition)
    yield from _outcome(definition)


def form_places(form: Form) -> Iterator[Place]:
    """Every expression of a form."""
    order = 0
    for number, page in enumerate(form.pages):
        if page.show_when is not None:
            yield Place(("form", "pages", number, "show_when"), page.show_when, {}, order, True)
        order += len(page.fields)
    for asked in form_questions(form):
        also = {item.id: item for item in asked.group.fields} if asked.group else {}
        yield from _question(asked.where, asked.field, also, asked.order, in_form=True)


def _question(
    where: Where, field: Question, also: Mapping[str, Question], order: int | None, *, in_form: bool
) -> Iterator[Place]:
    if field.show_when is not None:
        yield Place((*where, "show_when"), field.show_when, also, order, in_form)
    if field.required_when is not None:
        yield Place((*where, "required_when"), field.required_when, also, None, in_form)
    if isinstance(field, CalculatedField):
        yield Place((*where, "value"), field.value, also, order, in_form)
    if isinstance(field, DateField):
        for name, source in (("earliest", field.earliest), ("latest", field.latest)):
            if source is not None:
                yield Place((*where, name), source, also, None, in_form)


def _steps(definition: ServiceDefinition) -> Iterator[Place]:
    for number, step in enumerate(definition.steps):
        if step.when is not None:
            yield Place(("steps", number, "when"), step.when, {})
        also: dict[str, Question] = {field.id: field for field in step.findings}
        for position, field in enumerate(step.findings):
            where: Where = ("steps", number, "findings", position)
            yield from _question(where, field, also, None, in_form=False)
            if isinstance(field, GroupField):
                inside = {**also, **{item.id: item for item in field.fields}}
                for inner, item in enumerate(field.fields):
                    yield from _question((*where, "fields", inner), item, inside, None, in_form=False)


def _money(definition: ServiceDefinition) -> Iterator[Place]:
    for number, fee in enumerate(definition.fees):
        if fee.when is not None:
            yield Place(("fees", number, "when"), fee.when, {})
        name = _MEASURES.get(type(fee.rule))
        if name is not None:
            yield Place(("fees", number, "rule", name), getattr(fee.rule, name), {})
    for number, table in enumerate(definition.tables):
        for position, row in enumerate(table.rows):
            if row.units is not None:
                yield Place(("tables", number, "rows", position, "units"), row.units, {})


_MEASURES: Mapping[type, str] = {
    BandsFee: "measure",
    TableFee: "keys",
    PerUnitFee: "units",
    PercentFee: "of_satang",
}


def _papers(definition: ServiceDefinition) -> Iterator[Place]:
    for number, paper in enumerate(definition.papers):
        yield Place(("papers", number, "holder"), paper.holder, {})
        if paper.valid_until is not None:
            yield Place(("papers", number, "valid_until"), paper.valid_until, {})
        if paper.renewal is not None and paper.renewal.when is not None:
            yield Place(("papers", number, "renewal", "when"), paper.renewal.when, {})
        for position, item in enumerate(paper.items):
            yield Place(("papers", number, "items", position, "value"), item.value, {})
    for number, entry in enumerate(definition.registers):
        for position, column in enumerate(entry.columns):
            yield Place(("registers", number, "columns", position, "value"), column.value, {})
    for number, payment in enumerate(definition.payments):
        for name in type(payment.payee).model_fields:
            if (source := getattr(payment.payee, name)) is not None:
                yield Place(("payments", number, "payee", name), source, {})


def _outcome(definition: ServiceDefinition) -> Iterator[Place]:
    outcome = definition.outcome
    if outcome is None:
        return
    for name in ("reason", "because"):
        if (source := getattr(outcome, name)) is not None:
            yield Place(("outcome", name), source, {})
    for question, source in outcome.changes.items():
        yield Place(("outcome", "changes", question), source, {})
