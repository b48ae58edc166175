"""Lists of a part, and the buttons that add, copy, move and remove their items."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from thanjai.domain.definition.blank import id_from
from thanjai.domain.definition.check_references import RESERVED
from thanjai.domain.definition.editing import Add, Move, Operation, Remove, Rename, Set, value_at
from thanjai.domain.definition.outline import Field, Input, Model, fields_of
from thanjai.domain.definition.problems import Where
from thanjai.domain.definition.renaming import IDS, leaves, matches, naming_at
from thanjai.domain.definition.rules import RULES
from thanjai.domain.definition.value_words import value_words
from thanjai.domain.definition.whereabouts import place_words, way_in_words
from thanjai.domain.text import Text
from thanjai.web.officer.authoring.findings import Finding, within
from thanjai.web.templating import speech

STEMS: Final[Mapping[str, str]] = {
    "pages": "page", "fields": "question", "findings": "finding", "steps": "step", "deadlines": "limit", "fees": "fee",
    "tables": "schedule", "rows": "line", "settings": "figure", "papers": "document", "items": "line",
    "registers": "register", "columns": "column", "payments": "payment", "evidence": "document", "options": "option",
}  # fmt: skip
"""What an item is called before it has an English title of its own."""
_DASHED: Final = frozenset({"pages", "payments"})


@dataclass(frozen=True)
class Item:
    """One line of a list."""

    index: int
    title: str
    kind: str
    address: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Listing:
    """A list of the part, with what can be added to it."""

    field: Field
    items: tuple[Item, ...]
    findings: tuple[Finding, ...]
    """About the list itself."""

    @property
    def kinds(self) -> list[tuple[str, Text]]:
        """The kinds of item to choose from; none where there is only one."""
        key = "type" if self.field.name in ("fields", "findings") else "kind"
        many = self.field.models if len(self.field.models) > 1 else ()
        return [(tag, _kind_words(key, tag)) for tag, _ in many]


def _kind_words(key: str, tag: str) -> Text:
    return value_words("", key, tag)


def listing(field: Field, path: Where, body: Any, found: list[Finding]) -> Listing:
    place = (*path, field.name)
    values = value_at(body, place)
    items = [
        _item(field, body, (*place, index), value, found)
        for index, value in enumerate(values if isinstance(values, list) else [])
    ]
    own = [one for one in within(found, place) if len(one.where) == len(place)]
    return Listing(field, tuple(items), tuple(own))


def _item(field: Field, body: Any, here: Where, value: Any, found: list[Finding]) -> Item:
    kind = ""
    if isinstance(value, dict) and len(field.models) > 1:
        kind = speech().words(_kind_words("type", str(value.get("type") or value.get("kind"))))
    address, index = "/".join(str(one) for one in here), int(here[-1])
    return Item(index, item_title(body, here, value), kind, address, tuple(within(found, here)))


def item_title(body: Any, where: Where, value: Any) -> str:
    """What an item of the body is called; an acceptance by its rule and the place that it is about."""
    if where[:1] != ("accepted",) or not isinstance(value, dict):
        return title_of(value)
    rule, names = RULES.get(str(value.get("code"))), str(value.get("where") or "")
    place = way_in_words(body, tuple(names.split("."))) if names else place_words(body, ())
    says = speech().words(rule.says) if rule else str(value.get("code") or "…")
    return f"{says} · {speech().words(place)}"


def title_of(value: Any) -> str:
    """What an item is called on its list."""
    if not isinstance(value, dict):
        return str(value)
    for key in ("title", "label", "act", "question", "source"):
        text = value.get(key)
        if isinstance(text, dict) and (text.get("th") or text.get("en")):
            return _in_language(text)
    if value.get("th") or value.get("en"):
        return _in_language(value)
    for key in ("service", "since", "baht", "setting", "id"):
        if value.get(key) is not None:
            return str(value[key])
    return "…"


def _in_language(text: Mapping[str, Any]) -> str:
    first = "en" if speech().language == "en" else "th"
    return str(text.get(first) or text.get("th") or text.get("en"))


def added(field: Field, path: Where, body: Any, tag: str = "") -> Add | None:
    """An empty item at the end of a list; None where its kind is not known."""
    place = (*path, field.name)
    values = value_at(body, place)
    index = len(values) if isinstance(values, list) else 0
    model = dict(field.models).get(tag) if len(field.models) > 1 else field.models[0][1]
    if model is None:
        return None
    return Add(path=place, index=index, value=_empty(field, model, body, tag))


def _empty(field: Field, model: Model, body: Any, tag: str) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for one in fields_of(model):
        if one.input is Input.ID:
            made[one.name] = id_from(
                "", _taken(body), otherwise=STEMS.get(field.name, "item"), joint=_joint(field.name)
            )
        elif one.input is Input.FIXED and len(field.models) > 1:
            made[one.name] = tag
        elif one.input in (Input.LIST, Input.TEXTS) and one.is_required:
            made[one.name] = []
    return made


def _joint(name: str) -> str:
    return "-" if name in _DASHED else "_"


def _taken(body: Any) -> set[str]:
    """Every id of the body: a new one is like none of them, nor like a word of formulas."""
    patterns = list(IDS.values())
    return {
        text for where, text in leaves(body) if any(matches(where, one) for one in patterns) or where[-1] == "value"
    } | RESERVED


def pressed(button: str, fields: list[Field], path: Where, body: Any, kind: str) -> Operation | None:
    """What a list's button does: `add:steps`, `up:steps:2` and so on. None for one that is not there."""
    deed, _, rest = button.partition(":")
    name, _, number = rest.partition(":")
    field = next((one for one in fields if one.name == name and one.input in (Input.LIST, Input.TEXTS)), None)
    if field is None:
        return None
    if deed == "add":
        return added(field, path, body, kind)
    values = value_at(body, (*path, name))
    if not number.isdecimal() or not isinstance(values, list) or int(number) >= len(values):
        return None
    return _on_item(deed, (*path, name), int(number), values, body)


def _on_item(deed: str, place: Where, index: int, values: list[Any], body: Any) -> Operation | None:
    match deed:
        case "remove":
            return Remove(path=place, index=index)
        case "up" if index > 0:
            return Move(path=place, index=index, to=index - 1)
        case "down" if index + 1 < len(values):
            return Move(path=place, index=index, to=index + 1)
        case "copy":
            return Add(path=place, index=index + 1, value=_copy(values[index], str(place[-1]), body))
    if re.fullmatch(r"to\d{1,4}", deed) and int(deed[2:]) < len(values):
        return Move(path=place, index=index, to=int(deed[2:]))
    return None


def _copy(value: Any, name: str, body: Any) -> Any:
    """The same with an id of its own; what stands inside keeps its names where these are its own anyway."""
    if not isinstance(value, dict):
        return value
    taken = _taken(body)
    copy = dict(value)
    for key in ("id", "value"):
        if isinstance(copy.get(key), str) and (key == "id" or name in ("options", "rows")):
            copy[key] = id_from(copy[key], taken, otherwise=STEMS.get(name, "item"), joint=_joint(name))
    if name == "pages":
        copy["fields"] = []
        for field in value.get("fields") or []:
            inner = _copy(field, "fields", {"form": {"pages": [{"id": one, "fields": []} for one in taken]}})
            taken |= {str(inner.get("id"))} if isinstance(inner, dict) else set()
            copy["fields"].append(inner)
    return copy


def named_anew(path: Where, body: Any, typed_id: str | None, english: str) -> Operation | None:
    """A new technical name for the item at `path`: the one typed, or one made of its English title for the first time."""
    key = "id" if isinstance(value_at(body, (*path, "id")), str) else "value"
    place = (*path, key)
    old = value_at(body, place)
    if not isinstance(old, str) or len(path) < 2:
        return None
    name = str(path[-2])
    if typed_id is not None and typed_id != old:
        new = typed_id
    elif english and re.fullmatch(rf"{re.escape(STEMS.get(name, 'item'))}([_-]\d+)?", old):
        new = id_from(english, _taken(body), otherwise=old, joint=_joint(name))
    else:
        return None
    if new == old:
        return None
    return Rename(path=place, name=new) if naming_at(body, place) else Set(path=place, value=new)
