"""The inputs of a part of a definition: what stands in them, what was typed, and what that changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.http import QueryDict

from thanjai.domain.definition.editing import Operation, Set, Unset
from thanjai.domain.definition.outline import Field, Input, fields_of
from thanjai.domain.definition.problems import Where
from thanjai.domain.form.plain_values import tidy
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

ON_PAGES_OF_THEIR_OWN: Final = frozenset(
    {Input.CONDITION, Input.FORMULA, Input.PAGE, Input.LIST, Input.TEXTS, Input.FIXED, Input.ID}
)
"""What is not filled in among the others, but chosen, added or opened."""
LANGUAGES: Final = ("th", "en")
MISSING: Final = object()
Typed = Mapping[str, str | tuple[str, ...]]


def input_name(field: Field, prefix: str = "") -> str:
    return f"{prefix or 'f'}.{field.name}"


def names_of(field: Field, prefix: str = "") -> list[str]:
    """The names of a field's inputs."""
    name = input_name(field, prefix)
    if field.input is Input.TEXT:
        return [f"{name}.{language}" for language in LANGUAGES]
    if field.input is Input.PART:
        return [inner for one in fields_of(field.models[0][1]) for inner in names_of(one, name)]
    return [name]


def shown(field: Field, value: Any, prefix: str = "") -> dict[str, str | tuple[str, ...]]:
    """What stands in the inputs of a field; a value of another kind than it should be, as text."""
    name = input_name(field, prefix)
    if field.input is Input.TEXT:
        held = value if isinstance(value, dict) else {"th": value} if isinstance(value, str) else {}
        return {f"{name}.{language}": str(held.get(language) or "") for language in LANGUAGES}
    if field.input is Input.PART:
        held = value if isinstance(value, dict) else {}
        found: dict[str, str | tuple[str, ...]] = {}
        for one in fields_of(field.models[0][1]):
            found |= shown(one, held.get(one.name), name)
        return found
    if (
        value is None
        and field.default is not None
        and field.input in (Input.CHOICE, Input.NUMBER, Input.LINE, Input.YES_NO)
    ):
        value = getattr(field.default, "value", field.default)
    return {name: _plain(field, value)}


def _plain(field: Field, value: Any) -> str | tuple[str, ...]:
    if field.input in (Input.CHOICES, Input.REFERENCES):
        return tuple(str(one) for one in value) if isinstance(value, list) else ()
    if field.input is Input.YES_NO:
        return "yes" if value is True else ""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return "\n".join(str(one) for one in value)
    if isinstance(value, dict):
        return "\n".join(f"{key} = {inner}" for key, inner in value.items())
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def typed_from(posted: QueryDict, fields: list[Field]) -> dict[str, str | tuple[str, ...]]:
    """What was typed into the inputs of these fields."""
    found: dict[str, str | tuple[str, ...]] = {}
    for name, field in _inputs(fields):
        if field.input in (Input.CHOICES, Input.REFERENCES):
            found[name] = tuple(posted.getlist(name))
        else:
            found[name] = tidy(posted.get(name, ""))
    return found


def _inputs(fields: list[Field], prefix: str = "") -> Iterator[tuple[str, Field]]:
    for field in fields:
        if field.input is Input.PART:
            yield from _inputs(list(fields_of(field.models[0][1])), input_name(field, prefix))
        else:
            yield from ((name, field) for name in names_of(field, prefix))


def changed(fields: list[Field], before: Any, typed: Typed) -> list[Field]:
    """The fields in whose inputs something else stands than before."""
    held = before if isinstance(before, dict) else {}
    return [field for field in fields if any(
        typed[name] != value for name, value in shown(field, held.get(field.name)).items()
    )]  # fmt: skip


def operations(field: Field, path: Where, before: Any, typed: Typed, prefix: str = "") -> list[Operation]:
    """What the inputs of a changed field do to the part at `path`. Raises Refusal that names the input."""
    place = (*path, field.name)
    name = input_name(field, prefix)
    if field.input is Input.PART:
        return _of_part(field, place, before, typed, name)
    if field.input is Input.TEXT:
        return _of_text(place, before, {language: typed[f"{name}.{language}"] for language in LANGUAGES})
    value = read(field, typed[name], name)
    if value is MISSING:
        return [Unset(path=place)] if before is not None else []
    return [Set(path=place, value=value)]


def _of_text(place: Where, before: Any, words: Mapping[str, str | tuple[str, ...]]) -> list[Operation]:
    if not any(words.values()):
        return [Unset(path=place)] if before is not None else []
    if not isinstance(before, dict):
        return [Set(path=place, value={language: word for language, word in words.items() if word})]
    made: list[Operation] = []
    for language, word in words.items():
        if word != before.get(language, ""):
            at = (*place, language)
            made.append(Set(path=at, value=word) if word else Unset(path=at))
    return made


def _of_part(field: Field, place: Where, before: Any, typed: Typed, name: str) -> list[Operation]:
    inner = fields_of(field.models[0][1])
    held = before if isinstance(before, dict) else {}
    blank = all(
        typed[one] in ("", ()) or one.rpartition(".")[2] in _ALWAYS for one in names_of(field, name.rpartition(".")[0])
    )
    if blank and not field.default:
        return [Unset(path=place)] if before is not None else []
    made: list[Operation] = []
    for one in inner:
        old = held.get(one.name)
        if any(typed[key] != value for key, value in shown(one, old, name).items()):
            made += operations(one, place, old, typed, name)
    return made


_ALWAYS: Final = frozenset({"unit", "first_day", "last_day", "hours"})
"""Inputs that say something even when nobody has chosen anything."""


def read(field: Field, typed: str | tuple[str, ...], name: str) -> Any:
    """The value of what was typed; MISSING for nothing. Raises Refusal."""
    if isinstance(typed, tuple):
        return [one for one in typed if one] or (MISSING if not field.is_required else [])
    if field.input is Input.YES_NO:
        return typed == "yes"
    if not typed:
        return MISSING
    match field.input:
        case Input.NUMBER | Input.DECIMAL:
            return _number(typed, name, is_whole=field.input is Input.NUMBER)
        case Input.NUMBERS:
            return [_number(line, name, is_whole=True) for line in _lines(typed)]
        case Input.LINES:
            return _lines(typed)
        case Input.FORMULAS:
            return _pairs(typed, name)
        case Input.ANY:
            return _anything(typed)
    return typed


def _lines(typed: str) -> list[str]:
    return [line.strip() for line in typed.splitlines() if line.strip()]


def _number(typed: str, name: str, *, is_whole: bool) -> int | float:
    plain = typed.strip().replace(",", "")
    if re.fullmatch(r"-?\d{1,12}", plain):
        return int(plain)
    if not is_whole and re.fullmatch(r"-?\d{1,12}\.\d{1,6}", plain):
        return float(plain)
    raise Refusal(
        "not_a_number",
        Text(th="ใส่ตัวเลข เช่น 15", en="Give a whole number, such as 15.")
        if is_whole
        else Text(th="ใส่ตัวเลข เช่น 15 หรือ 2.5", en="Give a number, such as 15 or 2.5."),
        field=name,
    )


def _pairs(typed: str, name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _lines(typed):
        key, sign, formula = line.partition("=")
        if not sign or not key.strip() or not formula.strip():
            raise Refusal(
                "not_a_pair",
                Text(th="เขียนบรรทัดละรายการเป็น ชื่อ = สูตร", en="Write one a line, as: name = formula."),
                field=name,
            )
        found[key.strip()] = formula.strip()
    return found


def _anything(typed: str) -> Any:
    """Yes or no, a number where it is one, or a text."""
    if typed in ("yes", "no"):
        return typed == "yes"
    if re.fullmatch(r"-?\d{1,12}", typed):
        return int(typed)
    return float(typed) if re.fullmatch(r"-?\d{1,12}\.\d{1,6}", typed) else typed
