"""A breach of personal data: whom to tell by when (Personal Data Protection Act section 37 (4)).

The Committee is told within 72 hours of knowing of it, unless there is no risk to people's rights; the people are
told as well, without delay, where the risk is high. Hours count by day and night, holidays included.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from thanjai.domain.text import Text

TELL_WITHIN: Final = timedelta(hours=72)
REMIND_BEFORE: Final = (timedelta(hours=48), timedelta(hours=24), timedelta(hours=6), timedelta(0))
"""So long before the end those in charge are reminded; the last time when it is over."""
SOURCE: Final = Text(
    th="พระราชบัญญัติคุ้มครองข้อมูลส่วนบุคคล พ.ศ. 2562 มาตรา 37 (4): แจ้งภายใน 72 ชั่วโมงนับแต่ทราบเหตุ",
    en="Personal Data Protection Act B.E. 2562 section 37 (4): within 72 hours of knowing of it",
)


class Risk(StrEnum):
    """To the rights and freedoms of people."""

    NONE = "none"
    RISK = "risk"
    HIGH = "high"


RISKS: Final[Mapping[Risk, Text]] = {
    Risk.NONE: Text(
        th="ไม่มีความเสี่ยง: ไม่ต้องแจ้ง แต่ต้องบันทึกเหตุผล", en="None: nobody need be told, and the reason is recorded"
    ),
    Risk.RISK: Text(th="มีความเสี่ยง: แจ้งสำนักงานคณะกรรมการฯ", en="Some: the Committee's office is told"),
    Risk.HIGH: Text(
        th="ความเสี่ยงสูง: แจ้งสำนักงานคณะกรรมการฯ และเจ้าของข้อมูล", en="High: the Committee's office and the people are told"
    ),
}


def due(known_at: datetime) -> datetime:
    """By when the Committee's office must be told."""
    return known_at + TELL_WITHIN


def reminders_by(known_at: datetime, now: datetime) -> int:
    """How many of the reminders should have gone out by now."""
    return sum(now >= due(known_at) - before for before in REMIND_BEFORE)


def left_words(due_at: datetime, now: datetime) -> Text:
    """The time that is left, or by how much it is over."""
    seconds = int(abs((due_at - now).total_seconds()))
    hours, minutes = seconds // 3600, seconds % 3600 // 60
    span = Text(th=f"{hours} ชั่วโมง {minutes} นาที", en=f"{hours} h {minutes} min")
    if now > due_at:
        return Text(th=f"เกินกำหนดมาแล้ว {span.th}", en=f"{span.en} over")
    return Text(th=f"เหลือ {span.th}", en=f"{span.en} left")


def missing_to_close(risk: Risk, *, told: bool, excused: bool, people_told: bool) -> Text | None:
    """What must still be done before a breach is closed; None when nothing is."""
    if risk is Risk.NONE and not (told or excused):
        return Text(th="บันทึกเหตุผลที่ไม่แจ้งก่อน", en="Record first why nobody is told")
    if risk is not Risk.NONE and not told:
        return Text(th="แจ้งสำนักงานคณะกรรมการฯ ก่อน", en="Tell the Committee's office first")
    if risk is Risk.HIGH and not people_told:
        return Text(th="แจ้งเจ้าของข้อมูลก่อน", en="Tell the people concerned first")
    return None
