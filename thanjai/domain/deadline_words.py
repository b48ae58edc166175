"""Why a due date is what it is, in words that a citizen can check with a wall calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from thanjai.domain.buddhist import WEEKDAYS, bangkok_day, format_day, format_moment
from thanjai.domain.deadline_rules import DeadlineRule, Milestone, english_period, thai_period
from thanjai.domain.text import Text
from thanjai.domain.workdays import Calendar, why_closed

MILESTONE_WORDS: Final = {
    Milestone.ENTERED: Text(th="วันที่ยื่นเข้าระบบ", en="the day it entered the system"),
    Milestone.RECEIVED: Text(th="วันที่รับคำขอ", en="the day of receipt"),
    Milestone.COMPLETE: Text(th="วันที่คำขอครบถ้วน", en="the complete application"),
    Milestone.DECIDED: Text(th="วันที่พิจารณาเสร็จ", en="the decision"),
    Milestone.TOLD: Text(th="วันที่แจ้งผล", en="the day the result was told"),
    Milestone.SERVED: Text(th="วันที่ได้รับแจ้งคำสั่ง", en="the day the order was served"),
    Milestone.FEE_REQUESTED: Text(th="วันที่แจ้งให้ชำระเงิน", en="the request for payment"),
    Milestone.PAID: Text(th="วันที่ชำระเงิน", en="the payment"),
    Milestone.ISSUED: Text(th="วันที่ออกเอกสาร", en="the day of issue"),
    Milestone.EXPIRES: Text(th="วันสิ้นอายุ", en="the expiry date"),
    Milestone.APPEAL_FILED: Text(th="วันที่ยื่นอุทธรณ์", en="the day the appeal was filed"),
    Milestone.APPEAL_DECIDED: Text(th="วันที่วินิจฉัยอุทธรณ์เสร็จ", en="the decision on the appeal"),
    Milestone.DEFECTS_RECORDED: Text(th="วันที่บันทึกข้อบกพร่อง", en="the record of defects"),
    Milestone.MENDED: Text(th="วันที่แก้ไขครบ", en="the day it was mended"),
    Milestone.CLOSED: Text(th="วันที่ปิดเรื่อง", en="the day the case was closed"),
}

_WEEKDAYS: Final = frozenset(day.en for day in WEEKDAYS)


def explain_days(
    rule: DeadlineRule, amount: int, extensions: int, started_at: datetime, last_day: date, due_day: date,
    calendar: Calendar,
) -> Text:  # fmt: skip
    """The words for a period of days, months or years: `last_day` as counted, `due_day` as moved by CCC 193/8."""
    thai, english = _opening(rule, amount, extensions)
    start = bangkok_day(started_at)
    thai += f" ({format_day(start, 'th')}); วันสุดท้าย {format_day(last_day, 'th')}"
    english += f" on {format_day(start, 'en')}; the last day is {format_day(last_day, 'en')}"
    if due_day != last_day:
        why = _closures(calendar, last_day, due_day)
        thai += f"; เลื่อนเป็น {format_day(due_day, 'th')} เพราะ "
        thai += ", ".join(f"{format_day(day, 'th', 'short')} เป็น{name.th}" for day, name in why)
        english += f"; moved to {format_day(due_day, 'en')} because "
        english += ", ".join(f"{format_day(day, 'en', 'short')} is {_with_article(name)}" for day, name in why)
    return Text.model_construct(th=thai, en=english)


def explain_coming(rule: DeadlineRule, amount: int | None) -> Text:
    """The words for a time limit that has not begun; `amount` None where the agency has not set it yet."""
    from_what = MILESTONE_WORDS[rule.trigger]
    if amount is None:
        return Text(
            th=f"เวลาตามที่หน่วยงานกำหนด นับจาก{from_what.th}", en=f"As long as the agency sets, from {from_what.en}"
        )
    if amount == 0:
        return Text(th=f"ภายใน{from_what.th}", en=f"By {from_what.en}")
    return Text(
        th=f"{thai_period(amount, rule.unit)} นับจาก{from_what.th}",
        en=f"{english_period(amount, rule.unit)} from {from_what.en}",
    )


def explain_minutes(rule: DeadlineRule, amount: int, extensions: int, started_at: datetime, due_at: datetime) -> Text:
    """The words for a period of minutes or hours."""
    thai, english = _opening(rule, amount, extensions)
    hours_thai, hours_english = "", ""
    if rule.counting.hours == "office":
        hours_thai, hours_english = " นับเฉพาะเวลาทำการ", ", office hours only"
    return Text.model_construct(
        th=f"{thai} ({format_moment(started_at, 'th')}){hours_thai}; ครบกำหนด {format_moment(due_at, 'th')}",
        en=f"{english} on {format_moment(started_at, 'en')}{hours_english}; due {format_moment(due_at, 'en')}",
    )


def _opening(rule: DeadlineRule, amount: int, extensions: int) -> tuple[str, str]:
    """How much, lengthened how often, from what."""
    from_what = MILESTONE_WORDS[rule.trigger]
    thai, english = thai_period(amount, rule.unit), english_period(amount, rule.unit)
    if extensions and rule.extension:
        more = rule.extension
        thai += f" ขยายแล้ว {extensions} ครั้ง ครั้งละ {thai_period(more.amount, more.unit)}"
        times = "once" if extensions == 1 else f"{extensions} times"
        english += f", extended {times} by {english_period(more.amount, more.unit)},"
    return f"{thai} นับจาก{from_what.th}", f"{english} from {from_what.en}"


def _with_article(name: Text) -> str:
    return f"a {name.en}" if name.en in _WEEKDAYS else name.en


def _closures(calendar: Calendar, first: date, opens: date) -> list[tuple[date, Text]]:
    days = (first + timedelta(days=after) for after in range((opens - first).days))
    return [(day, name) for day in days if (name := why_closed(calendar, day))]
