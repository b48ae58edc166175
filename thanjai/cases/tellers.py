"""What each event of a case is called, and what its reader needs to know of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from thanjai.domain.buddhist import bangkok_day, day_in_words
from thanjai.domain.case.delays import WORDS, DelayCause
from thanjai.domain.case.events import GIVEN_UP
from thanjai.domain.case.moved import moves_in_words
from thanjai.domain.case.rules import Rules
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.money import baht
from thanjai.domain.text import Text

Told = tuple[Text, Text | None]
ENDED_MEANWHILE: Final = Text(
    th="เอกสารสิ้นสุดหรือเปลี่ยนไปก่อนที่จะทำรายการได้ หากชำระค่าธรรมเนียมไว้ ติดต่อหน่วยงานเพื่อขอคืน",
    en="The document ended or changed before it could be done. If you paid a fee, ask the agency to return it.",
)
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
    if payload["outcome"] == GIVEN_UP:
        return Text(th=f"ทำไม่ได้: {title.th}", en=f"Could not be done: {title.en}"), ENDED_MEANWHILE
    return Text(th=f"เสร็จขั้นตอน: {title.th}", en=f"Finished: {title.en}"), None


def _skipped(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    title = _step(payload, definition)
    return Text(th=f"ไม่ต้องทำขั้นตอน: {title.th}", en=f"Not needed: {title.en}"), None


def _assigned(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    name = payload["name"]
    return Text(th=f"มอบหมายให้ {name}", en=f"Assigned to {name}"), _step(payload, definition)


def _defects(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    lines = "; ".join(f"{defect['missing']} {defect['mend']}".strip() for defect in payload["defects"])
    if payload.get("exception"):
        further = Text(
            th="แจ้งสิ่งที่ต้องแก้ไขเพิ่มเติมตามข้อยกเว้นของกฎหมาย", en="Told what else to correct, as the law exceptionally allows"
        )
        return further, _same(f"{lines} ({payload['exception']})")
    return Text(th="แจ้งสิ่งที่ต้องแก้ไข (แจ้งครั้งเดียว)", en="Told what to correct (only once)"), _same(lines)


def _acknowledged(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    how = Text(th="ที่หน้าติดตามเรื่อง", en="On the case page") if payload["by"] == "online" else Text(
        th="ลงชื่อในกระดาษ", en="Signed on paper"
    )  # fmt: skip
    return Text(th="ผู้ยื่นรับทราบบันทึกความบกพร่อง", en="The applicant has the record of defects"), how


def _corrected(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    return Text(th="ผู้ยื่นแก้ไขคำขอแล้ว", en="The applicant corrected the request"), None


def _returned(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    title = Text(th="คืนคำขอ", en="Request returned")
    if payload.get("automatic"):
        title = Text(th="คืนคำขอเมื่อครบกำหนดโดยอัตโนมัติ", en="Request returned by itself when its time was over")
    return title, _same(payload["reasons"])


def _extended(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    reason, new = payload["reason"], payload.get("new_due_at")
    if not new:
        return Text(th="ขยายเวลาพิจารณา", en="Time extended"), _same(reason)
    until = day_in_words(bangkok_day(datetime.fromisoformat(new)))
    return Text(th=f"ขยายเวลาถึง {until.th}", en=f"Time extended until {until.en}"), _same(reason)


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
    return Text(th="กำลังจัดทำเอกสาร", en="Preparing the document"), definition.titled(payload["paper"])


def _issued(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    title, number = definition.titled(payload["paper"]), payload["number"]
    detail = Text(th=f"{title.th} เลขที่ {number}", en=f"{title.en} no. {number}")
    return Text(th="ออกเอกสารแล้ว", en="Document issued"), detail


def _entered(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    title = definition.register_entry(payload["register_entry"]).title
    return Text(th="บันทึกลงทะเบียนแล้ว", en="Entered in the register"), title


_WAYS: Mapping[str, Text] = {
    "email": Text(th="ทางอีเมล", en="By e-mail"),
    "post": Text(th="ทางไปรษณีย์", en="By post"),
    "in_person": Text(th="ด้วยตนเอง", en="In person"),
}


def _told(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    if payload["what"] == "appeal_decided":
        return Text(th="แจ้งคำวินิจฉัยอุทธรณ์แล้ว", en="The decision on the appeal was told"), _WAYS.get(payload["by"])
    return Text(th="แจ้งคำสั่งแก่ผู้ยื่นแล้ว", en="The applicant was told the order"), _WAYS.get(payload["by"])


def _served(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    day = day_in_words(bangkok_day(datetime.fromisoformat(payload["at"])))
    way = _WAYS[payload["by"]]
    title = Text(th="ผู้ยื่นได้รับคำสั่ง เวลาอุทธรณ์เริ่มนับ", en="The order reached the applicant; time to appeal runs")
    return title, Text(th=f"{day.th} {way.th}", en=f"{day.en}, {way.en.lower()}")


def _opinion_asked(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    day, asked = day_in_words(date.fromisoformat(payload["answer_by"])), payload["asked"]
    return Text(th="ขอความเห็นจากหน่วยงานอื่น", en="Another agency was asked"), Text(
        th=f"{asked} ขอคำตอบภายใน {day.th}", en=f"{asked}, to answer by {day.en}"
    )


def _opinion_asked_in_full(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    title, detail = _opinion_asked(payload, definition)
    return title, detail and Text(th=f"{detail.th}: {payload['question']}", en=f"{detail.en}: {payload['question']}")


def _opinion_given(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    return Text(th="หน่วยงานที่ถามตอบแล้ว", en="The agency that was asked has answered"), None


def _opinion_given_in_full(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    return _opinion_given(payload, definition)[0], _same(f"{payload['answer']} ({payload['name']})")


def _delay_reason(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    return Text(th="ระบุเหตุแห่งความล่าช้า", en="The reason for the delay was given"), _why(payload)


def _delay_notified(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    number = payload["ordinal"]
    return Text(th=f"แจ้งเหตุแห่งความล่าช้า ครั้งที่ {number}", en=f"Notice of delay no. {number}"), _why(payload)


def _why(payload: Mapping[str, Any]) -> Text:
    """The cause of a delay in the words of the list and of the officer, and when it is to be done."""
    cause = WORDS[DelayCause(payload["cause"])]
    said = " · ".join(part for part in (payload["waits_on"], payload["reason"]) if part)
    th, en = (f"{words}: {said}" if said else words for words in (cause.th, cause.en))
    if payload["expected"]:
        day = day_in_words(date.fromisoformat(payload["expected"]))
        th, en = f"{th} คาดว่าแล้วเสร็จ {day.th}", f"{en}. Expected by {day.en}"
    return Text(th=th, en=en)


def _appeal_filed(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    late = payload.get("late")
    title = Text(th="ยื่นอุทธรณ์" + ("เมื่อพ้นกำหนด" if late else ""), en="Appeal filed" + (" after its time" if late else ""))
    return title, _same(payload["grounds"])


def _appeal_decided(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    if payload["outcome"] == "reversed":
        return Text(th="วินิจฉัยอุทธรณ์: กลับคำสั่งเดิม", en="Appeal decided: the order is reversed"), _same(payload["reasons"])
    return Text(th="วินิจฉัยอุทธรณ์: ยืนตามคำสั่งเดิม", en="Appeal decided: the order stands"), _same(payload["reasons"])


def _dates_moved(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    moves = moves_in_words(payload["changes"], Rules(definition, {}))
    reason = payload["reason"]
    detail = Text(
        th="; ".join([*(f"{move.title.th} {move.words.th}" for move in moves), reason]),
        en="; ".join([*(f"{move.title.en} {move.words.en}" for move in moves), reason]),
    )
    return Text(th="กำหนดเวลาเปลี่ยนตามปฏิทิน", en="Dates moved with the calendar"), detail


def _withdrawn(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    return Text(th="ผู้ยื่นถอนคำขอ", en="Withdrawn by the applicant"), _same(payload["reason"])


def _closed(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    return Text(th="เสร็จสิ้น", en="Finished"), None


def _note(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    return Text(th="บันทึกภายใน", en="Internal note"), _same(payload["text"])


def _message(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    if payload["by"] == "applicant":
        return Text(th="ข้อความถึงเจ้าหน้าที่", en="Message to the officer"), _same(payload["text"])
    return Text(th="ข้อความถึงผู้ยื่น", en="Message to the applicant"), _same(payload["text"])


def _put_aside(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    return Text(th="เจ้าหน้าที่อ่านข้อความแล้ว ไม่มีเรื่องที่ต้องตอบ", en="The officer read the messages; none needs an answer"), None


def _erased(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    return Text(th="ลบข้อมูลส่วนบุคคลแล้ว", en="The personal data were erased"), _same(payload["rule"])


def _set_aside(payload: Mapping[str, Any], definition: ServiceDefinition) -> Told:
    name = payload["name"]
    title = Text(th=f"ยกเว้นการแบ่งแยกหน้าที่ให้ {name}", en=f"Exception from separate duties for {name}")
    return title, _same(payload["reason"])


TELLERS: Mapping[str, Teller] = {
    "submitted": _submitted, "step_started": _started, "step_finished": _finished, "step_skipped": _skipped,
    "assigned": _assigned, "defects_recorded": _defects, "defects_acknowledged": _acknowledged,
    "corrected": _corrected, "returned": _returned, "extended": _extended, "decided": _decided,
    "fee_requested": _fee, "fee_paid": _paid, "document_requested": _wanted, "document_issued": _issued,
    "entry_made": _entered, "told": _told, "served": _served, "opinion_asked": _opinion_asked,
    "opinion_given": _opinion_given, "delay_reason_given": _delay_reason, "delay_notified": _delay_notified,
    "appeal_filed": _appeal_filed, "appeal_decided": _appeal_decided, "dates_moved": _dates_moved,
    "withdrawn": _withdrawn, "closed": _closed, "note_added": _note,
    "erased": _erased,
    "rule_set_aside": _set_aside,
    "message_written": _message,
    "messages_put_aside": _put_aside,
}  # fmt: skip
TELLERS_FOR_OFFICERS: Mapping[str, Teller] = {
    **TELLERS, "opinion_asked": _opinion_asked_in_full, "opinion_given": _opinion_given_in_full,
}  # fmt: skip
INNER = frozenset(
    {"note_added", "assigned", "step_skipped", "document_requested", "delay_reason_given", "rule_set_aside"}
)
"""What only officers are told of."""
