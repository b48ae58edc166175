"""A file of BPMN 2.0 as steps of a service. What our steps cannot say is refused by name, with what to do instead."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from thanjai.domain.bank_xml import NotRead, root_of
from thanjai.domain.definition.bpmn_writing import BPMN, OURS
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

MOST_BYTES: Final = 2_000_000
MOST_NODES: Final = 500
TASKS: Final = frozenset(
    {"task", "userTask", "manualTask", "serviceTask", "sendTask", "scriptTask", "businessRuleTask"}
)
BY_HAND: Final = frozenset({"task", "userTask", "manualTask"})
GATEWAYS: Final = frozenset({"exclusiveGateway", "parallelGateway"})
_NODES: Final = TASKS | GATEWAYS | {"startEvent", "endEvent"}
_BESIDE: Final = frozenset(
    {"laneSet", "sequenceFlow", "extensionElements", "documentation", "textAnnotation", "association", "group",
     "dataObject", "dataObjectReference", "dataStoreReference", "ioSpecification", "property"}
)  # fmt: skip
"""What may stand there and says nothing about the order of work."""
_INSTEAD: Final = {
    "inclusiveGateway": (
        "ใช้ประตูแบบเลือกทางเดียว (exclusive) หรือแบบขนาน (parallel)",
        "Use an exclusive or a parallel gateway.",
    ),
    "eventBasedGateway": ("ใช้กำหนดเวลาของบริการแทน", "Use the time limits of the service instead."),
    "complexGateway": ("ใช้ประตูแบบเลือกทางเดียวหรือแบบขนาน", "Use exclusive and parallel gateways."),
    "subProcess": ("วางขั้นตอนย่อยไว้ในกระบวนการหลัก", "Put its tasks into the process itself."),
    "callActivity": ("วางขั้นตอนไว้ในกระบวนการหลัก", "Put its tasks into the process itself."),
    "receiveTask": ("ใช้ขั้นตอนหารือ (user task)", "Use a user task that consults the other agency."),
    "boundaryEvent": ("ใช้กำหนดเวลาของบริการแทน", "Use the time limits of the service instead."),
    "intermediateCatchEvent": ("ใช้กำหนดเวลาของบริการแทน", "Use the time limits of the service instead."),
    "intermediateThrowEvent": ("ใช้ขั้นตอนแจ้งผล (service task)", "Use a service task that notifies."),
}


@dataclass(slots=True)
class Found:
    """A thing on the drawing, as the file says."""

    id: str
    kind: str
    name: str
    lane: str
    step: dict[str, Any] | None
    default: str | None
    comes: list[Way] = field(default_factory=list)
    goes: list[Way] = field(default_factory=list)

    @property
    def called(self) -> str:
        return self.name or self.id


@dataclass(frozen=True, slots=True)
class Way:
    """A sequence flow."""

    id: str
    source: str
    target: str
    condition: str | None


@dataclass(slots=True)
class Drawn:
    """The one process of a file, in the order in which it stands there."""

    nodes: dict[str, Found]
    language: str
    pool: str


def drawn(content: bytes) -> Drawn:
    """What a file of BPMN holds. Raises Refusal."""
    if len(content) > MOST_BYTES:
        raise refused("ไฟล์ใหญ่เกิน 2 MB", "The file is larger than 2 MB. Bring one process alone.")
    try:
        root = root_of(content)
    except NotRead as fault:
        raise refused(
            "ไฟล์นี้ไม่ใช่ BPMN ที่อ่านได้ บันทึกเป็น BPMN 2.0 XML ใหม่", "This is no readable BPMN. Save it as BPMN 2.0 XML again."
        ) from fault
    if root.tag != f"{{{BPMN}}}definitions":
        raise refused("ไฟล์นี้ไม่ใช่ BPMN 2.0", "This is no BPMN 2.0: its outermost element is not `definitions`.")
    processes = root.findall(f"{{{BPMN}}}process")
    if len(processes) != 1:
        raise refused(
            f"ไฟล์ต้องมีหนึ่งกระบวนการ (process) พบ {len(processes)}",
            f"The file must hold one process; it holds {len(processes)}.",
        )
    return _process(root, processes[0])


def _process(root: Any, process: Any) -> Drawn:
    lanes = _lanes(process)
    nodes: dict[str, Found] = {}
    for element in process.iterchildren(etree.Element):
        name = etree.QName(element).localname
        if etree.QName(element).namespace != BPMN or name in _BESIDE:
            continue
        if name not in _NODES:
            raise _outside(element, name)
        _check_plain(element, name)
        id = element.get("id", "")
        nodes[id] = Found(
            id,
            name,
            spaced(element.get("name", "")),
            lanes.get(id, ""),
            _step(element),
            element.get("default"),
        )
    if not 0 < len(nodes) <= MOST_NODES:
        raise refused(
            f"กระบวนการต้องมีองค์ประกอบ 1 ถึง {MOST_NODES} ชิ้น", f"The process must have 1 to {MOST_NODES} elements."
        )
    _ways(process, nodes)
    service = _ours(process, "service") or {}
    participant = root.find(f"{{{BPMN}}}collaboration/{{{BPMN}}}participant")
    pool = participant.get("name", "") if participant is not None else process.get("name", "")
    return Drawn(nodes, "en" if service.get("language") == "en" else "th", pool)


def _lanes(process: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for lane in process.iter(f"{{{BPMN}}}lane"):
        for reference in lane.findall(f"{{{BPMN}}}flowNodeRef"):
            found[(reference.text or "").strip()] = spaced(lane.get("name", ""))
    return found


def _check_plain(element: Any, name: str) -> None:
    """Events without a cause of their own, tasks that are done once."""
    for inner in element.iterchildren(etree.Element):
        kind = etree.QName(inner).localname
        if kind.endswith(("EventDefinition", "LoopCharacteristics")):
            raise _outside(inner, kind, element.get("name") or element.get("id", name))


def _outside(element: Any, kind: str, where: str = "") -> Refusal:
    th, en = _INSTEAD.get(kind, ("นำออกจากแผนภาพ", "Take it out of the drawing."))
    name = where or element.get("name") or element.get("id", "")
    line = element.sourceline
    return refused(
        f"บรรทัดที่ {line}: “{name}” เป็น {kind} ซึ่งขั้นตอนของบริการไม่มี {th}",
        f"Line {line}: “{name}” is of kind {kind}, which the steps of a service do not have. {en}",
    )


def _ways(process: Any, nodes: dict[str, Found]) -> None:
    for element in process.findall(f"{{{BPMN}}}sequenceFlow"):
        source, target = nodes.get(element.get("sourceRef", "")), nodes.get(element.get("targetRef", ""))
        if source is None or target is None:
            raise refused(
                f"บรรทัดที่ {element.sourceline}: เส้นเชื่อมไม่มีต้นทางหรือปลายทาง ลากใหม่",
                f"Line {element.sourceline}: a sequence flow has no beginning or no end. Draw it again.",
            )
        condition = (element.findtext(f"{{{BPMN}}}conditionExpression") or "").strip() or None
        way = Way(element.get("id", ""), source.id, target.id, condition)
        source.goes.append(way)
        target.comes.append(way)


def _step(element: Any) -> dict[str, Any] | None:
    return _ours(element, "step")


def _ours(element: Any, name: str) -> dict[str, Any] | None:
    """What we have put there when the file was made here; a damaged note counts as none."""
    text = element.findtext(f"{{{BPMN}}}extensionElements/{{{OURS}}}{name}")
    try:
        found = json.loads(text) if text else None
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def spaced(name: str) -> str:
    """A name as a drawing keeps it: one space between words."""
    return " ".join(name.split())


def refused(th: str, en: str) -> Refusal:
    return Refusal("bpmn_unreadable", Text(th=th, en=en), field="file")
