"""YAML as plain data, with the line of everything in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from thanjai.domain.definition.problems import Where
from thanjai.domain.definition.yaml_nodes import (
    MOST_DEPTH,
    MOST_NODES,
    ManyDocuments,
    Node,
    TooLarge,
    UnknownReference,
    compose,
)
from thanjai.domain.text import Text

MOST_CHARACTERS: Final = 500_000

_INTEGER: Final = re.compile(r"[-+]?[0-9]+")
_FLOAT: Final = re.compile(r"[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*|[0-9][0-9_]*(?=[eE]))(?:[eE][-+]?[0-9]+)?")
_NOTHING: Final = frozenset({"", "~", "null", "Null", "NULL"})
_TRUTH: Final = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
"""Of YAML 1.2; `yes` and `on` are words."""


class YamlFault(Exception):
    """The text is not usable YAML; `line` counts from 1."""

    def __init__(self, line: int, code: str, message: Text) -> None:
        super().__init__(f"line {line}: {message.en}")
        self.line, self.code, self.message = line, code, message


@dataclass(slots=True)
class Source:
    """`data` as pydantic takes it; `lines` gives each path its line, counted from 1."""

    data: Any
    lines: Mapping[Where, int]


@dataclass(slots=True)
class _Reading:
    lines: dict[Where, int] = field(default_factory=dict)
    nodes: int = 0


def load(text: str) -> Source:
    """The one document of a text. Raises YamlFault."""
    if len(text) > MOST_CHARACTERS:
        raise _too_large(1)
    try:
        node = compose(text)
    except TooLarge as fault:
        raise _too_large(fault.line) from None
    except ManyDocuments as fault:
        raise _unreadable(fault.line, "a second document begins") from None
    except UnknownReference as fault:
        raise _unreadable(fault.line, f"*{fault.name} refers to nothing") from None
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        words = " ".join(part for part in (fault.context, fault.problem) if part)
        raise _unreadable((mark.line if mark else 0) + 1, words) from None
    except (yaml.YAMLError, ValueError) as fault:
        raise _unreadable(1, str(fault).splitlines()[0] if str(fault) else "") from None
    if node is None:
        raise _unreadable(1, "empty")
    reading = _Reading()
    return Source(_plain(node, (), reading), reading.lines)


def _unreadable(line: int, words: str) -> YamlFault:
    return YamlFault(
        line,
        "yaml_unreadable",
        Text(
            th=f"อ่าน YAML ไม่ได้ ตรวจสอบย่อหน้า เครื่องหมายคำพูด และวงเล็บ ({words})",
            en=f"This is not readable YAML. Check indentation, quotes and brackets ({words})",
        ),
    )


def _too_large(line: int) -> YamlFault:
    return YamlFault(
        line,
        "yaml_too_large",
        Text(th="ข้อความใหญ่หรือซ้อนกันลึกเกินไป แบ่งให้เล็กลง", en="The text is too large or too deep. Make it smaller"),
    )


def _plain(node: Node, where: Where, reading: _Reading) -> Any:
    reading.lines.setdefault(where, node.line)
    reading.nodes += 1
    if reading.nodes > MOST_NODES or len(where) > MOST_DEPTH:
        raise _too_large(node.line)
    if node.kind == "mapping":
        return _mapping(node, where, reading)
    if node.kind == "list":
        return [_plain(child, (*where, number), reading) for number, child in enumerate(node.inside)]
    return _scalar(node)


def _mapping(node: Node, where: Where, reading: _Reading) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in zip(node.inside[::2], node.inside[1::2], strict=True):
        key = key_node.text
        if key_node.kind != "scalar" or (key == "<<" and key_node.plain):
            raise YamlFault(
                key_node.line,
                "yaml_key",
                Text(th="ชื่อรายการต้องเป็นคำเดียว", en="A key must be a plain word"),
            )
        if key in found:
            raise YamlFault(
                key_node.line,
                "duplicate_key",
                Text(th=f"“{key}” เขียนซ้ำในที่เดียวกัน ลบออกหนึ่งแห่ง", en=f"“{key}” stands here twice. Remove one"),
            )
        reading.lines[(*where, key)] = key_node.line
        found[key] = _plain(value_node, (*where, key), reading)
    return found


def _scalar(node: Node) -> Any:
    """Only the kinds that a definition has; a date stays the text it is, as does all that is quoted or tagged."""
    text = node.text
    if not node.plain or node.tag is not None:
        return text
    if text in _NOTHING:
        return None
    if text in _TRUTH:
        return _TRUTH[text]
    if _INTEGER.fullmatch(text) and len(text) < 19:
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text
