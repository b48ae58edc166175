"""What letters to the applicant say, in both languages: subject and text for each kind of event."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from thanjai.cases.models import Case
from thanjai.cases.tellers import ENDED_MEANWHILE
from thanjai.cases.timeline import outlook
from thanjai.catalogue.selectors import rules_for
from thanjai.domain import case as domain
from thanjai.domain.buddhist import bangkok_day, format_day, format_moment
from thanjai.domain.case.events import GIVEN_UP
from thanjai.domain.case.limits import appeal_rule, rule_by_id
from thanjai.domain.case.moved import moves_in_words
from thanjai.domain.case.rules import Rules
from thanjai.domain.deadline_rules import DeadlineRule, Duration, Milestone
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.money import baht
from thanjai.domain.text import Text
from thanjai.kernel.clock import now

Letter = tuple[Text, Text]


@dataclass(frozen=True)
class Facts:
    """What letters speak of: the case as it stands, and the event that the letter is about."""

    row: Case
    payload: Mapping[str, Any]

    @cached_property
    def rules(self) -> Rules:
        return rules_for(self.row.version_id, self.row.agency_id)

    @cached_property
    def case(self) -> domain.Case:
        return domain.Case.model_validate(self.row.state)

    @property
    def definition(self) -> ServiceDefinition:
        return self.rules.definition

    def day(self, value: Any) -> str:
        """A day of the payload in the applicant's language."""
        return format_day(date.fromisoformat(value), self.row.language)

    @property
    def appeal(self) -> Text:
        """How, to whom, until when and by what law to appeal (APA section 40)."""
        names = self.rules.environment(self.case, bangkok_day(now()))
        rule = appeal_rule(self.case, self.rules, names)
        period = period_of(rule, self.rules)
        return Text(
            th=f"หากไม่เห็นด้วยกับคำสั่งนี้ อุทธรณ์ได้ภายใน {period.th} นับแต่วันที่ได้รับแจ้ง ({rule.title.th}, {rule.source.th})"
            " ยื่นที่หน้าติดตามเรื่องหรือเป็นหนังสือที่หน่วยงาน โดยระบุข้อโต้แย้งกับข้อเท็จจริงหรือข้อกฎหมายที่อ้างอิง",
            en=f"If you disagree with this order, appeal within {period.en} of being told ({rule.title.en}, {rule.source.en}):"
            " on the case page, or in writing at the agency. Say what you dispute, with the facts or the law you rely on.",
        )

    def due_by(self, trigger: Milestone) -> Text | None:
        """When the agency's running time limit that began with `trigger` ends."""
        for line in self.row.deadlines:
            rule = rule_by_id(self.rules, line["rule"])
            if rule is not None and rule.trigger is trigger and line["ended_at"] is None:
                return day_of(line["due_at"])
        return None


def day_of(moment: str) -> Text:
    """The day of a moment of a payload, in both languages."""
    day = bangkok_day(datetime.fromisoformat(moment))
    return Text(th=format_day(day, "th"), en=format_day(day, "en"))


def period_of(rule: DeadlineRule, rules: Rules) -> Text:
    """How long a time limit is: "30 วัน"; as the agency has set it, where the law leaves it to the agency."""
    amount = rule.amount if rule.amount is not None else int(rules.settings.get(rule.setting or "") or 0)
    return Duration(amount=amount, unit=rule.unit).in_words()


def _submitted(facts: Facts) -> Letter:
    entered = facts.row.submitted_at
    counts = facts.case.milestones[Milestone.RECEIVED]
    later_th = later_en = ""
    if counts > entered:
        later_th = f" ซึ่งอยู่นอกวันเวลาทำการ จึงถือว่าได้รับเมื่อ {format_moment(counts, 'th')} (พ.ร.บ.การปฏิบัติราชการทางอิเล็กทรอนิกส์ มาตรา 10)"
        later_en = (
            f" That is outside office hours, so it counts as received on {format_moment(counts, 'en')}"
            " (Electronic Performance of Government Act section 10)."
        )
    due = outlook(facts.row, facts.definition).due_at
    return (
        Text(th="ได้รับคำขอของท่านแล้ว", en="We have received your request"),
        Text(
            th=f"คำขอของท่านเข้าสู่ระบบเมื่อ {format_moment(entered, 'th')}{later_th}"
            + (f" จะแจ้งผลขั้นตอนนี้ภายใน {format_moment(due, 'th')}" if due else "")
            + " เอกสารแนบคือสำเนาคำขอที่ท่านส่ง เก็บไว้เป็นหลักฐาน",
            en=f"Your request entered the system on {format_moment(entered, 'en')}.{later_en}"
            + (f" This step is due by {format_moment(due, 'en')}." if due else "")
            + " Attached is a copy of what you sent; keep it.",
        ),
    )


def _defects(facts: Facts) -> Letter:
    lines = "\n".join(
        f"- {defect['missing']}" + (f" ({defect['mend']})" if defect["mend"] else "")
        for defect in facts.payload["defects"]
    )
    until, exception = facts.day(facts.payload["mend_by"]), facts.payload.get("exception", "")
    once = Text(th="แจ้งครั้งเดียวทุกรายการดังนี้", en="This is the whole list; nothing more will be asked for:")
    if exception:
        once = Text(
            th=f"ขอเพิ่มเติมอีกครั้งเดียวเท่าที่กฎหมายให้ไว้ เพราะ: {exception}",
            en=f"This one further demand is the only one the law allows, because: {exception}",
        )
    return (
        Text(th="โปรดแก้ไขคำขอ", en="Please correct your request"),
        Text(
            th=f"คำขอของท่านยังไม่ครบถ้วน เจ้าหน้าที่{once.th}\n{lines}\nแก้ไขได้ที่ลิงก์ด้านล่างภายใน {until}"
            " และกดรับทราบบันทึกที่หน้าเดียวกัน",
            en=f"Your request is not complete. {once.en}\n{lines}\nCorrect it at the link below by {until},"
            " and confirm there that you have this record.",
        ),
    )


def _returned(facts: Facts) -> Letter:
    reasons, appeal = facts.payload["reasons"], facts.appeal
    return (
        Text(th="คืนคำขอของท่าน", en="Your request is returned"),
        Text(
            th=f"เราคืนคำขอเพราะ: {reasons}\nท่านยื่นคำขอใหม่ได้\n{appeal.th}",
            en=f"We return your request because: {reasons}\nYou may apply again.\n{appeal.en}",
        ),
    )


def _decided(facts: Facts) -> Letter:
    reasons = facts.payload["reasons"]
    if facts.payload["outcome"] == "approved":
        return (
            Text(th="อนุมัติคำขอของท่าน", en="Your request is approved"),
            Text(th=f"เหตุผล: {reasons}", en=f"Reasons: {reasons}"),
        )
    appeal = facts.appeal
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
    title = facts.definition.titled(facts.payload["paper"])
    number = facts.payload["number"]
    return (
        Text(th="เอกสารของท่านพร้อมแล้ว", en="Your document is ready"),
        Text(
            th=f"{title.th} เลขที่ {number} ดาวน์โหลดหรือพิมพ์ได้ที่หน้าติดตามเรื่อง",
            en=f"{title.en} no. {number}: download or print it on the case page.",
        ),
    )


def _extended(facts: Facts) -> Letter:
    reason, new = facts.payload["reason"], facts.payload.get("new_due_at")
    until_th, until_en = (f" ถึง {day_of(new).th}", f" until {day_of(new).en}") if new else ("", "")
    return (
        Text(th="แจ้งขยายเวลาพิจารณา", en="More time is needed"),
        Text(
            th=f"หน่วยงานขยายเวลา{until_th} ตามที่กฎหมายให้ไว้ เพราะ: {reason}",
            en=f"The agency takes longer{until_en}, as the law allows, because: {reason}",
        ),
    )


def _appeal_filed(facts: Facts) -> Letter:
    due = facts.due_by(Milestone.APPEAL_FILED)
    late = facts.payload["late"]
    return (
        Text(th="ได้รับอุทธรณ์ของท่านแล้ว", en="We have received your appeal"),
        Text(
            th=("อุทธรณ์นี้ยื่นเมื่อพ้นกำหนดแล้ว ผู้วินิจฉัยจะพิจารณาเรื่องนี้ด้วย\n" if late else "")
            + (f"จะวินิจฉัยให้เสร็จภายใน {due.th} และแจ้งผลให้ท่านทราบ" if due else "จะแจ้งผลให้ท่านทราบ"),
            en=("It was filed after its time, which whoever decides it will consider.\n" if late else "")
            + (f"It is to be decided by {due.en}, and you will be told." if due else "You will be told the decision."),
        ),
    )


def _appeal_decided(facts: Facts) -> Letter:
    reasons = facts.payload["reasons"]
    if facts.payload["outcome"] == "reversed":
        words = Text(
            th="คำวินิจฉัย: กลับคำสั่งเดิม หน่วยงานดำเนินการตามคำขอของท่านต่อไป",
            en="The order is reversed and your request goes on.",
        )
    else:
        words = Text(th="คำวินิจฉัย: ยืนตามคำสั่งเดิม", en="The order stands.")
    return (
        Text(th="ผลการพิจารณาอุทธรณ์", en="The decision on your appeal"),
        Text(th=f"{words.th}\nเหตุผล: {reasons}", en=f"{words.en}\nReasons: {reasons}"),
    )


def _given_up(facts: Facts) -> Letter | None:
    """Of the steps that finish, only one at which nothing could be done any more is written about."""
    if facts.payload["outcome"] != GIVEN_UP:
        return None
    return Text(th="ทำรายการตามคำขอไม่ได้", en="What you asked for could not be done"), ENDED_MEANWHILE


def _withdrawn(facts: Facts) -> Letter:
    return (
        Text(th="ถอนคำขอแล้ว", en="Your request is withdrawn"),
        Text(th="ท่านถอนคำขอนี้แล้ว ยื่นใหม่ได้ทุกเมื่อ", en="You withdrew this request. You may apply again at any time."),
    )


def _dates_moved(facts: Facts) -> Letter | None:
    """Only where the agency will be ready later, or the applicant has another day to keep."""
    moves = moves_in_words(facts.payload["changes"], facts.rules)
    moves = [move for move in moves if move.is_later or move.is_applicants]
    if not moves:
        return None
    reason = facts.payload["reason"]
    th = "\n".join(f"- {move.title.th}: {move.words.th}" for move in moves)
    en = "\n".join(f"- {move.title.en}: {move.words.en}" for move in moves)
    return (
        Text(th="กำหนดเวลาของเรื่องเปลี่ยน", en="Dates of your case have moved"),
        Text(
            th=f"ปฏิทินวันทำการของหน่วยงานเปลี่ยน เพราะ: {reason}\nกำหนดเวลาในเรื่องของท่านจึงเปลี่ยนดังนี้\n{th}",
            en=f"The agency's working days have changed, because: {reason}\nThis moves these dates of your case:\n{en}",
        ),
    )


def _message(facts: Facts) -> Letter | None:
    """What the officer wrote stands on the case's page alone: a letter may be read by others."""
    if facts.payload["by"] != "officer":
        return None
    return (
        Text(th="เจ้าหน้าที่ส่งข้อความถึงท่าน", en="An officer has written to you"),
        Text(
            th="เจ้าหน้าที่ที่ดูแลเรื่องของท่านเขียนถึงท่าน อ่านและตอบได้ที่หน้าติดตามเรื่อง หัวข้อ “ติดต่อเจ้าหน้าที่”",
            en="The officer who has your case has written to you. Read it and answer on the case page, under “Contact the officer”.",
        ),
    )


LETTERS: Mapping[str, Callable[[Facts], Letter | None]] = {
    "submitted": _submitted, "defects_recorded": _defects, "returned": _returned, "decided": _decided,
    "fee_requested": _fee, "fee_paid": _paid, "document_issued": _issued, "extended": _extended,
    "appeal_filed": _appeal_filed, "appeal_decided": _appeal_decided, "withdrawn": _withdrawn,
    "dates_moved": _dates_moved, "step_finished": _given_up,
    "message_written": _message,
}  # fmt: skip
