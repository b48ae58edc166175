"""Conditions made by choosing: a question, a comparison and a value, joined by “and” or “or”.

What is written so can be read back; what was typed by hand and is more than that stays a formula.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Literal

from thanjai.domain.definition.problems import Where
from thanjai.domain.text import Text

Join = Literal["and", "or"]


class Comparison(StrEnum):
    IS = "is"
    IS_NOT = "is_not"
    MORE = "more"
    AT_LEAST = "at_least"
    LESS = "less"
    AT_MOST = "at_most"
    INCLUDES = "includes"
    ANSWERED = "answered"
    NOT_ANSWERED = "not_answered"


COMPARISON_WORDS: Final[Mapping[Comparison, Text]] = {
    Comparison.IS: Text(th="คือ", en="is"),
    Comparison.IS_NOT: Text(th="ไม่ใช่", en="is not"),
    Comparison.MORE: Text(th="มากกว่า", en="is more than"),
    Comparison.AT_LEAST: Text(th="ตั้งแต่", en="is at least"),
    Comparison.LESS: Text(th="น้อยกว่า", en="is less than"),
    Comparison.AT_MOST: Text(th="ไม่เกิน", en="is at most"),
    Comparison.INCLUDES: Text(th="มี", en="includes"),
    Comparison.ANSWERED: Text(th="ตอบแล้ว", en="is answered"),
    Comparison.NOT_ANSWERED: Text(th="ยังไม่ตอบ", en="is not answered"),
}
JOIN_WORDS: Final[Mapping[str, Text]] = {
    "and": Text(th="และ", en="and"), "or": Text(th="หรือ", en="or"),
}  # fmt: skip
_SIGNS: Final = {
    Comparison.IS: "==", Comparison.IS_NOT: "!=", Comparison.MORE: ">", Comparison.AT_LEAST: ">=",
    Comparison.LESS: "<", Comparison.AT_MOST: "<=",
}  # fmt: skip
_BY_SIGN: Final = {sign: comparison for comparison, sign in _SIGNS.items()}
WITHOUT_VALUE: Final = frozenset({Comparison.ANSWERED, Comparison.NOT_ANSWERED})
_PRESENCE: Final = (Comparison.ANSWERED, Comparison.NOT_ANSWERED)
_EQUAL: Final = (Comparison.IS, Comparison.IS_NOT)
_ORDERED: Final = (*_EQUAL, Comparison.MORE, Comparison.AT_LEAST, Comparison.LESS, Comparison.AT_MOST)


@dataclass(frozen=True)
class Clause:
    """One comparison. `value` as it stands in the formula: text, a number, yes or no."""

    name: str
    comparison: Comparison
    value: str | int | float | bool | None = None


@dataclass(frozen=True)
class Condition:
    clauses: tuple[Clause, ...]
    join: Join = "and"


@dataclass(frozen=True)
class Known:
    """Something that a condition can ask: a question, a finding, a figure of the agency."""

    name: str
    label: Text
    type: str
    options: tuple[tuple[str, Text], ...] = ()

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        if self.type in ("number", "money", "date", "baht", "working_days", "days", "calculated"):
            return (*_ORDERED, *_PRESENCE)
        if self.type == "many_of":
            return (Comparison.INCLUDES, *_PRESENCE)
        if self.type in ("yes_no", "declaration", "one_of", "text"):
            return (*_EQUAL, *_PRESENCE)
        return _PRESENCE


def composed(condition: Condition) -> str:
    """The formula of a condition; empty where it has no clause."""
    return {"and": " && ", "or": " || "}[condition.join].join(_written(clause) for clause in condition.clauses)


def _written(clause: Clause) -> str:
    if clause.comparison is Comparison.INCLUDES:
        return f"{_literal(clause.value)} in {clause.name}"
    if clause.comparison in WITHOUT_VALUE:
        return f"{clause.name} {'!=' if clause.comparison is Comparison.ANSWERED else '=='} null"
    return f"{clause.name} {_SIGNS[clause.comparison]} {_literal(clause.value)}"


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    text = str(value).replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r")
    return f"'{text}'"


_NAME: Final = r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*"
_VALUE: Final = r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|-?\d+(?:\.\d+)?|true|false|null"
_COMPARED: Final = re.compile(rf"\s*({_NAME})\s*(==|!=|>=|<=|>|<)\s*({_VALUE})\s*")
_INCLUDED: Final = re.compile(rf"\s*({_VALUE})\s+in\s+({_NAME})\s*")
_ASKED: Final = re.compile(rf"\s*(!?)\s*({_NAME})\s*")
_JOINED: Final = re.compile(r"\s*(&&|\|\|)\s*")
_ESCAPED: Final = re.compile(r"\\(.)")


def parsed(source: str) -> Condition | None:
    """The condition that a formula says, or None where it is more than clauses joined one way."""
    clauses: list[Clause] = []
    joins: set[str] = set()
    at = 0
    while True:
        found = _clause_at(source, at)
        if found is None:
            return None
        clause, at = found
        clauses.append(clause)
        if at == len(source):
            break
        joined = _JOINED.match(source, at)
        if joined is None:
            return None
        joins.add(joined[1])
        at = joined.end()
    if len(joins) > 1:
        return None
    return Condition(tuple(clauses), "or" if joins == {"||"} else "and")


def _clause_at(source: str, at: int) -> tuple[Clause, int] | None:
    if found := _COMPARED.match(source, at):
        name, sign, literal = found[1], found[2], found[3]
        if name in ("true", "false", "null"):
            return None
        if literal == "null":
            if sign not in ("==", "!="):
                return None
            return Clause(name, Comparison.ANSWERED if sign == "!=" else Comparison.NOT_ANSWERED), found.end()
        return Clause(name, _BY_SIGN[sign], _read(literal)), found.end()
    if (found := _INCLUDED.match(source, at)) and found[1] != "null":
        return Clause(found[2], Comparison.INCLUDES, _read(found[1])), found.end()
    if (found := _ASKED.match(source, at)) and found[2] not in ("true", "false", "null"):
        return Clause(found[2], Comparison.IS, not found[1]), found.end()
    return None


def _read(literal: str) -> str | int | float | bool:
    if literal[0] in "'\"":
        return _ESCAPED.sub(lambda found: {"n": "\n", "r": "\r"}.get(found[1], found[1]), literal[1:-1])
    if literal in ("true", "false"):
        return literal == "true"
    return float(literal) if "." in literal else int(literal)


def in_words(source: str, known: Mapping[str, Known]) -> Text | None:
    """A condition as a sentence, or None where the formula must be shown as it is."""
    condition = parsed(source)
    if condition is None or any(clause.name not in known for clause in condition.clauses):
        return None
    parts = [_said(clause, known[clause.name]) for clause in condition.clauses]
    join = JOIN_WORDS[condition.join]
    return Text(th=f" {join.th} ".join(one.th for one in parts), en=f" {join.en} ".join(one.en for one in parts))


def _said(clause: Clause, known: Known) -> Text:
    words, value = COMPARISON_WORDS[clause.comparison], value_said(clause.value, known)
    if clause.comparison in WITHOUT_VALUE:
        return Text(th=f"“{known.label.th}” {words.th}", en=f"“{known.label.en}” {words.en}")
    return Text(th=f"“{known.label.th}” {words.th} {value.th}", en=f"“{known.label.en}” {words.en} {value.en}")


_YES_NO: Final = {True: Text(th="ใช่", en="yes"), False: Text(th="ไม่ใช่", en="no")}


def value_said(value: Any, known: Known) -> Text:
    if isinstance(value, bool):
        return _YES_NO[value]
    if isinstance(value, int) and known.type == "money":
        baht = f"{value / 100:,.2f}".removesuffix(".00")
        return Text(th=f"{baht} บาท", en=f"{baht} baht")
    plain = str(value) if value not in (None, "") else "…"
    return dict(known.options).get(plain) or Text(th=plain, en=plain)


def value_from(typed: str, known: Known) -> str | int | float | bool | None:
    """What was typed or chosen, as the formula has it; None where it is no value of that kind."""
    typed = typed.strip()
    if known.type in ("yes_no", "declaration"):
        return {"yes": True, "no": False}.get(typed)
    if known.type in ("number", "baht", "working_days", "days", "money", "calculated"):
        return _number(typed, known.type)
    if known.options and typed not in dict(known.options):
        return None
    if known.type == "date" and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", typed):
        return None
    return typed or None


def _number(typed: str, type: str) -> int | float | None:
    plain = typed.replace(",", "")
    if not re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", plain):
        return None
    if type == "money":
        return round(float(plain) * 100)
    return float(plain) if "." in plain else int(plain)


def value_typed(value: Any, known: Known) -> str:
    """A value as one would type it again."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and known.type == "money":
        return f"{value / 100:.2f}".removesuffix(".00")
    return "" if value is None else str(value)


def known_at(body: Any, path: Where) -> dict[str, Known]:
    """What an expression at a path can speak of, by name, in the order in which it is asked."""
    found: dict[str, Known] = {}
    if path[:1] == ("form",) and "fields" in path[4:] and len(path) > 6:
        _ask(found, _value(body, path[:6]), body)
    if path[:1] == ("steps",) and "findings" in path:
        _ask(found, _value(body, (*path[:2], "findings")), body)
    for page in _items(_value(body, ("form", "pages"))):
        _ask(found, page.get("fields"), body)
    for setting in _items(_value(body, ("settings",))):
        _put(found, f"setting.{setting.get('id')}", setting, str(setting.get("kind")))
    if path[:1] != ("form",):
        for step in _items(_value(body, ("steps",))):
            _ask(found, step.get("findings"), body, prefix=f"step.{step.get('id')}.")
    return found


def _ask(found: dict[str, Known], fields: Any, body: Any, prefix: str = "") -> None:
    for field in _items(fields):
        options = field.get("options")
        if table := field.get("options_from"):
            options = next((one.get("rows") for one in _items(_value(body, ("tables",))) if one.get("id") == table), [])
        listed = [(str(one.get("value")), _words(one.get("label"), one.get("value"))) for one in _items(options)]
        _put(found, f"{prefix}{field.get('id')}", field, str(field.get("type")), tuple(listed))


def _put(found: dict[str, Known], name: str, item: Any, type: str, options: tuple[tuple[str, Text], ...] = ()) -> None:
    found.setdefault(name, Known(name, _words(item.get("label"), item.get("id")), type, options))


def _words(text: Any, otherwise: Any) -> Text:
    th, en = (text.get("th"), text.get("en")) if isinstance(text, dict) else (None, None)
    plain = str(otherwise or "…")
    return Text(th=str(th or en or plain), en=str(en or th or plain))


def _items(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _value(body: Any, path: Where) -> Any:
    for part in path:
        try:
            body = body[part]
        except (KeyError, IndexError, TypeError):
            return None
    return body
