"""A process as a file of BPMN 2.0 (OMG formal/2013-12-09, ISO/IEC 19510), with its drawing."""

from __future__ import annotations

import json
from typing import Any, Final

from lxml import etree

from thanjai.domain.definition.bpmn_flow import Edge, Flow, Node, flow_of
from thanjai.domain.definition.bpmn_layout import Box, Layout, laid_out
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.text import Language

BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
_DC: Final = "http://www.omg.org/spec/DD/20100524/DC"
_DD: Final = "http://www.omg.org/spec/DD/20100524/DI"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
OURS: Final = "urn:thanjai:bpmn:1"
"""What BPMN has no place for, so that nothing is lost on the way: the step as the definition has it."""
_NAMES: Final = {"bpmn": BPMN, "bpmndi": DI, "dc": _DC, "di": _DD, "xsi": XSI, "thanjai": OURS}
CEL: Final = "urn:cel"


def bpmn(definition: ServiceDefinition, language: Language = "th") -> bytes:
    """The steps as BPMN, named in one language. Raises Refusal where they have no order."""
    flow = flow_of(definition)
    layout = laid_out(flow)
    root = etree.Element(_in(BPMN, "definitions"), nsmap=_NAMES)
    root.set("id", "Definitions")
    root.set("targetNamespace", OURS)
    root.set("exporter", "Thanjai")
    pool = _add(_add(root, BPMN, "collaboration", id="Collaboration"), BPMN, "participant", id="Pool")
    pool.set("name", definition.title.in_language(language))
    pool.set("processRef", "Process")
    process = _add(root, BPMN, "process", id="Process", isExecutable="false")
    process.set("name", definition.title.in_language(language))
    _ours(process, "service", {"id": definition.id, "language": language})
    _lanes(process, flow, language)
    for node in flow.nodes.values():
        _node(process, node, flow, language)
    for edge in flow.edges:
        _edge(process, edge)
    _drawing(root, flow, layout)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _in(space: str, name: str) -> str:
    return f"{{{space}}}{name}"


def _add(parent: Any, space: str, tag: str, /, **attributes: Any) -> Any:
    return etree.SubElement(parent, _in(space, tag), {key: str(value) for key, value in attributes.items()})


def _ours(parent: Any, name: str, data: dict[str, Any]) -> None:
    """What only we understand; other programs keep it where it is."""
    extra = _add(_add(parent, BPMN, "extensionElements"), OURS, name)
    extra.text = json.dumps(data, ensure_ascii=False)


def _lanes(process: Any, flow: Flow, language: Language) -> None:
    lanes = _add(process, BPMN, "laneSet", id="Lanes")
    for number, unit in enumerate(flow.units, start=1):
        lane = _add(lanes, BPMN, "lane", id=f"Lane_{number}", name=unit.in_language(language))
        for node in flow.nodes.values():
            if node.unit == unit:
                _add(lane, BPMN, "flowNodeRef").text = node.id


def _node(process: Any, node: Node, flow: Flow, language: Language) -> None:
    element = _add(process, BPMN, node.kind, id=node.id)
    if (step := node.step) is not None:
        element.set("name", step.title.in_language(language))
        if step.description is not None:
            _add(element, BPMN, "documentation").text = step.description.in_language(language)
        _ours(element, "step", step.model_dump(mode="json", exclude_defaults=True))
    leaving = [edge for edge in flow.edges if edge.source == node.id]
    for edge in flow.edges:
        if edge.target == node.id:
            _add(element, BPMN, "incoming").text = edge.id
    for edge in leaving:
        _add(element, BPMN, "outgoing").text = edge.id
        if edge.otherwise:
            element.set("default", edge.id)


def _edge(process: Any, edge: Edge) -> None:
    element = _add(process, BPMN, "sequenceFlow", id=edge.id, sourceRef=edge.source, targetRef=edge.target)
    if edge.condition is not None:
        condition = _add(element, BPMN, "conditionExpression", language=CEL)
        condition.set(_in(XSI, "type"), "bpmn:tFormalExpression")
        condition.text = edge.condition


def _drawing(root: Any, flow: Flow, layout: Layout) -> None:
    diagram = _add(root, DI, "BPMNDiagram", id="Diagram")
    plane = _add(diagram, DI, "BPMNPlane", id="Plane", bpmnElement="Collaboration")
    _shape(plane, "Pool", layout.pool, isHorizontal="true")
    for number, lane in enumerate(layout.lanes, start=1):
        _shape(plane, f"Lane_{number}", lane, isHorizontal="true")
    for node in flow.nodes.values():
        marked = {"isMarkerVisible": "true"} if node.kind == "exclusiveGateway" else {}
        _shape(plane, node.id, layout.boxes[node.id], **marked)
    for edge in flow.edges:
        line = _add(plane, DI, "BPMNEdge", id=f"{edge.id}_di", bpmnElement=edge.id)
        for x, y in layout.lines[edge.id]:
            _add(line, _DD, "waypoint", x=x, y=y)


def _shape(plane: Any, id: str, box: Box, **attributes: str) -> None:
    shape = _add(plane, DI, "BPMNShape", id=f"{id}_di", bpmnElement=id, **attributes)
    _add(shape, _DC, "Bounds", x=box.x, y=box.y, width=box.width, height=box.height)
