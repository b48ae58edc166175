"""The morning's letter in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby
from typing import Final
from uuid import UUID

from django.conf import settings

from thanjai.domain.buddhist import format_day, format_moment
from thanjai.domain.text import Text

MOST_LISTED: Final = 25
"""Cases named under one heading; of more only how many."""


class Topic(StrEnum):
    """What a line is about, the most urgent first."""

    NOTICE = "notice"
    OVERDUE = "overdue"
    TODAY = "today"
    LAPSED = "lapsed"
    SOON = "soon"
    RETURNED = "returned"

    @property
    def urgency(self) -> int:
        return list(Topic).index(self)


@dataclass(frozen=True, slots=True)
class Item:
    """A time limit of a case that somebody is told of. No name of an applicant goes into these letters."""

    topic: Topic
    case_id: UUID
    number: str
    service: Text
    rule: str
    limit: Text
    due_at: datetime


HEADINGS: Final = {
    Topic.NOTICE: Text(
        th="วันนี้ต้องแจ้งเหตุแห่งความล่าช้า ระบุเหตุก่อนปิดทำการ มิฉะนั้นหนังสือจะแจ้งว่ายังไม่ได้ระบุเหตุ",
        en="A notice of delay goes out today. Give the reason before the office closes, or it says that there is none",
    ),
    Topic.OVERDUE: Text(th="เกินกำหนดแล้ว", en="Overdue"),
    Topic.TODAY: Text(th="วันทำการสุดท้ายก่อนครบกำหนด", en="Due today, or before the office opens again"),
    Topic.LAPSED: Text(
        th="ผู้ขอไม่ได้ทำภายในเวลาที่กำหนด ดูว่าต้องคืนคำขอหรือไม่",
        en="The applicant's time is over. See whether the request is to be returned",
    ),
    Topic.SOON: Text(th="ใกล้ครบกำหนด", en="Due soon"),
    Topic.RETURNED: Text(
        th="ระบบคืนคำขอแล้วเพราะไม่ได้แก้ไขภายในกำหนด", en="Returned by the clock, because they were not mended in time"
    ),
}


def letter(language: str, day: date, items: Sequence[Item], stands_in_for: Sequence[str]) -> tuple[str, str]:
    """Subject and text of one person's letter; `items` come the most urgent first."""
    count = len({item.case_id for item in items})
    subject = Text(
        th=f"งานที่มีกำหนดเวลา {count} เรื่อง · {format_day(day, 'th')}",
        en=f"{count} {'case needs' if count == 1 else 'cases need'} you · {format_day(day, 'en')}",
    )
    parts = [_stand_in(stands_in_for)] if stands_in_for else []
    words = [part.in_language(language) for part in parts]
    for topic, group in groupby(items, key=lambda item: item.topic):
        words.append(_section(language, topic, list(group)))
    place = "/en" if language == "en" else ""
    foot = Text(th="รายการงานทั้งหมด", en="The whole work list")
    words.append(f"{foot.in_language(language)}: {settings.BASE_URL}{place}/office/")
    return subject.in_language(language), "\n\n".join(words)


def _section(language: str, topic: Topic, items: Sequence[Item]) -> str:
    head = f"{HEADINGS[topic].in_language(language)} ({len(items)})"
    lines = [_line(language, item) for item in items[:MOST_LISTED]]
    left = len(items) - len(lines)
    if left:
        more = Text(th=f"และอีก {left} เรื่อง", en=f"and {left} more")
        lines.append(more.in_language(language))
    return "\n".join([head, *lines])


def _line(language: str, item: Item) -> str:
    place = "/en" if language == "en" else ""
    due = Text(th=f"ครบกำหนด {format_moment(item.due_at, 'th')}", en=f"due {format_moment(item.due_at, 'en')}")
    what = f"{item.service.in_language(language)}: {item.limit.in_language(language)}"
    link = f"{settings.BASE_URL}{place}/office/cases/{item.case_id}/"
    return f"- {item.number} {what}, {due.in_language(language)} {link}"


def _stand_in(names: Sequence[str]) -> Text:
    who = ", ".join(names)
    return Text(th=f"ท่านรับเรื่องแทนผู้ไม่อยู่: {who}", en=f"You stand in for: {who}")
