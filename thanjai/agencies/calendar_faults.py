"""What is wrong with a calendar file, line by line, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from thanjai.domain.calendar_book import DayRule
from thanjai.domain.form.plain_values import day as day_of
from thanjai.domain.form.result import Unfit
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text


@dataclass(frozen=True, slots=True)
class LineFault:
    """`line` as the file has it, counted from 1; for iCalendar the number of the event."""

    line: int
    message: Text


class UnreadableCalendar(Refusal):
    """The file cannot be taken. Nothing of it was: each fault says what to mend."""

    def __init__(self, faults: Sequence[LineFault]) -> None:
        super().__init__(
            "unreadable_calendar",
            Text(
                th="นำเข้าแฟ้มไม่ได้และยังไม่มีสิ่งใดเปลี่ยน แก้ไขบรรทัดที่แจ้งไว้แล้วนำเข้าอีกครั้ง",
                en="The file was not imported and nothing has changed. Mend the lines named below and import it again.",
            ),
            field="file",
        )
        self.faults = tuple(faults)


def of_whole_file(th: str, en: str) -> UnreadableCalendar:
    return UnreadableCalendar([LineFault(1, Text(th=th, en=en))])


def read_day(typed: Any) -> date:
    """A day as people write it: 2/1/2569, 2/1/2026 or 2026-01-02. Raises Refusal that says how."""
    try:
        return date.fromisoformat(day_of(typed))
    except Unfit as unfit:
        remedy = unfit.faults[0].remedy
        said = Text(th=remedy.th, en=f"{remedy.en[:1].upper()}{remedy.en[1:]}.")
        raise Refusal("day", said, field="day") from None


def none_twice(rules: Sequence[tuple[int, DayRule]]) -> list[LineFault]:
    """A day that a file names more than once: whoever wrote it must say which line holds."""
    first: dict[date, int] = {}
    faults = []
    for line, rule in rules:
        before = first.setdefault(rule.day, line)
        if before != line:
            words = Text(
                th=f"วันที่ {rule.day.isoformat()} มีอยู่แล้วที่รายการ {before} ลบรายการใดรายการหนึ่ง",
                en=f"{rule.day.isoformat()} is there already, at {before}. Remove one of the two.",
            )
            faults.append(LineFault(line, words))
    return faults
