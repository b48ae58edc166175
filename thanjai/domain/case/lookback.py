"""A case judged again from its events, under the law as it stood: what was late, kept silent about, or asked twice.

Pure. Whoever calls works out the time limits with the rules and the calendar that were in force then; this says
which of the agency's duties were broken, each with its source. The applicant's own time limits break no law.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from thanjai.domain.buddhist import bangkok_day, day_in_words
from thanjai.domain.case import events as e
from thanjai.domain.deadline_rules import APPLICANTS, Purpose
from thanjai.domain.deadlines import Deadline, Standing, delay_notice_days, standing
from thanjai.domain.duties import OWES_NOTICE, notice_moment
from thanjai.domain.text import Text
from thanjai.domain.workdays import Calendar, working_days_between

Happened = tuple[e.Event, datetime]
"""An event and when it happened."""


class Breach(StrEnum):
    LATE = "late"
    TOLD_LATE = "told_late"
    """The result was told after the days that the law gives for it."""
    NOTICE_MISSING = "notice_missing"
    NOTICE_LATE = "notice_late"
    DEMANDED_TWICE = "demanded_twice"


BREACH_WORDS: Final = {
    Breach.LATE: Text(th="ช้ากว่ากำหนด", en="Late"),
    Breach.TOLD_LATE: Text(th="แจ้งผลช้า", en="Result told late"),
    Breach.NOTICE_MISSING: Text(th="ไม่ได้แจ้งเหตุแห่งความล่าช้า", en="Notice of delay missing"),
    Breach.NOTICE_LATE: Text(th="แจ้งเหตุแห่งความล่าช้าไม่ทันวัน", en="Notice of delay late"),
    Breach.DEMANDED_TWICE: Text(th="เรียกเอกสารเพิ่มเกินหนึ่งครั้ง", en="Demanded twice"),
}

NOTICES: Final = Text(
    th="พระราชบัญญัติการอำนวยความสะดวกฯ พ.ศ. 2558 มาตรา 10", en="Licensing Facilitation Act B.E. 2558 section 10"
)
ONE_RECORD: Final = Text(
    th="พระราชบัญญัติการอำนวยความสะดวกฯ พ.ศ. 2558 มาตรา 8", en="Licensing Facilitation Act B.E. 2558 section 8"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One duty broken. `day` is when it was owed; `done_at` when it was done after all, None for never."""

    breach: Breach
    rule: str
    day: date
    done_at: datetime | None
    words: Text
    source: Text


def judge_again(
    history: Sequence[Happened], limits: Iterable[Deadline], calendar: Calendar, now: datetime
) -> tuple[Finding, ...]:
    """What the agency broke up to `now`, by time limit; `limits` are those of the case that have begun."""
    found = [*_demands(history)]
    for line in limits:
        if line.purpose in APPLICANTS:
            continue
        found += _late(line, calendar, now)
        if line.purpose in OWES_NOTICE:
            found += _notices(line, history, calendar, now)
    return tuple(found)


def _late(line: Deadline, calendar: Calendar, now: datetime) -> Iterator[Finding]:
    how = standing(line, now)
    if how not in (Standing.MET_LATE, Standing.OVERDUE):
        return
    done_at = line.ended_at if how is Standing.MET_LATE else None
    due = bangkok_day(line.due_at)
    days = working_days_between(calendar, due, bangkok_day(done_at or now))
    breach = Breach.TOLD_LATE if line.purpose is Purpose.TELL else Breach.LATE
    yield Finding(breach, line.rule_id, due, done_at, _late_words(line, due, done_at, days), line.source)


def _late_words(line: Deadline, due: date, done_at: datetime | None, days: int) -> Text:
    due_words, late = day_in_words(due), max(days, 1)
    th, en = f"“{line.title.th}” ครบกำหนด {due_words.th}", f"“{line.title.en}” was due on {due_words.en}"
    more = "" if late == 1 else "s"
    if done_at is None:
        return Text(
            th=f"{th} ยังไม่เสร็จ เกินมาแล้ว {late} วันทำการ", en=f"{en} and is not done, {late} working day{more} over"
        )
    done = day_in_words(bangkok_day(done_at))
    return Text(
        th=f"{th} เสร็จเมื่อ {done.th} ช้าไป {late} วันทำการ",
        en=f"{en} and was done on {done.en}, {late} working day{more} late",
    )


def _notices(line: Deadline, history: Sequence[Happened], calendar: Calendar, now: datetime) -> Iterator[Finding]:
    """A notice belongs to the day it was owed, until the next one is: one that came after that day came late."""
    sent = sorted(at for event, at in history if isinstance(event, e.DelayNotified) and event.rule == line.rule_id)
    owed = [day for day in delay_notice_days(line, calendar, now) if notice_moment(calendar, day) <= now]
    for place, day in enumerate(owed):
        until = owed[place + 1] if place + 1 < len(owed) else day + timedelta(days=36_500)
        # Sent with its reason before the day began is early, not missing; the first counts from the last second due.
        since = day if place else bangkok_day(line.due_at)
        its_own = next((at for at in sent if since <= bangkok_day(at) < until), None)
        owed_on = day_in_words(day)
        about = Text(
            th=f"หนังสือแจ้งครั้งที่ {place + 1} ของ “{line.title.th}” ต้องแจ้งภายใน {owed_on.th}",
            en=f"Notice {place + 1} of “{line.title.en}” was owed on {owed_on.en}",
        )
        if its_own is None:
            words = Text(th=f"{about.th} ไม่พบว่าแจ้ง", en=f"{about.en} and was not sent")
            yield Finding(Breach.NOTICE_MISSING, line.rule_id, day, None, words, NOTICES)
        elif bangkok_day(its_own) > day:
            went = day_in_words(bangkok_day(its_own))
            words = Text(th=f"{about.th} แจ้งเมื่อ {went.th}", en=f"{about.en} and was sent on {went.en}")
            yield Finding(Breach.NOTICE_LATE, line.rule_id, day, its_own, words, NOTICES)


def _demands(history: Sequence[Happened]) -> Iterator[Finding]:
    """One record of defects; one more with its reason is what the law lets pass."""
    records = [(event, at) for event, at in history if isinstance(event, e.DefectsRecorded)]
    for number, (event, at) in enumerate(records[1:], 2):
        erased = any(isinstance(later, e.Erased) for later, _ in history)
        if number == 2 and (event.exception.strip() or erased):
            continue
        day = day_in_words(bangkok_day(at))
        words = Text(
            th=f"บันทึกความบกพร่องครั้งที่ {number} เมื่อ {day.th} โดยไม่มีเหตุตามกฎหมาย",
            en=f"Defects were recorded for the {_ORDINALS.get(number, f'{number}th')} time on {day.en},"
            " without a reason that the law knows",
        )
        yield Finding(Breach.DEMANDED_TWICE, event.step, bangkok_day(at), at, words, ONE_RECORD)


_ORDINALS: Final = {2: "second", 3: "third", 4: "fourth"}
