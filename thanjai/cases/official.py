"""The letters that an officer signs: record of defects, return, order, extension, decision on an appeal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from thanjai.agencies.letterhead import letterhead_of
from thanjai.cases import stationery
from thanjai.cases.capacity import signatory
from thanjai.cases.letter_words import Facts, day_of
from thanjai.cases.models import Case, CaseEvent
from thanjai.domain.buddhist import bangkok_day, day_in_words
from thanjai.domain.case.limits import rule_by_id
from thanjai.domain.definition.model import LawReference
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.models import StoredFile
from thanjai.kernel.pdf.content import LetterContent, Line, Value

FACILITATION = Text(
    th="พระราชบัญญัติการอำนวยความสะดวกในการพิจารณาอนุญาตของทางราชการ พ.ศ. 2558", en="Licensing Facilitation Act B.E. 2558"
)
REASONS = Text(th="เหตุผล (ข้อเท็จจริง ข้อกฎหมาย และข้อพิจารณา):", en="Reasons (facts, law, and what was considered):")


@dataclass(frozen=True)
class Written:
    """What one letter says, without what all have in common."""

    title: Text
    subject: Text
    paragraphs: tuple[Value, ...]
    lines: tuple[Line, ...] = ()
    points: tuple[Value, ...] = ()
    closing: tuple[Value, ...] = ()
    countersign: Text | None = None


def paper_of(row: Case, event: CaseEvent) -> StoredFile | None:
    """The signed letter about an event; made when it is not there yet. None for what needs no such letter.

    The caller holds the case's lock, so that two jobs do not make it twice.
    """
    writer = _WRITERS.get(event.type)
    if writer is None:
        return None
    made = stationery.kept(row, event.seq)
    if made is not None:
        return made
    content = _content(row, event, writer(Facts(row, event.payload)))
    return stationery.sign_and_keep(row, event.seq, content, now())


def _content(row: Case, event: CaseEvent, written: Written) -> LetterContent:
    rules = Facts(row, event.payload).rules
    about = (
        Line(label=Text(th="เลขที่คำขอ", en="Case no."), value=row.number),
        Line(label=Text(th="บริการ", en="Service"), value=rules.definition.title),
    )
    return LetterContent(
        letterhead=letterhead_of(row.agency_id),
        title=written.title,
        number=stationery.number_of(row, event.seq),
        issued_on=bangkok_day(event.at),
        subject=written.subject,
        to=row.applicant or "-",
        lines=about + written.lines,
        paragraphs=written.paragraphs,
        points=written.points,
        closing=written.closing,
        enquiries=stationery.enquiries(row),
        signatory=signatory(event, rules.arrangement.signatory),
        countersign=written.countersign,
    )


def _defects(facts: Facts) -> Written:
    until, exception = day_in_words(date.fromisoformat(facts.payload["mend_by"])), facts.payload.get("exception", "")
    further: tuple[Value, ...] = ()
    if exception:
        why = Text(th="บันทึกนี้เพิ่มเติมจากบันทึกก่อน เพราะ:", en="This record adds to the one before, because:")
        further = (why, exception)
    return Written(
        title=Text(th="บันทึกความบกพร่อง", en="Record of defects"),
        subject=Text(th="สิ่งที่ต้องแก้ไขหรือส่งเพิ่มเติม", en="What to mend or to add"),
        lines=(Line(label=Text(th="แก้ไขภายใน", en="Mend it by"), value=until),),
        paragraphs=(
            Text(
                th=f"เจ้าหน้าที่ตรวจคำขอแล้วพบว่ายังไม่ถูกต้องหรือยังไม่ครบถ้วนตามรายการข้างล่าง จึงบันทึกไว้ตามมาตรา 8 แห่ง{FACILITATION.th}",
                en=f"The request is not complete; what is missing is recorded here ({FACILITATION.en}, section 8).",
            ),
            *further,
        ),
        points=tuple(_defect(defect) for defect in facts.payload["defects"]),
        closing=(
            Text(
                th=f"แก้ไขหรือส่งเพิ่มเติมภายใน {until.th} ที่หน้าติดตามเรื่องหรือที่หน่วยงาน เมื่อครบตามรายการนี้แล้ว หน่วยงานจะไม่เรียกเอกสารอื่น"
                "หรือปฏิเสธเพราะเหตุไม่ครบถ้วนอีก",
                en=f"Mend or add it by {until.en}, on the case page or at the agency. Once this list is complete, nothing"
                " else is asked for, and the request is not refused as incomplete.",
            ),
            Text(
                th="หากไม่แก้ไขภายในเวลานี้ หน่วยงานจะคืนคำขอพร้อมเหตุผลเป็นหนังสือ (มาตรา 9) ท่านอุทธรณ์หรือยื่นคำขอใหม่ได้",
                en="If it is not mended in time, the request is returned with written reasons (section 9); you may then"
                " appeal or apply again.",
            ),
        ),
        countersign=Text(th="ผู้ยื่นคำขอได้รับสำเนาบันทึกนี้แล้ว", en="The applicant has received a copy of this record"),
    )


def _defect(defect: Mapping[str, str]) -> str:
    return f"{defect['missing']} — {defect['mend']}" if defect["mend"] else defect["missing"]


def _returned(facts: Facts) -> Written:
    defects = facts.case.defects
    until = day_in_words(date.fromisoformat(defects.mend_by)) if defects else Text(th="-", en="-")
    return Written(
        title=Text(th="หนังสือคืนคำขอ", en="Return of the request"),
        subject=Text(th="คืนคำขอที่ไม่ได้แก้ไขภายในเวลา", en="A request not mended in time is returned"),
        paragraphs=(
            Text(
                th=f"คำขอนี้ไม่ได้แก้ไขหรือไม่ได้ส่งเอกสารตามบันทึกความบกพร่องภายใน {until.th} หน่วยงานจึงคืนคำขอตามมาตรา 9 แห่ง{FACILITATION.th}",
                en=f"This request was not mended as recorded by {until.en}. It is returned ({FACILITATION.en}, section 9).",
            ),
            REASONS,
            facts.payload["reasons"],
        ),
        points=tuple(_defect(defect.model_dump()) for defect in defects.items) if defects else (),
        closing=(Text(th="ท่านยื่นคำขอใหม่ได้ทุกเมื่อ", en="You may apply again at any time."), facts.appeal),
    )


def _decided(facts: Facts) -> Written:
    approved = facts.payload["outcome"] == "approved"
    order = Text(th="อนุมัติตามคำขอ", en="Approved") if approved else Text(th="ไม่อนุมัติ", en="Refused")
    law = Text(th="กฎหมายที่อ้างอิง:", en="The law relied on:")
    return Written(
        title=Text(th="หนังสือแจ้งคำสั่ง", en="Notice of the order"),
        subject=Text(th="ผลการพิจารณาคำขอ", en="The decision on your request"),
        lines=(Line(label=Text(th="คำสั่ง", en="Order"), value=order),),
        paragraphs=(REASONS, facts.payload["reasons"], law),
        points=_laws(facts.definition.law),
        closing=() if approved else (facts.appeal,),
    )


def _laws(references: Iterable[LawReference]) -> tuple[Text, ...]:
    """The acts relied on, each with its sections."""
    acts: dict[str, Text] = {}
    sections: dict[str, list[str]] = {}
    for one in references:
        acts.setdefault(one.act.th, one.act)
        sections.setdefault(one.act.th, []).extend([one.section] if one.section else [])
    listed = ((act, ", ".join(sections[name])) for name, act in acts.items())
    return tuple(
        Text(th=f"{act.th} มาตรา {numbers}", en=f"{act.en} section {numbers}") if numbers else act
        for act, numbers in listed
    )


def _extended(facts: Facts) -> Written:
    rule = rule_by_id(facts.rules, facts.payload["rule"])
    assert rule is not None
    lines = [Line(label=Text(th="กำหนดเวลา", en="Time limit"), value=rule.title)]
    for name, label in (
        ("due_at", Text(th="ครบกำหนดเดิม", en="It was to end on")),
        ("new_due_at", Text(th="ครบกำหนดใหม่", en="It now ends on")),
    ):
        if facts.payload[name]:
            lines.append(Line(label=label, value=day_of(facts.payload[name])))
    return Written(
        title=Text(th="หนังสือแจ้งขยายเวลา", en="Notice of extension"),
        subject=Text(th="ขยายเวลาพิจารณา", en="More time is needed"),
        lines=tuple(lines),
        paragraphs=(
            Text(
                th=f"หน่วยงานขยายเวลาตาม{rule.source.th} และแจ้งให้ท่านทราบก่อนครบกำหนดเดิม เพราะ:",
                en=f"The agency takes longer, as the law allows ({rule.source.en}), and tells you before the old end, because:",
            ),
            facts.payload["reason"],
        ),
    )


def _appeal_decided(facts: Facts) -> Written:
    reversed_ = facts.payload["outcome"] == "reversed"
    outcome = Text(th="กลับคำสั่งเดิม", en="The order is reversed") if reversed_ else Text(
        th="ยืนตามคำสั่งเดิม", en="The order stands"
    )  # fmt: skip
    after = Text(
        th="หน่วยงานดำเนินการตามคำขอของท่านต่อไป ดูขั้นตอนถัดไปที่หน้าติดตามเรื่อง",
        en="Your request goes on; the case page shows the next step.",
    )
    court = Text(
        th="หากไม่เห็นด้วยกับคำวินิจฉัยนี้ ท่านมีสิทธิฟ้องคดีต่อศาลที่มีเขตอำนาจ",
        en="If you disagree, you may bring the matter before the court that has jurisdiction.",
    )
    return Written(
        title=Text(th="คำวินิจฉัยอุทธรณ์", en="Decision on the appeal"),
        subject=Text(th="ผลการพิจารณาอุทธรณ์", en="The decision on your appeal"),
        lines=(Line(label=Text(th="คำวินิจฉัย", en="Decision"), value=outcome),),
        paragraphs=(REASONS, facts.payload["reasons"]),
        closing=(after if reversed_ else court,),
    )


_WRITERS: Mapping[str, Callable[[Facts], Written]] = {
    "defects_recorded": _defects, "returned": _returned, "decided": _decided, "extended": _extended,
    "appeal_decided": _appeal_decided,
}  # fmt: skip
WRITTEN_ABOUT = frozenset(_WRITERS)
"""The events that an officer's signed letter goes with."""
