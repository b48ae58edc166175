"""Letters to the applicant: one for each thing that concerns them, in their language, with what to do next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings

from thanjai.agencies.selectors import agency_by_id
from thanjai.cases.drafts import code_of
from thanjai.cases.models import Case, CaseEvent, Draft
from thanjai.cases.sent import paper_of_what_was_sent
from thanjai.cases.timeline import outlook
from thanjai.catalogue.selectors import definition_of
from thanjai.domain.buddhist import format_day, format_moment
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.money import baht
from thanjai.domain.text import Text
from thanjai.kernel.ids import digest
from thanjai.kernel.tenancy import acting_as, worker_at
from thanjai.messaging.actions import send_email


@dataclass(frozen=True)
class Facts:
    """What letters speak of."""

    row: Case
    definition: ServiceDefinition
    payload: Mapping[str, Any]
    link: str

    def day(self, value: Any) -> str:
        return format_day(date.fromisoformat(value), self.row.language)


Letter = tuple[Text, Text]


def send_for(case_id: UUID, first: int, last: int) -> list[str]:
    """Queue the letters that the events `first` to `last` call for; the kinds of events told by e-mail."""
    row = Case.objects.get(pk=case_id)
    told = []
    for event in CaseEvent.objects.filter(case_id=case_id, seq__gte=first, seq__lte=last).order_by("seq"):
        attachments = []
        if event.type == "submitted":
            attachments.append(paper_of_what_was_sent(row, event.payload["answers"]).id)
        if event.type in _LETTERS and row.email:
            _send(row, event, attachments)
            told.append(event.type)
    return told


def send_link(draft: Draft, to: str) -> None:
    """Send somebody the way back to their unfinished request."""
    definition = definition_of(draft.version_id)
    words = Text(
        th=f"กลับมากรอกคำขอ “{definition.title.th}” ต่อได้ที่ลิงก์นี้ ผู้ที่มีลิงก์เปิดดูคำขอได้ โปรดอย่าส่งต่อ\n\n{link_of(draft)}",
        en=f"Go on with your request “{definition.title.en}” at this link. Whoever has it can open it: do not pass it on.\n\n{link_of(draft)}",
    )
    subject = Text(th="ลิงก์กรอกคำขอต่อ", en="The link to your request")
    with acting_as(worker_at(draft.agency_id)):
        send_email(
            agency_id=draft.agency_id, subject_id=draft.id, key=f"link/{draft.id}/{draft.saved_at.timestamp()}/{digest(to)[:32]}",
            to=to, subject=subject.in_language(draft.language), body=words.in_language(draft.language),
        )  # fmt: skip


def link_of(row: Draft | Case) -> str:
    """The address that opens a draft or a case, with its secret in it."""
    prefix = "/en" if row.language == "en" else ""
    return f"{settings.BASE_URL}{prefix}/r/{row.id}/{code_of(row)}/"


def _send(row: Case, event: CaseEvent, attachments: list[UUID]) -> None:
    definition, agency = definition_of(row.version_id), agency_by_id(row.agency_id)
    link = link_of(row)
    subject, words = _LETTERS[event.type](Facts(row, definition, event.payload, link))
    greeting = Text(th=f"เรียน คุณ{row.applicant}", en=f"Dear {row.applicant},")
    foot = Text(
        th=f"เลขที่คำขอ {row.number}\nบริการ {definition.title.th}\nติดตามเรื่องนี้: {link}\n\n{agency.name_th} {agency.phone}",
        en=f"Case no. {row.number}\nService: {definition.title.en}\nFollow this case: {link}\n\n{agency.name_en} {agency.phone}",
    )
    speak = row.language
    body = "\n\n".join(part.in_language(speak) for part in (greeting, words, foot))
    send_email(
        agency_id=row.agency_id, subject_id=row.id, key=f"case/{row.id}/{event.seq}", to=row.email,
        subject=f"{subject.in_language(speak)} · {row.number}", body=body, attachments=attachments,
    )  # fmt: skip


def _submitted(facts: Facts) -> Letter:
    received = facts.row.submitted_at
    next_ = outlook(facts.row, facts.definition)
    due = ""
    due_en = ""
    if next_.due_at:
        due = f" จะแจ้งผลขั้นตอนนี้ภายใน {format_moment(next_.due_at, 'th')}"
        due_en = f" This step is due by {format_moment(next_.due_at, 'en')}."
    return (
        Text(th="ได้รับคำขอของท่านแล้ว", en="We have received your request"),
        Text(
            th=f"เราได้รับคำขอของท่านเมื่อ {format_moment(received, 'th')}{due} เอกสารแนบคือสำเนาคำขอที่ท่านส่ง เก็บไว้เป็นหลักฐาน",
            en=f"We received your request on {format_moment(received, 'en')}.{due_en} Attached is a copy of what you sent; keep it.",
        ),
    )


def _defects(facts: Facts) -> Letter:
    lines = "\n".join(
        f"- {defect['missing']}" + (f" ({defect['mend']})" if defect["mend"] else "")
        for defect in facts.payload["defects"]
    )
    until = facts.day(facts.payload["mend_by"])
    return (
        Text(th="โปรดแก้ไขคำขอ", en="Please correct your request"),
        Text(
            th=f"คำขอของท่านยังไม่ครบถ้วน เจ้าหน้าที่แจ้งครั้งเดียวทุกรายการดังนี้\n{lines}\nแก้ไขได้ที่ลิงก์ด้านล่างภายใน {until}",
            en=f"Your request is not complete. This is the whole list; nothing more will be asked for:\n{lines}\nCorrect it at the link below by {until}.",
        ),
    )


def _returned(facts: Facts) -> Letter:
    reasons = facts.payload["reasons"]
    return (
        Text(th="คืนคำขอของท่าน", en="Your request is returned"),
        Text(
            th=f"เราคืนคำขอเพราะ: {reasons}\nท่านยื่นคำขอใหม่ได้ หรืออุทธรณ์คำสั่งนี้ต่อหน่วยงานภายใน 15 วันนับแต่วันที่ได้รับแจ้ง เว้นแต่กฎหมายเฉพาะกำหนดไว้เป็นอย่างอื่น",
            en=f"We return your request because: {reasons}\nYou may apply again, or appeal to the agency within 15 days of this notice unless a special law says otherwise.",
        ),
    )


def _appeal(definition: ServiceDefinition) -> Text:
    """How to appeal: the definition's own time limit and its source."""
    rule = next((rule for rule in definition.deadlines if rule.purpose.value == "appeal"), None)
    if rule is None or rule.amount is None:
        return Text(
            th="หากไม่เห็นด้วย อุทธรณ์เป็นหนังสือต่อผู้ออกคำสั่งได้ภายใน 15 วัน (พ.ร.บ.วิธีปฏิบัติราชการทางปกครอง มาตรา 44)",
            en="If you disagree, appeal in writing to the issuing officer within 15 days (Administrative Procedure Act section 44).",
        )
    return Text(
        th=f"หากไม่เห็นด้วย อุทธรณ์เป็นหนังสือต่อหน่วยงานได้ภายใน {rule.amount} วัน ({rule.source.th})",
        en=f"If you disagree, appeal in writing to the agency within {rule.amount} days ({rule.source.en}).",
    )


def _decided(facts: Facts) -> Letter:
    reasons, appeal = facts.payload["reasons"], _appeal(facts.definition)
    if facts.payload["outcome"] == "approved":
        return (
            Text(th="อนุมัติคำขอของท่าน", en="Your request is approved"),
            Text(th=f"เหตุผล: {reasons}", en=f"Reasons: {reasons}"),
        )
    return (
        Text(th="ผลการพิจารณาคำขอของท่าน", en="The decision on your request"),
        Text(
            th=f"หน่วยงานไม่อนุมัติคำขอ\nเหตุผล: {reasons}\n{appeal.th}",
            en=f"The agency refuses the request.\nReasons: {reasons}\n{appeal.en}",
        ),
    )


def _fee(facts: Facts) -> Letter:
    amount = baht(facts.payload["satang"])
    until = facts.day(facts.payload["pay_by"]) if facts.payload.get("pay_by") else ""
    return (
        Text(th="โปรดชำระค่าธรรมเนียม", en="Please pay the fee"),
        Text(
            th=f"ค่าธรรมเนียม {amount} บาท" + (f" ชำระภายใน {until}" if until else "") + " สแกน Thai QR ได้ที่หน้าติดตามเรื่อง",
            en=f"The fee is {amount} baht"
            + (f", to be paid by {until}" if until else "")
            + ". The Thai QR is on the case page.",
        ),
    )


def _paid(facts: Facts) -> Letter:
    amount, receipt = baht(facts.payload["satang"]), facts.payload["receipt"]
    return (
        Text(th="ได้รับชำระเงินแล้ว", en="Payment received"),
        Text(
            th=f"ได้รับเงิน {amount} บาท ใบเสร็จเลขที่ {receipt} ดาวน์โหลดได้ที่หน้าติดตามเรื่อง",
            en=f"We received {amount} baht, receipt no. {receipt}. Download it on the case page.",
        ),
    )


def _issued(facts: Facts) -> Letter:
    paper = facts.definition.paper(facts.payload["paper"])
    number = facts.payload["number"]
    return (
        Text(th="เอกสารของท่านพร้อมแล้ว", en="Your document is ready"),
        Text(
            th=f"{paper.title.th} เลขที่ {number} ดาวน์โหลดหรือพิมพ์ได้ที่หน้าติดตามเรื่อง",
            en=f"{paper.title.en} no. {number}: download or print it on the case page.",
        ),
    )


def _extended(facts: Facts) -> Letter:
    reason = facts.payload["reason"]
    return (
        Text(th="แจ้งขยายเวลาพิจารณา", en="More time is needed"),
        Text(
            th=f"หน่วยงานขยายเวลาตามที่กฎหมายให้ไว้ เพราะ: {reason}",
            en=f"The agency takes longer, as the law allows, because: {reason}",
        ),
    )


def _withdrawn(facts: Facts) -> Letter:
    return (
        Text(th="ถอนคำขอแล้ว", en="Your request is withdrawn"),
        Text(th="ท่านถอนคำขอนี้แล้ว ยื่นใหม่ได้ทุกเมื่อ", en="You withdrew this request. You may apply again at any time."),
    )


_LETTERS: Mapping[str, Callable[[Facts], Letter]] = {
    "submitted": _submitted, "defects_recorded": _defects, "returned": _returned, "decided": _decided,
    "fee_requested": _fee, "fee_paid": _paid, "document_issued": _issued, "extended": _extended,
    "withdrawn": _withdrawn,
}  # fmt: skip
