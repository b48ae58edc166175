"""What is wrong with the input, in words of our own: no value that was sent is repeated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from thanjai.api.problems import Fault
from thanjai.domain.text import Text

LONGEST_NAME: Final = 60
_ARGUMENTS: Final = frozenset({"asked", "place"})
"""What operations call what they are given."""
UNKNOWN: Final = Text(th="ไม่มีพารามิเตอร์ชื่อนี้ ตรวจตัวสะกด", en="There is no parameter of this name. Check its spelling.")
REPEATED: Final = Text(th="ให้ค่านี้ครั้งเดียว", en="Give this once.")
_WORDS: Final[Mapping[str, Text]] = {
    "missing": Text(th="ต้องมี", en="This is needed."),
    "extra_forbidden": Text(th="ไม่มีช่องชื่อนี้ ตรวจตัวสะกด", en="There is no such part. Check its spelling."),
    "string_type": Text(th="ต้องเป็นข้อความ", en="This must be a text."),
    "string_unicode": Text(th="มีอักขระที่ใช้ไม่ได้", en="It has a character that cannot be used."),
    "string_pattern_mismatch": Text(
        th="รูปแบบไม่ถูกต้อง หรือว่าง หรือมีอักขระควบคุม", en="It is not of the right form, or empty, or has control characters."
    ),
    "enum": Text(th="ต้องเป็นค่าหนึ่งในรายการ", en="This must be one of the values listed."),
    "model_attributes_type": Text(th="ต้องเป็นวัตถุ JSON", en="This must be a JSON object."),
}
_MEASURED: Final[Mapping[str, tuple[str, str, str]]] = {
    "string_too_long": ("max_length", "ยาวได้ไม่เกิน {} ตัวอักษร", "At most {} characters."),
    "string_too_short": ("min_length", "ต้องมีอย่างน้อย {} ตัวอักษร", "At least {} characters."),
    "greater_than_equal": ("ge", "ต้องไม่น้อยกว่า {}", "This must be {} or more."),
    "less_than_equal": ("le", "ต้องไม่เกิน {}", "This must be {} or less."),
}
_WHOLE_NUMBER: Final = Text(th="ต้องเป็นจำนวนเต็ม", en="This must be a whole number.")
_DAY: Final = Text(th="ต้องเป็นวันที่แบบ 2026-11-20", en="This must be a day, such as 2026-11-20.")
_OTHER: Final = Text(th="ค่านี้ใช้ไม่ได้ ดูรูปแบบใน openapi.json", en="This cannot be used. See openapi.json for its form.")


def read(errors: Iterable[Mapping[str, Any]]) -> list[Fault]:
    """Our faults from those of pydantic, in the order of the input: one for each part, the first."""
    found: dict[str, Fault] = {}
    for one in errors:
        field = _field(one["loc"])
        found.setdefault(field, Fault(field, one["type"], _words(one)))
    return list(found.values())


def _field(place: Sequence[str | int]) -> str:
    """The name alone, without where it was sent: `("body", "asked", "number")` is `number`, `("query", "limit")` `limit`."""
    rest = [part for part in place[1:3] if part not in _ARGUMENTS]
    return str(rest[0] if rest else place[0])[:LONGEST_NAME]


def _words(error: Mapping[str, Any]) -> Text:
    kind = error["type"]
    if kind in _MEASURED:
        name, th, en = _MEASURED[kind]
        limit = error["ctx"][name]
        return Text(th=th.format(limit), en=en.format(limit))
    if kind.startswith("int_"):
        return _WHOLE_NUMBER
    return _DAY if kind.startswith("date_") else _WORDS.get(kind, _OTHER)
