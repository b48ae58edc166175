"""A case told to people: what happened, what is next, whose turn, due when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from thanjai.cases.capacity import words_of
from thanjai.cases.models import Case, CaseEvent
from thanjai.cases.selectors import Happened
from thanjai.cases.tellers import INNER, TELLERS, TELLERS_FOR_OFFICERS
from thanjai.domain.case.state import AGAINST, ENDED, Status
from thanjai.domain.definition.model import ServiceDefinition
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
    under: Text | None = None
    """In whose place it was done."""


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
    tellers = TELLERS_FOR_OFFICERS if for_officer else TELLERS
    entries = []
    for event in events:
        if event.type in INNER and not for_officer:
            continue
        teller = tellers.get(event.type)
        if teller is None:
            continue
        title, detail = teller(event.payload, definition)
        actor = event.who if for_officer or event.actor_kind == "officer" else ""
        under = words_of(event.under) if event.under else None
        entries.append(TimelineEntry(event.at, event.seq, event.type, title, detail, actor, under))
    return entries


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
    Status.APPEALED: Text(th="รอวินิจฉัยอุทธรณ์", en="Appeal pending"),
    Status.WITHDRAWN: Text(th="ถอนคำขอ", en="Withdrawn"),
    Status.CLOSED: Text(th="เสร็จสิ้น", en="Closed"),
}

_NEXT: Mapping[Status, Text] = {
    Status.NEEDS_CORRECTION: Text(th="แก้ไขตามที่แจ้งแล้วส่งอีกครั้ง", en="Correct what was listed and send it again."),
    Status.RETURNED: Text(th="อ่านเหตุผล แล้วยื่นคำขอใหม่หรืออุทธรณ์ได้", en="Read the reasons; you may apply again or appeal."),
    Status.WAITING_PAYMENT: Text(th="ชำระค่าธรรมเนียม", en="Pay the fee."),
    Status.ISSUED: Text(th="ดาวน์โหลดหรือพิมพ์เอกสารของท่าน", en="Download or print your document."),
    Status.REFUSED: Text(th="อ่านเหตุผลและวิธีอุทธรณ์ในหนังสือแจ้งผล", en="Read the reasons and how to appeal in the letter."),
    Status.APPEALED: Text(
        th="กำลังพิจารณาอุทธรณ์ และจะแจ้งผลให้ทราบ", en="The appeal is being considered; you will be told."
    ),
    Status.WITHDRAWN: Text(th="ท่านยื่นคำขอใหม่ได้ทุกเมื่อ", en="You may apply again at any time."),
    Status.CLOSED: Text(th="ไม่มีสิ่งที่ต้องทำต่อ", en="Nothing more needs to be done."),
}


_STANDS = Text(
    th="วินิจฉัยอุทธรณ์แล้ว ให้ยืนตามคำสั่งเดิม อ่านเหตุผลในคำวินิจฉัย",
    en="The appeal was decided and the order stands. Read why in the decision.",
)


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
        next=_STANDS if _was_appealed(row, status) else _NEXT.get(status, at_work),
        whose=whose,
        due_at=datetime.fromisoformat(line["due_at"]) if line else None,
        due_reason=Text(**line["explanation"]) if line else None,
    )


def _was_appealed(row: Case, status: Status) -> bool:
    """Whether an appeal was filed and decided, and the order still stands."""
    filed = (line for line in row.deadlines if line["purpose"] == "appeal" and line["ended_at"] is not None)
    return status in AGAINST and next(filed, None) is not None


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


@dataclass(frozen=True, slots=True)
class Station:
    """A step on the way of the case. `standing` is done, now or later."""

    title: Text
    unit: Text
    standing: str


def stations(
    definition: ServiceDefinition, steps: Mapping[str, Mapping[str, Any]], *, has_ended: bool
) -> list[Station]:
    """The steps that the case passes, without those that turned out not to be needed."""
    words = {"done": "done"} if has_ended else {"done": "done", "active": "now"}
    reached = [(step, steps.get(step.id, {}).get("status", "later")) for step in definition.steps]
    return [
        Station(step.title, step.unit, words.get(status, "later")) for step, status in reached if status != "skipped"
    ]
