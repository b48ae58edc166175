"""Between the strings of an HTML form and answers.

Inputs are named `<field>`, `<field>.<part>` for compound ones and dates (day, month, year), and
`<group>-<index>-<field>` inside a repeated group. Uploaded files do not come this way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from thanjai.domain.buddhist import BUDDHIST_OFFSET
from thanjai.domain.definition.fields import PARTS, GroupField, ManyOfField, Page, PlainField
from thanjai.domain.money import SATANG_PER_BAHT

Raw = Mapping[str, Sequence[str]]
Question = PlainField | GroupField

DATE_PARTS: Final = ("day", "month", "year")
_MOST_DIGITS: Final = 4
_YES: Final = {"yes": True, "true": True, "on": True, "1": True, "no": False, "false": False, "0": False}
_NOT_POSTED: Final = frozenset({"calculated", "file"})


def parse_page(page: Page, raw: Raw) -> dict[str, Any]:
    """The answers of a page as posted, one for each of its questions but files; what is left blank is None.

    Nothing is judged here: what cannot be understood stays as typed, to be shown again with its error.
    """
    return parse_fields(page.fields, raw)


def parse_fields(fields: Sequence[Question], raw: Raw, prefix: str = "") -> dict[str, Any]:
    """The same for any questions, such as the findings of a step."""
    return {
        field.id: _group(field, raw) if isinstance(field, GroupField) else _plain(field, raw, prefix + field.id)
        for field in fields
        if field.type not in _NOT_POSTED
    }


def _plain(field: PlainField, raw: Raw, name: str) -> Any:
    if field.type == "date":
        return _parts(DATE_PARTS, raw, name)
    if field.type in PARTS:
        return _parts(PARTS[field.type], raw, name)
    if isinstance(field, ManyOfField):
        return [value for value in raw.get(name, ()) if value]
    first = _first(raw, name)
    if field.type == "declaration":
        return _YES.get((first or "").lower(), False)
    if field.type == "yes_no":
        return None if first is None else _YES.get(first.lower(), first)
    return first


def _parts(parts: Sequence[str], raw: Raw, name: str) -> dict[str, str] | None:
    found = {part: _first(raw, f"{name}.{part}") or "" for part in parts}
    return found if any(found.values()) else None


def _first(raw: Raw, name: str) -> str | None:
    values = raw.get(name, ())
    return values[0].strip() or None if values else None


def _group(group: GroupField, raw: Raw) -> list[dict[str, Any]]:
    pattern = re.compile(rf"{re.escape(group.id)}-([0-9]{{1,{_MOST_DIGITS}}})-")
    indices = sorted({int(found.group(1)) for name in raw if (found := pattern.match(name))})
    rows = (parse_fields(group.fields, raw, f"{group.id}-{index}-") for index in indices[: group.maximum + 1])
    return [row for row in rows if any(value not in (None, False, []) for value in row.values())]


def input_name(path: str) -> str:
    """The name of the input that an error's path speaks of: `workers.0.home.road` is `workers-0-home.road`."""
    found = re.match(r"([^.]+)\.([0-9]+)\.(.+)", path)
    return f"{found.group(1)}-{found.group(2)}-{found.group(3)}" if found else path


def refill(field: PlainField, value: Any, language: str = "th") -> Any:
    """An answer, stored or as typed, as its inputs show it: a string, a list of choices, or parts by name."""
    if field.type == "date":
        return _refill_date(value, language)
    if field.type in PARTS:
        given = value if isinstance(value, Mapping) else {}
        return {part: _string(given.get(part)) for part in PARTS[field.type]}
    if isinstance(field, ManyOfField):
        return [str(one) for one in value] if isinstance(value, list) else []
    if field.type == "money" and isinstance(value, int) and not isinstance(value, bool):
        whole, rest = divmod(value, SATANG_PER_BAHT)
        return f"{whole}.{rest:02}" if rest else str(whole)
    return _string(value)


def _refill_date(value: Any, language: str) -> dict[str, str]:
    if isinstance(value, str):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            return dict.fromkeys(DATE_PARTS, "")
        year = day.year if language.startswith("en") else day.year + BUDDHIST_OFFSET
        return {"day": str(day.day), "month": str(day.month), "year": str(year)}
    given = value if isinstance(value, Mapping) else {}
    return {part: _string(given.get(part)) for part in DATE_PARTS}


def _string(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
