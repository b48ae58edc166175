"""A form made ready once for many answers: cleaners bound, names collected.

A definition is frozen, so what is made ready is kept for as long as the definition lives.
"""

from __future__ import annotations

import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from thanjai.domain.definition.fields import (
    CalculatedField,
    DateField,
    FileField,
    Form,
    GroupField,
    ManyOfField,
    MoneyField,
    NumberField,
    OneOfField,
    Page,
    PlainField,
    TextField,
)
from thanjai.domain.definition.model import Setting, Step
from thanjai.domain.definition.money import Table
from thanjai.domain.expressions import names_in
from thanjai.domain.form import compound_values as compound
from thanjai.domain.form import plain_values as plain
from thanjai.domain.form.plain_values import Cleaner
from thanjai.domain.text import Text

Tables = Mapping[str, Table]


class Asks(Protocol):
    """What has a form: the definition of a service, or of a bundle of them."""

    @property
    def form(self) -> Form: ...
    @property
    def settings(self) -> tuple[Setting, ...]: ...
    @property
    def tables(self) -> tuple[Table, ...]: ...
    @property
    def steps(self) -> tuple[Step, ...]: ...


_SIMPLE: Final[Mapping[str, Cleaner]] = {
    "date": plain.day,
    "yes_no": plain.yes_no,
    "national_id": plain.national_id,
    "juristic_id": plain.juristic_id,
    "phone": plain.phone,
    "email": plain.email,
    "declaration": plain.declaration,
    "person": compound.person,
    "company": compound.company,
    "address": compound.address,
    "bank_account": compound.bank_account,
    "map_point": compound.map_point,
}


@dataclass(frozen=True, slots=True, eq=False)
class CompiledField:
    """One question. `clean` is None for what is worked out or repeated."""

    field: PlainField | GroupField
    id: str
    clean: Cleaner | None
    calculation: str | None = None
    earliest: str | None = None
    latest: str | None = None
    items: tuple[CompiledField, ...] = ()
    items_depend: bool = False
    """Some item's question has an expression, so each item needs its own names."""


@dataclass(frozen=True, slots=True, eq=False)
class CompiledPage:
    page: Page
    fields: tuple[CompiledField, ...]


@dataclass(frozen=True, slots=True, eq=False)
class CompiledForm:
    """`names`: those that some expression of the form speaks of."""

    pages: tuple[CompiledPage, ...]
    names: frozenset[str]
    blank: Mapping[str, None]
    settings: Mapping[str, Any]
    findings: Mapping[str, Mapping[str, None]]
    steps: dict[str, tuple[CompiledField, ...]] = field(default_factory=dict)


_kept: dict[int, tuple[weakref.ref[Asks], CompiledForm]] = {}


def compiled_form(definition: Asks) -> CompiledForm:
    """The definition's form, made ready once."""
    found = _kept.get(id(definition))
    if found is not None and found[0]() is definition:
        return found[1]
    made, key = _compile(definition), id(definition)
    _kept[key] = (weakref.ref(definition, lambda _: _kept.pop(key, None)), made)
    return made


def options(field: OneOfField, tables: Tables) -> tuple[tuple[str, Text], ...]:
    """The answers a closed question offers, each with its label."""
    if field.options_from is None:
        return tuple((choice.value, choice.label) for choice in field.options)
    table = tables.get(field.options_from)
    return tuple((row.value, row.label) for row in table.rows) if table else ()


def tables_of(definition: Asks) -> Tables:
    return {table.id: table for table in definition.tables}


def _compile(definition: Asks) -> CompiledForm:
    tables = tables_of(definition)
    pages = tuple(CompiledPage(page, compile_fields(page.fields, tables)) for page in definition.form.pages)
    steps = {step.id: compile_fields(step.findings, tables) for step in definition.steps}
    names: set[str] = set()
    for page in pages:
        names |= names_in(page.page.show_when) if page.page.show_when else frozenset()
        names |= _names(page.fields)
    for fields in steps.values():
        names |= _names(fields)
    return CompiledForm(
        pages,
        frozenset(names),
        {field.id: None for page in pages for field in page.fields},
        {setting.id: setting.default for setting in definition.settings},
        {step.id: _no_findings(step) for step in definition.steps},
        steps,
    )


def _no_findings(step: Step) -> Mapping[str, None]:
    return {"outcome": None, **{field.id: None for field in step.findings}}


def _names(fields: Sequence[CompiledField]) -> set[str]:
    found: set[str] = set()
    for one in fields:
        for source in _expressions(one):
            found |= names_in(source)
        found |= _names(one.items)
    return found


def _expressions(one: CompiledField) -> list[str]:
    sources = (one.field.show_when, one.field.required_when, one.calculation, one.earliest, one.latest)
    return [source for source in sources if source is not None]


def compile_fields(fields: Sequence[PlainField | GroupField], tables: Tables) -> tuple[CompiledField, ...]:
    """Questions made ready, such as the findings of a step."""
    return tuple(_compile_field(field, tables) for field in fields)


def _compile_field(field: PlainField | GroupField, tables: Tables) -> CompiledField:
    if isinstance(field, GroupField):
        items = compile_fields(field.fields, tables)
        depend = any(_expressions(item) for item in items)
        return CompiledField(field, field.id, None, items=items, items_depend=depend)
    if isinstance(field, CalculatedField):
        return CompiledField(field, field.id, None, calculation=field.value)
    if isinstance(field, DateField):
        return CompiledField(field, field.id, plain.day, earliest=field.earliest, latest=field.latest)
    return CompiledField(field, field.id, _cleaner(field, tables))


def _cleaner(field: PlainField, tables: Tables) -> Cleaner:
    if isinstance(field, TextField):
        return plain.text_cleaner(field)
    if isinstance(field, NumberField):
        return plain.number_cleaner(field)
    if isinstance(field, MoneyField):
        return plain.money_cleaner(field)
    if isinstance(field, FileField):
        return compound.files_cleaner(field)
    if isinstance(field, OneOfField):
        values = tuple(value for value, _ in options(field, tables))
        if isinstance(field, ManyOfField):
            return plain.many_of_cleaner(field, values)
        return plain.one_of_cleaner(field, values)
    return _SIMPLE[field.type]
