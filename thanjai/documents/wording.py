"""What an issued paper says, worked out from the case by the definition."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from thanjai.domain import form
from thanjai.domain.buddhist import day_in_words
from thanjai.domain.definition.fields import Field, GroupField
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.papers import Item, Paper
from thanjai.domain.document import validity_end
from thanjai.domain.expressions import names_in, value_of
from thanjai.domain.form.compiled import tables_of
from thanjai.domain.form.display import rows_of
from thanjai.domain.text import Text

Environment = Mapping[str, Any]
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True)
class Said:
    """One line of a paper in both languages. `public` lines stand on the public page too."""

    label: Text
    value: Text
    public: bool


def lines_of(paper: Paper, definition: ServiceDefinition, environment: Environment) -> list[Said]:
    """The paper's lines; an item without a value is left out."""
    lines: list[Said] = []
    for item in paper.items:
        value = value_of(item.value, environment)
        if value is None or value == "" or value == []:
            continue
        lines.extend(_said(item, definition, environment, value))
    return lines


def _said(item: Item, definition: ServiceDefinition, environment: Environment, value: Any) -> list[Said]:
    """An item that is a question is read back as the form reads it; a repeated group gives a line an entry."""
    field = _question(item, definition, environment, value)
    if field is None:
        return [Said(item.label, _plain(value), item.public)]
    if isinstance(field, GroupField):
        return _entries(item, field, definition, environment)
    shown = {language: form.display(field, value, language, tables_of(definition)) for language in ("th", "en")}
    return [Said(item.label, Text(th=shown["th"] or "-", en=shown["en"] or "-"), item.public)]


def _question(item: Item, definition: ServiceDefinition, environment: Environment, value: Any) -> Field | None:
    """The question that an item is; of one that chooses between questions with several parts, the chosen one."""
    fields = {field.id: field for field in definition.form.fields}
    if (source := item.value.strip()) in fields or not isinstance(value, Mapping):
        return fields.get(source)
    named = (fields[name] for name in sorted(names_in(source)) if name in fields)
    return next((field for field in named if environment.get(field.id) == value), None)


def _entries(item: Item, group: GroupField, definition: ServiceDefinition, environment: Environment) -> list[Said]:
    tables = tables_of(definition)
    in_thai = rows_of((group,), environment, "th", tables)[0].items
    in_english = rows_of((group,), environment, "en", tables)[0].items
    found = []
    for number, (thai, english) in enumerate(zip(in_thai, in_english, strict=True), start=1):
        said = {
            "th": "; ".join(f"{row.label} {row.value}" for row in thai.rows if row.value) or "-",
            "en": "; ".join(f"{row.label}: {row.value}" for row in english.rows if row.value) or "-",
        }
        label = Text(th=f"{item.label.th} {number}", en=f"{item.label.en} {number}")
        found.append(Said(label, Text(**said), item.public))
    return found


def _plain(value: Any) -> Text:
    """A worked-out value as words: the same in both languages unless it is a day or itself {th, en}."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        return day_in_words(date.fromisoformat(value))
    if isinstance(value, Mapping) and {"th", "en"} <= set(value):
        return Text(th=str(value["th"]) or "-", en=str(value["en"]) or "-")
    if isinstance(value, bool):
        return Text(th="ใช่", en="Yes") if value else Text(th="ไม่ใช่", en="No")
    if isinstance(value, list | tuple):
        words = ", ".join(str(part) for part in value)
        return Text(th=words, en=words)
    words = f"{value:,}" if isinstance(value, int | float) else str(value)
    return Text(th=words, en=words)


def last_day(paper: Paper, environment: Environment, issued: date) -> date | None:
    """The last day of validity, None where the paper does not expire."""
    if paper.valid_until is not None:
        value = value_of(paper.valid_until, environment)
        return date.fromisoformat(value) if isinstance(value, str) else None
    if paper.validity is None:
        return None
    return validity_end(issued, paper.validity.amount, paper.validity.unit)
