"""What was done to a draft, in words."""

from __future__ import annotations

from typing import Any, Final

from thanjai.domain.definition.editing import Add, Move, Operation, Remove, Rename, Several, Unset, value_at
from thanjai.domain.definition.problems import Where
from thanjai.domain.definition.whereabouts import place_words
from thanjai.domain.text import Text

_SHOWN: Final = 60


def told(operation: Operation, before: Any) -> Text:
    """An operation as it was done, said of the body before it."""
    match operation:
        case Several(parts=(first, *rest)):
            one = told(first, before)
            return Text(th=f"{one.th} และอีก {len(rest)} รายการ", en=f"{one.en}, and {len(rest)} more") if rest else one
        case Several():
            return Text(th="ไม่มีการเปลี่ยนแปลง", en="Nothing changed")
        case Add():
            name = _name(operation.value) or place_words(before, operation.path)
            return Text(th=f"เพิ่ม “{name.th}”", en=f"Added “{name.en}”")
        case Remove():
            name = _named(before, (*operation.path, operation.index))
            return Text(th=f"ลบ “{name.th}”", en=f"Removed “{name.en}”")
        case Move():
            name = _named(before, (*operation.path, operation.index))
            return Text(th=f"ย้าย “{name.th}”", en=f"Moved “{name.en}”")
        case Rename():
            name = _named(before, operation.path[:-1])
            return Text(th=f"เปลี่ยนชื่อทางเทคนิคของ “{name.th}”", en=f"Gave “{name.en}” another technical name")
    name = _named(before, operation.path)
    if isinstance(operation, Unset):
        return Text(th=f"เอาออก: {name.th}", en=f"Took away: {name.en}")
    return Text(th=f"แก้ไข: {name.th}", en=f"Changed: {name.en}")


def _named(body: Any, path: Where) -> Text:
    """What a place is called: by its own title, or that of the item it belongs to, or by the way there."""
    for length in range(len(path), 0, -1):
        if name := _name(value_at(body, path[:length])):
            return name
    return place_words(body, path)


def _name(value: Any) -> Text | None:
    """The title of an item, as far as it has one."""
    if not isinstance(value, dict):
        return None
    for key in ("title", "label", "act", "question"):
        found = value.get(key)
        if isinstance(found, dict) and found.get("th") and found.get("en"):
            return Text(th=str(found["th"])[:_SHOWN], en=str(found["en"])[:_SHOWN])
    return None
