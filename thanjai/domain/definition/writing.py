"""A definition as the YAML of a pack: what `reading` takes, in the order of the model, without what goes without saying."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from io import StringIO
from typing import Any, Final

from pydantic import BaseModel
from ruamel.yaml import YAML
from ruamel.yaml.nodes import Node
from ruamel.yaml.representer import SafeRepresenter

from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.text import Text

_FIRST: Final = ("id", "value", "type", "kind", "label", "title")
"""What tells parts apart stands before the rest, as people write it."""
_SPACED: Final = frozenset(
    {"law", "settings", "manual", "tables", "form", "steps", "deadlines", "fees", "papers", "data"}
)
"""Parts of the definition that begin after an empty line."""
_SHORT: Final = 100
"""Letters of what still stands on one line."""
_ONE_LINE: Final = 1_000_000


class _Words(str):
    """Text for people; always between quotes, as packs have it."""

    __slots__ = ()


class _Together(dict[str, Any]):
    """A map that stands on one line whatever its length."""


class _Row(list[Any]):
    """A list that stands on one line."""


class _Representer(SafeRepresenter):
    pass


def _words(representer: Any, words: _Words) -> Node:
    return representer.represent_scalar("tag:yaml.org,2002:str", str(words), style='"')  # type: ignore[no-any-return]


def _together(representer: Any, both: _Together) -> Node:
    return representer.represent_mapping("tag:yaml.org,2002:map", dict(both), flow_style=True)  # type: ignore[no-any-return]


def _row(representer: Any, row: _Row) -> Node:
    return representer.represent_sequence("tag:yaml.org,2002:seq", list(row), flow_style=True)  # type: ignore[no-any-return]


_Representer.add_representer(_Row, _row)
_Representer.add_representer(_Words, _words)
_Representer.add_representer(_Together, _together)


def written(definition: ServiceDefinition) -> str:
    """The definition as YAML; reading it gives the same definition."""
    lines: list[str] = []
    for key, value in _plain(definition).items():
        if key in _SPACED and lines:
            lines.append("\n")
        lines.append(_yaml({key: value}))
    return "".join(lines)


def _yaml(data: Any) -> str:
    yaml: Any = YAML(typ="safe", pure=True)
    yaml.Representer = _Representer
    yaml.width, yaml.allow_unicode = _ONE_LINE, True
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = StringIO()
    yaml.dump(data, out)
    return out.getvalue()


def _plain(value: Any) -> Any:
    """As YAML has it."""
    if isinstance(value, Text):
        return _Together(th=_Words(value.th), en=_Words(value.en))
    if isinstance(value, BaseModel):
        return _fitted({key: _plain(getattr(value, key)) for key in _said(value)})
    if isinstance(value, Mapping):
        return _fitted({str(key): _plain(one) for key, one in value.items()})
    if isinstance(value, tuple | list):
        items = [_plain(one) for one in value]
        return (
            _Row(items)
            if len(str(items)) <= _SHORT and not any(isinstance(one, dict | list) for one in items)
            else items
        )
    if isinstance(value, Enum):
        return value.value
    return _figure(value) if isinstance(value, Decimal | float) else value


def _said(part: BaseModel) -> list[str]:
    """The keys that say something, those that name the part first."""
    fields = type(part).model_fields
    said = [
        key
        for key, field in fields.items()
        if field.is_required() or not _same(getattr(part, key), field.get_default(call_default_factory=True))
    ]
    return sorted(said, key=lambda key: _FIRST.index(key) if key in _FIRST else len(_FIRST))


def _same(value: Any, default: Any) -> bool:
    return bool(value == default) and isinstance(value, bool) == isinstance(default, bool)


def _figure(value: Decimal | float) -> Any:
    """As a figure wherever that is exact; in letters where YAML has no figure for it."""
    if not math.isfinite(value):
        return str(value)
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 10**15 else value
    if value == value.to_integral_value() and abs(value) < 10**15:
        return int(value)
    return float(value) if Decimal(str(float(value))) == value else str(value)


def _fitted(data: dict[str, Any]) -> dict[str, Any]:
    """On one line where it is short."""
    flat = all(not isinstance(value, dict | list) or isinstance(value, _Together | _Row) for value in data.values())
    return _Together(data) if data and flat and len(str(data)) <= _SHORT else data
