"""YAML as plain data, with the line of everything in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from thanjai.domain.definition.problems import Where
from thanjai.domain.text import Text

MOST_NODES: Final = 100_000
"""References (`*name`) can blow a small text up without end; no real definition is this large."""
MOST_CHARACTERS: Final = 500_000
MOST_DEPTH: Final = 40

_INTEGER: Final = re.compile(r"[-+]?[0-9]+")


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
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        words = " ".join(part for part in (fault.context, fault.problem) if part)
        raise _unreadable((mark.line if mark else 0) + 1, words) from None
    except (YAMLError, ValueError, RecursionError) as fault:
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
    line = node.start_mark.line + 1
    reading.lines.setdefault(where, line)
    reading.nodes += 1
    if reading.nodes > MOST_NODES or len(where) > MOST_DEPTH:
        raise _too_large(line)
    if isinstance(node, MappingNode):
        return _mapping(node, where, reading)
    if isinstance(node, SequenceNode):
        return [_plain(child, (*where, number), reading) for number, child in enumerate(node.value)]
    return _scalar(node)


def _mapping(node: MappingNode, where: Where, reading: _Reading) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        key = key_node.value if isinstance(key_node, ScalarNode) else None
        if key is None or key_node.tag.endswith(":merge"):
            raise YamlFault(
                line,
                "yaml_key",
                Text(th="ชื่อรายการต้องเป็นคำเดียว", en="A key must be a plain word"),
            )
        if key in found:
            raise YamlFault(
                line,
                "duplicate_key",
                Text(th=f"“{key}” เขียนซ้ำในที่เดียวกัน ลบออกหนึ่งแห่ง", en=f"“{key}” stands here twice. Remove one"),
            )
        reading.lines[(*where, key)] = line
        found[key] = _plain(value_node, (*where, key), reading)
    return found


def _scalar(node: Node) -> Any:
    """Only the kinds that a definition has; a date stays the text it is."""
    text, kind = str(node.value), str(node.tag).rpartition(":")[2]
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() in {"true", "yes", "on"}
    if kind == "int" and _INTEGER.fullmatch(text) and len(text) < 19:
        return int(text)
    if kind == "float":
        try:
            return float(text)
        except ValueError:
            return text
    return text
