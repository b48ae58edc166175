"""Where the things of a process lie on the drawing: columns by the order of work, rows by the unit that does it.

Lines run between columns and between rows, so none of them crosses a task.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from graphlib import TopologicalSorter
from itertools import accumulate
from typing import Final

from thanjai.domain.definition.bpmn_flow import Edge, Flow, Node
from thanjai.domain.text import Text

_SIZES: Final = {
    "startEvent": (36, 36),
    "endEvent": (36, 36),
    "userTask": (170, 90),
    "serviceTask": (170, 90),
    "exclusiveGateway": (50, 50),
    "parallelGateway": (50, 50),
}
_BETWEEN_COLUMNS: Final = 70
_BETWEEN_ROWS: Final = 60
_ROW: Final = 90
_TITLE: Final = 30
"""The strip with the name of the pool, and of a lane."""
_LETTER: Final = 8
"""How wide a letter of a name is, at most."""
_TRACK: Final = 5
"""Lines beside one another are so far apart."""
_TRACKS: Final = 6

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Box:
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        return self.y + self.height // 2

    @property
    def centre(self) -> int:
        return self.x + self.width // 2

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Layout:
    """`lanes` in the order of the flow's units; all of them in `pool`."""

    pool: Box
    lanes: tuple[Box, ...]
    boxes: dict[str, Box]
    lines: dict[str, tuple[Point, ...]]


def laid_out(flow: Flow) -> Layout:
    """The drawing of a flow that has no cycle."""
    columns = _columns(flow)
    places, rows = _places(flow, columns)
    left = _lefts(flow, columns)
    heights = [_tall(count, unit) for count, unit in zip(rows, flow.units, strict=True)]
    tops = list(accumulate(heights, initial=0))
    boxes = {}
    for id, node in flow.nodes.items():
        lane, row = places[id]
        boxes[id] = _box(node, columns[id], tops[lane] + row * (_ROW + _BETWEEN_ROWS), left)
    lanes = tuple(Box(_TITLE, top, left[-1] - _TITLE, height) for top, height in zip(tops[:-1], heights, strict=True))
    lines = {edge.id: _line(edge, number, boxes, columns) for number, edge in enumerate(flow.edges)}
    return Layout(Box(0, 0, left[-1], tops[-1]), lanes, boxes, lines)


def _tall(rows: int, unit: Text) -> int:
    """Room for the rows, and for the name of the unit, which stands upright on two lines."""
    return max(rows * (_ROW + _BETWEEN_ROWS), max(len(unit.th), len(unit.en)) * _LETTER // 2 + _BETWEEN_ROWS)


def _columns(flow: Flow) -> dict[str, int]:
    """How many things come before at most."""
    before: dict[str, set[str]] = {id: set() for id in flow.nodes}
    for edge in flow.edges:
        before[edge.target].add(edge.source)
    columns: dict[str, int] = {}
    for id in TopologicalSorter(before).static_order():
        columns[id] = max((columns[one] + 1 for one in before[id]), default=0)
    return columns


def _places(flow: Flow, columns: dict[str, int]) -> tuple[dict[str, tuple[int, int]], list[int]]:
    """The lane of each thing and its row there, and how many rows each lane has."""
    inside: dict[tuple[int, int], list[str]] = defaultdict(list)
    units = {unit: number for number, unit in enumerate(flow.units)}
    for id, node in flow.nodes.items():
        inside[units[node.unit], columns[id]].append(id)
    rows = [max(len(ids) for (lane, _), ids in inside.items() if lane == number) for number in range(len(units))]
    places = {id: (lane, row) for (lane, _), ids in inside.items() for row, id in enumerate(ids)}
    return places, rows


def _lefts(flow: Flow, columns: dict[str, int]) -> list[int]:
    """Where each column begins, and where the last one ends."""
    widths = [0] * (max(columns.values()) + 1)
    for id, column in columns.items():
        widths[column] = max(widths[column], _SIZES[flow.nodes[id].kind][0])
    return list(accumulate((width + _BETWEEN_COLUMNS for width in widths), initial=2 * _TITLE + _BETWEEN_COLUMNS // 2))


def _box(node: Node, column: int, top: int, left: list[int]) -> Box:
    width, height = _SIZES[node.kind]
    middle = top + _ROW // 2 + _BETWEEN_ROWS // 3
    room = left[column + 1] - left[column] - _BETWEEN_COLUMNS
    return Box(left[column] + (room - width) // 2, middle - height // 2, width, height)


def _line(edge: Edge, number: int, boxes: dict[str, Box], columns: dict[str, int]) -> tuple[Point, ...]:
    """Straight to the next column; to one further away below the row of where it goes."""
    source, target = boxes[edge.source], boxes[edge.target]
    start, end = (source.right, source.middle), (target.x, target.middle)
    track = (number % _TRACKS) * _TRACK
    if columns[edge.target] == columns[edge.source] + 1:
        if start[1] == end[1]:
            return start, end
        turn = _gutter(edge.source, boxes, columns) + track + 10
        return start, (turn, start[1]), (turn, end[1]), end
    below = target.middle + _ROW // 2 + 10 + track
    if source.middle == target.middle and max(source.height, target.height) < _ROW:
        return (
            (source.centre, source.bottom),
            (source.centre, below),
            (target.centre, below),
            (target.centre, target.bottom),
        )
    leaves = _gutter(edge.source, boxes, columns) + track + 10
    comes = min(box.x for id, box in boxes.items() if columns[id] == columns[edge.target]) - 15 - track
    return start, (leaves, start[1]), (leaves, below), (comes, below), (comes, end[1]), end


def _gutter(id: str, boxes: dict[str, Box], columns: dict[str, int]) -> int:
    """Where the column of a thing ends."""
    return max(box.right for other, box in boxes.items() if columns[other] == columns[id])
