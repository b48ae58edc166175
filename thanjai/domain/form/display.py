"""How answers are read back: on check-your-answers, in the officer's view and on the PDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from thanjai.domain import identity
from thanjai.domain.buddhist import format_day
from thanjai.domain.definition.fields import (
    CalculatedField,
    GroupField,
    ManyOfField,
    NumberField,
    OneOfField,
    Page,
    PlainField,
)
from thanjai.domain.expressions import holds
from thanjai.domain.form.compiled import Asks, Tables, options, tables_of
from thanjai.domain.form.evaluation import is_empty
from thanjai.domain.form.validate import environment, visible_pages
from thanjai.domain.money import baht
from thanjai.domain.text import Text

Question = PlainField | GroupField

_NO_SETTINGS: Final[Mapping[str, Any]] = MappingProxyType({})
_YES, _NO = Text(th="ใช่", en="Yes"), Text(th="ไม่ใช่", en="No")
_CONFIRMED = Text(th="รับรองแล้ว", en="Confirmed")
NOT_ANSWERED: Final = Text(th="ไม่ได้ตอบ", en="Not answered")
_BAHT = Text(th="บาท", en="baht")
_BANGKOK: Final = ("กรุงเทพ", "bangkok")


@dataclass(frozen=True, slots=True)
class Row:
    """One question with its answer in words. A group has `items` instead of a value."""

    field: Question
    label: str
    value: str
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a repeated group, such as "Worker 2"."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Section:
    page: Page
    title: str
    rows: tuple[Row, ...]


def display(field: Question, value: Any, language: str, tables: Tables = MappingProxyType({})) -> str:
    """A stored answer in words; empty for none. `tables` are the definition's, for options taken from one.

    Never raises: an answer of another shape is shown as it is.
    """
    if is_empty(value):
        return ""
    if isinstance(field, GroupField):
        return str(len(value)) if isinstance(value, list) else ""
    try:
        if isinstance(field, OneOfField):
            return _chosen(field, value, language, tables)
        shown = _SHOWN.get(field.type)
        return shown(field, value, language) if shown else str(value)
    except (TypeError, ValueError, KeyError, AttributeError, IndexError):
        return str(value)


MASKED: Final = frozenset({"national_id", "phone"})


def masked(field: Question, value: Any, language: str, tables: Tables = MappingProxyType({})) -> str:
    """As `display`, for lists: numbers that name a person show their end only."""
    if field.type in MASKED and isinstance(value, str):
        return identity.mask(value)
    return display(field, value, language, tables)


def _chosen(field: OneOfField, value: Any, language: str, tables: Tables) -> str:
    labels = {known: label.in_language(language) for known, label in options(field, tables)}
    chosen = value if isinstance(field, ManyOfField) and isinstance(value, list) else [value]
    return ", ".join(labels.get(one, str(one)) for one in chosen)


def _day(field: PlainField, value: Any, language: str) -> str:
    return format_day(date.fromisoformat(value), language)


def _yes_no(field: PlainField, value: Any, language: str) -> str:
    return (_YES if value else _NO).in_language(language)


def _confirmed(field: PlainField, value: Any, language: str) -> str:
    return _CONFIRMED.in_language(language) if value is True else ""


def _money(field: PlainField, value: Any, language: str) -> str:
    return f"{baht(int(value))} {_BAHT.in_language(language)}"


def _number(field: PlainField, value: Any, language: str) -> str:
    if isinstance(value, bool):
        return _yes_no(field, value, language)
    written = str(value)
    if isinstance(value, int):
        written = f"{value:,}"
    elif isinstance(value, float):
        decimals = field.decimals if isinstance(field, NumberField) else 2
        written = f"{value:,.{decimals}f}".rstrip("0").rstrip(".") if decimals else f"{value:,.0f}"
    unit = field.unit if isinstance(field, NumberField | CalculatedField) else None
    return f"{written} {unit.in_language(language)}" if unit else written


def _national(field: PlainField, value: Any, language: str) -> str:
    return identity.format_number(value)


def _phone(field: PlainField, value: Any, language: str) -> str:
    if not value.startswith("+66"):
        return str(value)
    local = f"0{value[3:]}"
    return f"{local[:3]} {local[3:6]} {local[6:]}" if len(local) == 10 else f"{local[:2]} {local[2:5]} {local[5:]}"


def _person(field: PlainField, value: Any, language: str) -> str:
    family = "" if value["family"] == "-" else value["family"]
    title, given = value["title"], value["given"]
    name = f"{title}{given}" if title and not title.isascii() else f"{title} {given}"
    return f"{name} {family}".strip()


def _company(field: PlainField, value: Any, language: str) -> str:
    return f"{value['name']} ({identity.format_number(value['number'])})"


def _bank(field: PlainField, value: Any, language: str) -> str:
    return f"{value['bank']} {value['number']} {value['name']}"


def _address(field: PlainField, value: Any, language: str) -> str:
    """One line, with the words of Bangkok (แขวง, เขต) or of the provinces (ตำบล, อำเภอ)."""
    parts = [value["house"]]
    if language.startswith("en"):
        parts += [f"Moo {value['moo']}" if value["moo"] else "", value["soi"], value["road"]]
        parts += [value["subdistrict"], value["district"], f"{value['province']} {value['postcode']}"]
        return ", ".join(part for part in parts if part)
    bangkok = value["province"].lower().startswith(_BANGKOK)
    words = ("แขวง", "เขต", "") if bangkok else ("ตำบล", "อำเภอ", "จังหวัด")
    parts += [_with("หมู่ที่ ", value["moo"]), _with("ซอย", value["soi"]), _with("ถนน", value["road"])]
    parts += [
        _with(word, value[name]) for word, name in zip(words, ("subdistrict", "district", "province"), strict=True)
    ]
    return " ".join(part for part in (*parts, value["postcode"]) if part)


def _with(word: str, value: str) -> str:
    return value if not value or value.startswith(word.strip() or value) else f"{word}{value}"


def _files(field: PlainField, value: Any, language: str) -> str:
    return ", ".join(one["name"] for one in value)


def _point(field: PlainField, value: Any, language: str) -> str:
    return f"{value['lat']:.6f}, {value['lon']:.6f}"


_SHOWN: Final[Mapping[str, Callable[[PlainField, Any, str], str]]] = {
    "date": _day,
    "yes_no": _yes_no,
    "declaration": _confirmed,
    "money": _money,
    "number": _number,
    "calculated": _number,
    "national_id": _national,
    "juristic_id": _national,
    "phone": _phone,
    "person": _person,
    "company": _company,
    "bank_account": _bank,
    "address": _address,
    "file": _files,
    "map_point": _point,
}


def sections(
    definition: Asks,
    answers: Mapping[str, Any],
    language: str,
    *,
    today: date | None = None,
    settings: Mapping[str, Any] = _NO_SETTINGS,
) -> tuple[Section, ...]:
    """The answers page by page. With `today`, questions that showed and were left out are said to be so."""
    tables = tables_of(definition)
    pages = definition.form.pages
    names: Mapping[str, Any] | None = None
    if today is not None:
        pages = visible_pages(definition, answers, today=today, settings=settings)
        names = environment(definition, answers, today=today, settings=settings)
    found = []
    for page in pages:
        rows = rows_of(page.fields, answers, language, tables, names)
        if rows:
            found.append(Section(page, page.title.in_language(language), rows))
    return tuple(found)


def rows_of(
    fields: Sequence[Question],
    answers: Mapping[str, Any],
    language: str,
    tables: Tables = MappingProxyType({}),
    names: Mapping[str, Any] | None = None,
) -> tuple[Row, ...]:
    """Labels and answers of some questions, such as the findings of a step. `names`: see `environment`."""
    rows = []
    for field in fields:
        value = answers.get(field.id)
        if is_empty(value):
            if names is None or not holds(field.show_when, names):
                continue
            rows.append(Row(field, field.label.in_language(language), NOT_ANSWERED.in_language(language)))
        elif isinstance(field, GroupField):
            items = _items(field, value, language, tables)
            rows.append(Row(field, field.label.in_language(language), "", items))
        else:
            shown = display(field, value, language, tables)
            rows.append(Row(field, field.label.in_language(language), shown))
    return tuple(rows)


def _items(group: GroupField, value: Any, language: str, tables: Tables) -> tuple[Item, ...]:
    given = [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []
    title = group.item_label.in_language(language)
    return tuple(
        Item(f"{title} {number}", rows_of(group.fields, item, language, tables))
        for number, item in enumerate(given, start=1)
    )
