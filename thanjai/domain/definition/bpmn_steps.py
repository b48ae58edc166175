"""What a process says about the order of steps: after which others each begins, and when it is done at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Any, Final, get_args

from pydantic import ValidationError

from thanjai.domain.definition.blank import id_from
from thanjai.domain.definition.bpmn_reading import BY_HAND, GATEWAYS, TASKS, Drawn, Found, Way, drawn, refused, spaced
from thanjai.domain.definition.model import AUTOMATIC, Step
from thanjai.domain.expressions import compiled

_KINDS: Final = frozenset(get_args(Step.model_fields["kind"].annotation))


@dataclass(frozen=True, slots=True)
class _Branch:
    """The way out of an exclusive gateway that was taken, and its condition."""

    gateway: str
    way: str
    condition: str


@dataclass(frozen=True, slots=True)
class _Here:
    """What is known on a way: the tasks right before, and the branches that lead here."""

    after: frozenset[str]
    branches: tuple[_Branch, ...] = ()


def steps_from(content: bytes) -> list[dict[str, Any]]:
    """The steps of a BPMN file as a pack has them, in the order of the file. Raises Refusal.

    What was made here comes back as it was, but for what was drawn otherwise; a task drawn elsewhere still needs its
    role, its time and its second language.
    """
    process = drawn(content)
    order = _order(process)
    here: dict[str, _Here] = {}
    before: dict[str, frozenset[str]] = {}
    when: dict[str, str | None] = {}
    ancestors: dict[str, frozenset[str]] = {}
    for id in order:
        node = process.nodes[id]
        comes = _arrived(process, node, here, ancestors)
        if node.kind in TASKS:
            before[id], when[id] = comes.after, _joined(comes.branches)
            ancestors[id] = comes.after.union(*(ancestors[one] for one in comes.after))
            comes = _Here(frozenset({id}), comes.branches)
        _leave(node, comes, here)
    return _steps(process, before, when, ancestors)


def _order(process: Drawn) -> list[str]:
    starts = [node for node in process.nodes.values() if node.kind == "startEvent"]
    if len(starts) != 1:
        raise refused(
            f"กระบวนการต้องเริ่มที่เดียว พบ {len(starts)}", f"The process must have one start; it has {len(starts)}."
        )
    for node in process.nodes.values():
        if node.kind != "startEvent" and not node.comes:
            raise refused(
                f"ไม่มีเส้นไปถึง “{node.called}” ลากเส้นหรือลบออก",
                f"Nothing leads to “{node.called}”. Draw a line to it, or delete it.",
            )
        if len(node.comes) > 1 and node.kind not in GATEWAYS | {"endEvent"}:
            raise refused(
                f"มีหลายเส้นเข้า “{node.called}” วางประตูไว้ก่อน",
                f"Several lines come to “{node.called}”. Put a gateway before it.",
            )
    graph = {node.id: [way.source for way in node.comes] for node in process.nodes.values()}
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as cycle:
        names = " → ".join(process.nodes[id].called for id in cycle.args[1])
        raise refused(
            f"เส้นวนกลับ ({names}) ลบออก การแก้ไขและอุทธรณ์ระบบทำเอง",
            f"A line leads back: {names}. Delete it: corrections and appeals come by themselves.",
        ) from None


def _arrived(process: Drawn, node: Found, here: Mapping[str, _Here], ancestors: Mapping[str, frozenset[str]]) -> _Here:
    """All that comes to a node, as one."""
    ways = [here[way.id] for way in node.comes]
    if not ways:
        return _Here(frozenset())
    after = _nearest(frozenset().union(*(way.after for way in ways)), ancestors)
    if len(ways) == 1 or node.kind == "endEvent":
        return _Here(after, ways[0].branches)
    if node.kind == "parallelGateway":
        if len({way.branches for way in ways}) > 1:
            raise refused(
                f"“{node.called}” รวมทางที่มีเงื่อนไขต่างกัน ปิดเงื่อนไขด้วยประตูเลือกทางก่อน",
                f"“{node.called}” joins ways of different conditions. Close each condition with an exclusive gateway first.",
            )
        return _Here(after, ways[0].branches)
    return _Here(after, _closed(process, node, ways))


def _closed(process: Drawn, node: Found, ways: list[_Here]) -> tuple[_Branch, ...]:
    """The branches before the exclusive gateway that this one closes: all its ways must come back together here."""
    last = [way.branches[-1] if way.branches else None for way in ways]
    outer = {way.branches[:-1] for way in ways}
    opened = process.nodes.get(last[0].gateway) if last[0] else None
    same = opened is not None and {one and one.gateway for one in last} == {opened.id} and len(outer) == 1
    if opened is None or not same or {one and one.way for one in last} != {way.id for way in opened.goes}:
        raise refused(
            f"“{node.called}” ต้องรวมทุกทางของประตูเลือกทางเดียวกัน",
            f"“{node.called}” must bring together all ways of one exclusive gateway, and no others.",
        )
    return ways[0].branches[:-1]


def _leave(node: Found, comes: _Here, here: dict[str, _Here]) -> None:
    """What is known on each way out."""
    if node.kind != "exclusiveGateway" or len(node.goes) < 2:
        here.update((way.id, comes) for way in node.goes)
        return
    said = [_condition(node, way) for way in node.goes if way.id != node.default]
    if len(said) == len(node.goes):
        raise refused(
            f"ประตู “{node.called}” ต้องมีทางเริ่มต้น (default) หนึ่งทาง",
            f"Gateway “{node.called}” needs one way that is its default.",
        )
    otherwise = " && ".join(f"!({condition})" for condition in said)
    for way in node.goes:
        condition = otherwise if way.id == node.default else _condition(node, way)
        here[way.id] = _Here(comes.after, (*comes.branches, _Branch(node.id, way.id, condition)))


def _condition(node: Found, way: Way) -> str:
    if way.condition is None:
        raise refused(
            f"ทางออกจาก “{node.called}” ไม่มีเงื่อนไข ใส่เงื่อนไขหรือตั้งเป็นทางเริ่มต้น",
            f"A way out of “{node.called}” has no condition. Give it one, or make it the default.",
        )
    try:
        compiled(way.condition)
    except ValueError as fault:
        raise refused(
            f"อ่านเงื่อนไขของ “{node.called}” ไม่ได้: {way.condition} ({fault})",
            f"The condition at “{node.called}” cannot be read: {way.condition} ({fault})",
        ) from None
    return way.condition


def _nearest(after: frozenset[str], ancestors: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Without those that come before another one anyway."""
    return after - frozenset().union(*(ancestors[one] for one in after))


def _joined(branches: tuple[_Branch, ...]) -> str | None:
    if len(branches) < 2:
        return branches[0].condition if branches else None
    return " && ".join(f"({branch.condition})" for branch in branches)


def _steps(
    process: Drawn,
    before: Mapping[str, frozenset[str]],
    when: Mapping[str, str | None],
    ancestors: Mapping[str, frozenset[str]],
) -> list[dict[str, Any]]:
    tasks = [node for node in process.nodes.values() if node.kind in TASKS]
    ids = _ids(tasks)
    units = _units(process, tasks)
    found: list[dict[str, Any]] = []
    for number, node in enumerate(tasks):
        step = _written(node, ids[node.id], process.language, units)
        step.pop("when", None)
        if (condition := when[node.id]) is not None:
            step["when"] = condition
        names = {ids[one]: one for one in ids}
        said = frozenset(names[one] for one in step.pop("after", None) or () if one in names)
        kept = [ids[one] for one in ids if one in said] if _nearest(said, ancestors) == before[node.id] else None
        after = kept or [ids[one] for one in ids if one in before[node.id]]
        implied = [found[number - 1]["id"]] if number else []
        if after != implied:
            step["after"] = after
        found.append(step)
    return found


def _ids(tasks: Iterable[Found]) -> dict[str, str]:
    """The id of each step: its own, unless another one has it; of what was drawn elsewhere, made of its name."""
    ids: dict[str, str] = {}
    for node in tasks:
        own = node.step.get("id") if node.step else None
        fits = isinstance(own, str) and own not in ids.values() and own == id_from(own, otherwise="")
        ids[node.id] = str(own) if fits else id_from(node.name, ids.values(), otherwise="step")
    return ids


def _units(process: Drawn, tasks: Iterable[Found]) -> dict[str, dict[str, str]]:
    """Units by their name on the drawing, in both languages where a step of ours knows them."""
    known: dict[str, dict[str, str]] = {}
    for node in tasks:
        unit = node.step.get("unit") if node.step else None
        if isinstance(unit, dict) and isinstance(name := unit.get(process.language), str):
            known[spaced(name)] = unit
    for node in tasks:
        name = node.lane or process.pool or "—"
        known.setdefault(name, {"th": name, "en": name})
    return known


def _written(node: Found, id: str, language: str, units: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """The step of a task: what we know of it, with what the drawing says now."""
    step: dict[str, Any] = dict(node.step or {})
    if not _sound(step):
        step = {}
    kind = step.get("kind")
    by_hand = node.kind in BY_HAND
    if kind not in _KINDS or (kind not in AUTOMATIC) != by_hand:
        kind = "review" if by_hand else "notify"
    title = dict(step.get("title") or {"th": node.called, "en": node.called})
    if spaced(title[language]) != node.called:
        title[language] = node.called
    unit = step.get("unit") or {}
    if not unit or (node.lane and spaced(unit[language]) != node.lane):
        unit = units.get(node.lane) or next(iter(units.values()))
    rest = {key: value for key, value in step.items() if key not in ("id", "kind", "title", "unit")}
    return {"id": id, "kind": kind, "title": title, "unit": dict(unit), **rest}


def _sound(step: dict[str, Any]) -> bool:
    """Whether the note is a step: somebody may have written anything there."""
    try:
        Step.model_validate(step)
    except ValidationError:
        return False
    return True
