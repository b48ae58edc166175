"""Valid definitions that differ from one another anywhere: what the packs say, changed at random."""

from __future__ import annotations

import copy
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from pydantic import ValidationError
from ruamel.yaml import YAML

from tests.domain.small_definitions import SMALL, plain
from thanjai.domain.definition.model import ServiceDefinition

PACKS = Path(__file__).parents[3] / "packs"
NAMES = tuple(sorted(folder.parent.name for folder in PACKS.glob("*/service.yaml")))
WORDS = (
    "ตรวจ",
    "Check",
    "ร้าน 2",
    "a: b",
    "# no",
    "yes",
    "1_000",
    "0x1",
    "007",
    "null",
    "“x”",
    "two\nlines",
    " ~",
    "1:30",
)
Where = tuple[str | int, ...]


@cache
def _pack(name: str) -> Any:
    return YAML(typ="safe", pure=True).load((PACKS / name / "service.yaml").read_text(encoding="utf-8"))


def pack(name: str) -> Any:
    """A pack's definition as plain data, to be changed at will."""
    return copy.deepcopy(_pack(name))


def definition(body: Any) -> ServiceDefinition | None:
    try:
        return ServiceDefinition.model_validate(body)
    except ValidationError:
        return None


def leaves(value: Any, where: Where = ()) -> list[Where]:
    """The path of everything that holds nothing further."""
    if isinstance(value, dict):
        return [path for key in value for path in leaves(value[key], (*where, key))]
    if isinstance(value, list) and value:
        return [path for index, one in enumerate(value) for path in leaves(one, (*where, index))]
    return [where]


def holders(value: Any, where: Where = ()) -> list[Where]:
    """The path of every list and map."""
    inside: list[Where] = []
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        inside = [where, *(path for key, one in pairs for path in holders(one, (*where, key)))]
    return inside


def at(body: Any, where: Where) -> Any:
    for step in where:
        body = body[step]
    return body


def other_values(value: Any) -> st.SearchStrategy[Any]:
    """Other values of the same sort."""
    if isinstance(value, bool):
        return st.just(not value)
    if isinstance(value, int | float):
        return st.sampled_from((value + 1, value + 2, value + 17))
    return st.sampled_from([word for word in WORDS if word != value])


def _change(draw: st.DrawFn, body: Any) -> Any:
    """One thing somewhere: a value, an item gone, doubled or elsewhere, a key left out."""
    changed = copy.deepcopy(body)
    kind = draw(st.sampled_from(("value", "value", "drop", "double", "turn")))
    if kind == "value":
        where = draw(st.sampled_from(leaves(changed)))
        if where:
            at(changed, where[:-1])[where[-1]] = draw(other_values(at(changed, where)))
        return changed
    holder = at(changed, draw(st.sampled_from(holders(changed))))
    if holder and kind == "drop":
        del holder[draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))]
    elif holder and isinstance(holder, list):
        item = holder.pop(draw(st.integers(0, len(holder) - 1)))
        holder.insert(draw(st.integers(0, len(holder))), item)
        if kind == "double":
            holder.append(copy.deepcopy(item))
    return changed


@st.composite
def bodies(draw: st.DrawFn, base: Any = None, most: int = 6) -> Any:
    """The data of a valid definition: `base`, or a small one of every kind, after some changes that leave it valid."""
    if base is None:
        base = draw(st.sampled_from(("", "", "old-age-allowance", "health-licence-amendment")))
        base = pack(base) if base else plain(SMALL)
    body = base
    for _ in range(draw(st.integers(0, most))):
        changed = _change(draw, body)
        body = changed if definition(changed) else body
    return body


def valid(body: Any) -> ServiceDefinition:
    return ServiceDefinition.model_validate(body)
