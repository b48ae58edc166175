"""A page's questions made ready to be drawn: labels, values as inputs show them, choices, errors in their place."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from thanjai.domain import form
from thanjai.domain.definition.fields import PARTS, FileField, GroupField, OneOfField, Page, PlainField
from thanjai.domain.expressions import holds
from thanjai.domain.form.compiled import Asks, tables_of
from thanjai.domain.form.compound_values import part_label
from thanjai.domain.form.parse import DATE_PARTS

Question = PlainField | GroupField

LONG: Final = 15
"""A closed question with more choices than this gets a list that can be searched."""
_OPTIONAL_PARTS: Final = {"address": frozenset({"moo", "soi", "road"}), "person": frozenset({"title"})}
_KINDS: Final = {"pdf": ".pdf,application/pdf", "jpeg": ".jpg,.jpeg,image/jpeg", "png": ".png,image/png"}


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    hint: str = ""
    group: str = ""


@dataclass(slots=True)
class Asked:
    """One question on the page. `errors` by the part at fault, "" for the whole; `items` of a repeated group."""

    field: Question
    name: str
    label: str
    value: Any
    required: bool
    language: str
    errors: Mapping[str, str]
    files_at: str = ""
    not_clean: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """Files that cannot be opened: those the scanner has not seen yet are "waiting"."""
    options: Sequence[Option] = ()
    items: list[list[Asked]] = dataclasses.field(default_factory=list)

    @property
    def error(self) -> str:
        """What the question as a whole says; of dates and places, whatever part is at fault."""
        if "" in self.errors:
            return self.errors[""]
        whole = self.field.type in ("date", "map_point")
        return next(iter(self.errors.values()), "") if whole else ""

    @property
    def chosen(self) -> frozenset[str]:
        return frozenset(self.value) if isinstance(self.value, list) else frozenset({self.value})

    @property
    def is_long(self) -> bool:
        return len(self.options) > LONG

    @property
    def grouped(self) -> list[tuple[str, list[Option]]]:
        """Choices under the headings of their table, in its order."""
        found: list[tuple[str, list[Option]]] = []
        for option in self.options:
            if not found or found[-1][0] != option.group:
                found.append((option.group, []))
            found[-1][1].append(option)
        return found

    @property
    def optional_parts(self) -> frozenset[str]:
        return _OPTIONAL_PARTS.get(self.field.type, frozenset())

    @property
    def complete(self) -> bool:
        """Whether the day asked for is the person's birthday, which browsers know."""
        return "birth" in self.field.id

    @property
    def accept(self) -> str:
        assert isinstance(self.field, FileField)
        return ",".join(_KINDS[kind] for kind in self.field.accept)

    def part_label(self, part: str) -> str:
        return part_label(self.field.type, part).in_language(self.language)

    def file_link(self, id: str) -> str:
        return f"{self.files_at}{id}/"


@dataclass(frozen=True, slots=True)
class Asking:
    """What all questions of one page share."""

    definition: Asks
    names: Mapping[str, Any]
    errors: Mapping[str, Mapping[str, str]]
    language: str
    files_at: str
    more: str = ""
    not_clean: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def page(self, page: Page, answers: Mapping[str, Any]) -> list[Asked]:
        return [self._one(field, answers, "", self.names) for field in self.shown(page.fields, self.names)]

    def shown(self, fields: Sequence[Question], names: Mapping[str, Any]) -> list[Question]:
        return [field for field in fields if field.show_when is None or holds(field.show_when, names)]

    def _one(self, field: Question, answers: Mapping[str, Any], prefix: str, names: Mapping[str, Any]) -> Asked:
        name = prefix + field.id
        asked = Asked(
            field=field, name=name, label=field.label.in_language(self.language),
            value=self._value(field, answers.get(field.id)), required=_required(field, names),
            language=self.language, errors=self.errors.get(name, {}), files_at=self.files_at,
            not_clean=self.not_clean,
        )  # fmt: skip
        if isinstance(field, OneOfField):
            asked.options = options(field, self.definition, self.language)
        elif field.type == "yes_no":
            asked.options = (Option("yes", _("Yes")), Option("no", _("No")))
        elif isinstance(field, GroupField):
            asked.items = self._items(field, answers.get(field.id))
        return asked

    def _value(self, field: Question, value: Any) -> Any:
        if isinstance(field, FileField):
            return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
        if isinstance(field, GroupField):
            return value
        if field.type == "calculated":
            return form.display(field, self.names.get(field.id), self.language)
        return form.refill(field, value, self.language)

    def _items(self, group: GroupField, value: Any) -> list[list[Asked]]:
        rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
        wanted = max(group.minimum, len(rows) + (self.more == group.id))
        rows += [{}] * (min(wanted, group.maximum) - len(rows))
        found = []
        for index, row in enumerate(rows):
            names = {**self.names, **{inner.id: row.get(inner.id) for inner in group.fields}}
            prefix = f"{group.id}-{index}-"
            found.append([self._one(inner, row, prefix, names) for inner in self.shown(group.fields, names)])
        return found


def _required(field: Question, names: Mapping[str, Any]) -> bool:
    if field.required_when is not None:
        return holds(field.required_when, names)
    return field.required or field.type == "calculated"


def options(field: OneOfField, definition: Asks, language: str) -> list[Option]:
    """The choices of a closed question, from itself or from a table of the definition."""
    if field.options_from is None:
        return [
            Option(one.value, one.label.in_language(language), one.hint.in_language(language) if one.hint else "")
            for one in field.options
        ]
    return [
        Option(row.value, row.label.in_language(language), "", row.group.in_language(language) if row.group else "")
        for row in tables_of(definition)[field.options_from].rows
    ]


def is_long(field: Question, definition: Asks) -> bool:
    """Whether the choices of a question are so many that one wants to search them."""
    return isinstance(field, OneOfField) and len(options(field, definition, "th")) > LONG


def errors_by_name(errors: Sequence[form.FieldError], language: str) -> dict[str, dict[str, str]]:
    """Errors by the name of the question they belong to, then by its part."""
    found: dict[str, dict[str, str]] = {}
    for error in errors:
        name, _dot, part = form.input_name(error.path).partition(".")
        found.setdefault(name, {}).setdefault(part, error.message.in_language(language))
    return found


@dataclass(frozen=True, slots=True)
class Mend:
    """A line of the error summary."""

    message: str
    href: str


def mends(errors: Sequence[form.FieldError], asked: Sequence[Asked], language: str) -> list[Mend]:
    """The error summary; each line leads to the input at fault."""
    known = {one.name: one for one in asked}
    for one in asked:
        known.update((inner.name, inner) for item in one.items for inner in item)
    return [_mend(error, known, language) for error in errors]


def _mend(error: form.FieldError, known: Mapping[str, Asked], language: str) -> Mend:
    target = form.input_name(error.path)
    one = known.get(target)
    if one is not None:
        first = DATE_PARTS if one.field.type == "date" else PARTS.get(one.field.type)
        target = f"{target}.{first[0]}" if first else target
    return Mend(error.message.in_language(language), f"#{target}")
