"""A case told to people: what happened, what is next, whose turn, due when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from thanjai.cases.models import Case, CaseEvent
from thanjai.cases.selectors import Happened
from thanjai.domain.case.state import ENDED, Status
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.money import baht
from thanjai.domain.text import Text


@dataclass(frozen=True)
class TimelineEntry:
    """One line of the history. `detail` adds what the reader needs; `actor` is a name, or empty for the system."""

    at: datetime
    seq: int
    kind: str
    title: Text
    detail: Text | None
    actor: str


@dataclass(frozen=True)
class Outlook:
    """Where the case stands in words. `whose` is applicant, agency or nobody."""

    status: Status
    label: Text
    next: Text
    whose: str
    due_at: datetime | None
    due_reason: Text | None


def timeline(
    events: Iterable[CaseEvent | Happened], definition: ServiceDefinition, *, for_officer: bool
) -> list[TimelineEntry]:
    """The history, newest last. Officers' remarks and inner workings are left out for applicants."""
    entries = []
    for event in events:
        if event.type in _INNER and not for_officer:
            continue
        teller = _TELLERS.get(event.type)
        if teller is None:
            continue
        title, detail = teller(event.payload, definition)
        actor = event.actor_name if for_officer or event.actor_kind == "officer" else ""
        entries.append(TimelineEntry(event.at, event.seq, event.type, title, detail, actor))
    return entries


_INNER = frozenset({"note_added", "assigned", "step_skipped", "document_requested", "told"})
Told = tuple[Text, Text | None]
Teller = Callable[[Mapping[str, Any], ServiceDefinition], Told]


def _same(words: str) -> Text | None:
    """What a person wrote, as written, in either language."""
    return Text(th=words, en=words) if words.strip() else None


def _step(payload: Mapping[str, Any], definition: ServiceDefinition) -> Text:
    return definition.step(payload["step"]).title


def _submitted(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    return Text(th="ได้รับคำขอแล้ว", en="Request received"), None


def _started(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    step = definition.step(payload["step"])
    return Text(th=f"เริ่มขั้นตอน: {step.title.th}", en=f"Started: {step.title.en}"), step.unit


def _finished(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    title = _step(payload, definition)
    return Text(th=f"เสร็จขั้นตอน: {title.th}", en=f"Finished: {title.en}"), None


def _skipped(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    title = _step(payload, definition)
    return Text(th=f"ไม่ต้องทำขั้นตอน: {title.th}", en=f"Not needed: {title.en}"), None


def _assigned(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    name = payload["name"]
    return Text(th=f"มอบหมายให้ {name}", en=f"Assigned to {name}"), _step(payload, definition)


def _defects(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    lines = "; ".join(f"{defect['missing']} {defect['mend']}".strip() for defect in payload["defects"])
    return Text(th="แจ้งสิ่งที่ต้องแก้ไข (แจ้งครั้งเดียว)", en="Told what to correct (only once)"), _same(lines)


def _corrected(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    return Text(th="ผู้ยื่นแก้ไขคำขอแล้ว", en="The applicant corrected the request"), None


def _returned(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    return Text(th="คืนคำขอ", en="Request returned"), _same(payload["reasons"])


def _extended(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    return Text(th="ขยายเวลาพิจารณา", en="Time extended"), _same(payload["reason"])


def _decided(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    approved = payload["outcome"] == "approved"
    title = Text(th="อนุมัติ", en="Approved") if approved else Text(th="ไม่อนุมัติ", en="Refused")
    return title, _same(payload["reasons"])


def _fee(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    amount = baht(payload["satang"])
    return Text(th="แจ้งค่าธรรมเนียม", en="Fee requested"), Text(th=f"{amount} บาท", en=f"{amount} baht")


def _paid(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    amount, receipt = baht(payload["satang"]), payload["receipt"]
    detail = Text(th=f"{amount} บาท ใบเสร็จเลขที่ {receipt}", en=f"{amount} baht, receipt no. {receipt}")
    return Text(th="ได้รับชำระเงินแล้ว", en="Payment received"), detail


def _wanted(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    return Text(th="กำลังจัดทำเอกสาร", en="Preparing the document"), definition.paper(payload["paper"]).title


def _issued(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    title, number = definition.paper(payload["paper"]).title, payload["number"]
    detail = Text(th=f"{title.th} เลขที่ {number}", en=f"{title.en} no. {number}")
    return Text(th="ออกเอกสารแล้ว", en="Document issued"), detail


def _entered(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    title = definition.register_entry(payload["register_entry"]).title
    return Text(th="บันทึกลงทะเบียนแล้ว", en="Entered in the register"), title


def _told(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    return Text(th="แจ้งผู้ยื่นแล้ว", en="The applicant was told"), _BY[payload["by"]]


_BY = {
    "email": Text(th="ทางอีเมล", en="by e-mail"),
    "post": Text(th="ทางไปรษณีย์", en="by post"),
    "in_person": Text(th="แจ้งด้วยตนเอง", en="in person"),
}


def _withdrawn(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    return Text(th="ผู้ยื่นถอนคำขอ", en="Withdrawn by the applicant"), _same(payload["reason"])


def _closed(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    return Text(th="เสร็จสิ้น", en="Finished"), None


def _note(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    return Text(th="บันทึกภายใน", en="Internal note"), _same(payload["text"])


_TELLERS: Mapping[str, Teller] = {
    "submitted": _submitted, "step_started": _started, "step_finished": _finished, "step_skipped": _skipped,
    "assigned": _assigned, "defects_recorded": _defects, "corrected": _corrected, "returned": _returned,
    "extended": _extended, "decided": _decided, "fee_requested": _fee, "fee_paid": _paid,
    "document_requested": _wanted, "document_issued": _issued, "entry_made": _entered, "told": _told,
    "withdrawn": _withdrawn, "closed": _closed, "note_added": _note,
}  # fmt: skip

LABELS: Mapping[Status, Text] = {
    Status.SUBMITTED: Text(th="ยื่นแล้ว", en="Submitted"),
    Status.NEEDS_CORRECTION: Text(th="รอแก้ไขคำขอ", en="Needs correction"),
    Status.RETURNED: Text(th="คืนคำขอ", en="Returned"),
    Status.IN_PROGRESS: Text(th="กำลังดำเนินการ", en="In progress"),
    Status.WAITING_AGENCY: Text(th="รอหน่วยงานอื่น", en="Waiting for another agency"),
    Status.WAITING_PAYMENT: Text(th="รอชำระเงิน", en="Waiting for payment"),
    Status.APPROVED: Text(th="อนุมัติแล้ว", en="Approved"),
    Status.ISSUED: Text(th="ออกเอกสารแล้ว", en="Issued"),
    Status.REFUSED: Text(th="ไม่อนุมัติ", en="Refused"),
    Status.WITHDRAWN: Text(th="ถอนคำขอ", en="Withdrawn"),
    Status.CLOSED: Text(th="เสร็จสิ้น", en="Closed"),
}

_NEXT: Mapping[Status, Text] = {
    Status.NEEDS_CORRECTION: Text(th="แก้ไขตามที่แจ้งแล้วส่งอีกครั้ง", en="Correct what was listed and send it again."),
    Status.RETURNED: Text(th="อ่านเหตุผล แล้วยื่นคำขอใหม่หรืออุทธรณ์ได้", en="Read the reasons; you may apply again or appeal."),
    Status.WAITING_PAYMENT: Text(th="ชำระค่าธรรมเนียม", en="Pay the fee."),
    Status.ISSUED: Text(th="ดาวน์โหลดหรือพิมพ์เอกสารของท่าน", en="Download or print your document."),
    Status.REFUSED: Text(th="อ่านเหตุผลและวิธีอุทธรณ์ในหนังสือแจ้งผล", en="Read the reasons and how to appeal in the letter."),
    Status.WITHDRAWN: Text(th="ท่านยื่นคำขอใหม่ได้ทุกเมื่อ", en="You may apply again at any time."),
    Status.CLOSED: Text(th="ไม่มีสิ่งที่ต้องทำต่อ", en="Nothing more needs to be done."),
}


def outlook(row: Case, definition: ServiceDefinition) -> Outlook:
    """What is next, whose turn it is and by when, from the row alone."""
    status = Status(row.status)
    names = [definition.step(id).title for id in row.steps]
    at_work = Text(
        th="ขั้นตอนปัจจุบัน: " + (", ".join(name.th for name in names) or "-"),
        en="Now: " + (", ".join(name.en for name in names) or "-"),
    )
    theirs = status in (Status.NEEDS_CORRECTION, Status.WAITING_PAYMENT)
    whose = "nobody" if status in ENDED else "applicant" if theirs else "agency"
    line = _due_line(row, whose)
    return Outlook(
        status=status,
        label=LABELS[status],
        next=_NEXT.get(status, at_work),
        whose=whose,
        due_at=datetime.fromisoformat(line["due_at"]) if line else None,
        due_reason=Text(**line["explanation"]) if line else None,
    )


def _due_line(row: Case, whose: str) -> dict[str, Any] | None:
    """The open time limit of whoever's turn it is, the soonest one."""
    if whose == "nobody":
        return None
    purposes = (
        {"mend", "pay"}
        if whose == "applicant"
        else {"complete_check", "decide", "certificate", "tell", "other", "inspect"}
    )
    running = [line for line in row.deadlines if line["ended_at"] is None and line["purpose"] in purposes]
    return min(running, key=lambda line: line["due_at"], default=None)
