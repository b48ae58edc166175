"""The steps of a service as a process of BPMN 2.0: tasks, gateways for conditions and for parallel ways, start and end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import Final, Literal

from thanjai.domain.definition.model import AUTOMATIC, ServiceDefinition, Step
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

Kind = Literal["startEvent", "endEvent", "userTask", "serviceTask", "exclusiveGateway", "parallelGateway"]
START: Final = "Start"
END: Final = "End"


@dataclass(frozen=True, slots=True)
class Node:
    """One thing on the drawing. `step` where it is the task of one; `unit` is the lane that it lies in."""

    id: str
    kind: Kind
    unit: Text
    step: Step | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """The way from one node to the next. `condition`: only when it holds; `otherwise`: when no other one does."""

    id: str
    source: str
    target: str
    condition: str | None = None
    otherwise: bool = False


@dataclass(slots=True)
class Flow:
    """All of it, in the order of the steps."""

    nodes: dict[str, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)

    def node(self, id: str, kind: Kind, unit: Text, step: Step | None = None) -> str:
        self.nodes[id] = Node(id, kind, unit, step)
        return id

    def edge(self, source: str, target: str, condition: str | None = None, *, otherwise: bool = False) -> None:
        self.edges.append(Edge(f"Flow_{len(self.edges) + 1}", source, target, condition, otherwise))

    @property
    def units(self) -> list[Text]:
        """The lanes, from above."""
        return list(dict.fromkeys(node.unit for node in self.nodes.values()))


def flow_of(definition: ServiceDefinition) -> Flow:
    """The process of a definition. Raises Refusal where its steps have no beginning: they wait for one another."""
    steps = definition.steps
    before = {step.id: _before(definition, step) for step in steps}
    _check_order(before)
    behind = {step.id: [other.id for other in steps if step.id in before[other.id]] for step in steps}
    first = [step for step in steps if not before[step.id]]
    last = [step for step in steps if not behind[step.id]]
    flow = Flow()
    flow.node(START, "startEvent", first[0].unit)
    ways = {step.id: _station(flow, step, len(before[step.id]) > 1, len(behind[step.id]) > 1) for step in steps}
    beginning = _spread(flow, START, "Begin", first[0].unit, len(first) > 1)
    for step in first:
        flow.edge(beginning, ways[step.id][0])
    for step in steps:
        for other in behind[step.id]:
            flow.edge(ways[step.id][1], ways[other][0])
    end = _gathered(flow, last[-1].unit, len(last) > 1)
    for step in last:
        flow.edge(ways[step.id][1], end)
    return flow


def _before(definition: ServiceDefinition, step: Step) -> list[str]:
    known = {other.id for other in definition.steps}
    return [id for id in dict.fromkeys(definition.after(step)) if id in known]


def _check_order(before: Mapping[str, list[str]]) -> None:
    if not before:
        raise Refusal(
            "no_steps", Text(th="บริการนี้ยังไม่มีขั้นตอน เพิ่มขั้นตอนก่อน", en="This service has no steps yet. Add one first.")
        )
    try:
        TopologicalSorter(before).prepare()
    except CycleError as cycle:
        names = " → ".join(cycle.args[1])
        raise Refusal(
            "step_cycle",
            Text(
                th=f"ขั้นตอนวนกลับมาที่เดิม ({names}) แก้ลำดับก่อน",
                en=f"These steps wait for one another: {names}. Mend their order first.",
            ),
        ) from None


def _station(flow: Flow, step: Step, joins: bool, forks: bool) -> tuple[str, str]:
    """A step with the gateways around it: where one comes in, and where one goes out."""
    task = flow.node(f"Step_{step.id}", "serviceTask" if step.kind in AUTOMATIC else "userTask", step.unit, step)
    comes = goes = task
    if step.when is not None:
        comes = flow.node(f"If_{step.id}", "exclusiveGateway", step.unit)
        goes = flow.node(f"Fi_{step.id}", "exclusiveGateway", step.unit)
        flow.edge(comes, task, step.when)
        flow.edge(task, goes)
        flow.edge(comes, goes, otherwise=True)
    if joins:
        join = flow.node(f"Join_{step.id}", "parallelGateway", step.unit)
        flow.edge(join, comes)
        comes = join
    return comes, _spread(flow, goes, step.id, step.unit, forks)


def _spread(flow: Flow, source: str, name: str, unit: Text, forks: bool) -> str:
    """Where several ways begin at once, a gateway for them."""
    if not forks:
        return source
    fork = flow.node(f"Fork_{name}", "parallelGateway", unit)
    flow.edge(source, fork)
    return fork


def _gathered(flow: Flow, unit: Text, joins: bool) -> str:
    """The end, and before it a gateway where several ways come to it."""
    end = flow.node(END, "endEvent", unit)
    if not joins:
        return end
    join = flow.node("Join_End", "parallelGateway", unit)
    flow.edge(join, end)
    return join
