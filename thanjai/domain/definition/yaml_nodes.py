"""YAML as a tree of nodes with their lines, made from libyaml's events one by one, so that no text can exhaust the stack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import yaml

MOST_NODES: Final = 100_000
"""References (`*name`) can blow a small text up without end; no real definition is this large."""
MOST_DEPTH: Final = 40


class TooLarge(Exception):
    """Too many nodes, or too deep; `line` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


class UnknownReference(Exception):
    """`*name` without `&name` before it; `line` counts from 1."""

    def __init__(self, line: int, name: str) -> None:
        super().__init__(f"line {line}: *{name}")
        self.line, self.name = line, name


class ManyDocuments(Exception):
    """The text has more than one document; `line` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


@dataclass(slots=True)
class Node:
    """`inside`: the entries of a list, or key and value of a mapping by turns. `tag` only where it was written."""

    kind: Literal["scalar", "list", "mapping"]
    line: int
    text: str = ""
    plain: bool = False
    tag: str | None = None
    inside: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class _Tree:
    root: Node | None = None
    open: list[Node] = field(default_factory=list)
    anchors: dict[str, Node] = field(default_factory=dict)
    count: int = 0

    def put(self, node: Node, anchor: str | None) -> None:
        self.count += 1
        if self.count > MOST_NODES or len(self.open) > MOST_DEPTH:
            raise TooLarge(node.line)
        if anchor is not None:
            self.anchors[anchor] = node
        if self.open:
            self.open[-1].inside.append(node)
        elif self.root is None:
            self.root = node


def compose(text: str) -> Node | None:
    """The one document of a text; none if there is nothing. Raises TooLarge, ManyDocuments, UnknownReference, yaml.YAMLError, ValueError."""
    tree = _Tree()
    documents = 0
    for event in _events(text):
        line = event.start_mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise ManyDocuments(line)
        elif isinstance(event, yaml.AliasEvent):
            name = event.anchor or ""
            if name not in tree.anchors:
                raise UnknownReference(line, name)
            tree.put(tree.anchors[name], None)
        elif isinstance(event, yaml.ScalarEvent):
            plain = event.style is None or event.style == ""
            tree.put(Node("scalar", line, event.value, plain, event.tag), event.anchor)
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            kind: Literal["list", "mapping"] = "list" if isinstance(event, yaml.SequenceStartEvent) else "mapping"
            node = Node(kind, line, tag=event.tag)
            tree.put(node, event.anchor)
            tree.open.append(node)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            tree.open.pop()
    return tree.root


def _events(text: str) -> Iterator[Any]:
    loader = yaml.CBaseLoader(text)
    try:
        while loader.check_event():
            yield loader.get_event()
    finally:
        loader.dispose()
