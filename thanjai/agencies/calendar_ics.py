"""Calendars as iCalendar (RFC 5545): the public feed of an agency, and files that other calendars write.

A day is an all-day event. Ours carry two properties of their own, so that nothing is lost on the way back:
whether the day is closed or worked, and the English name.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from icalendar import Calendar, Event

from thanjai.agencies.calendar_faults import LineFault, UnreadableCalendar, none_twice, of_whole_file
from thanjai.domain.calendar_book import KIND_WORDS, DayKind, DayRule, Effect, Ruling
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

MOST_EVENTS: Final = 1_000
MOST_DAYS: Final = 31
_EFFECT, _ENGLISH, _KIND = "X-THANJAI-EFFECT", "X-THANJAI-NAME-EN", "X-THANJAI-KIND"


def write_icalendar(rulings: Iterable[Ruling], *, name: str, place: str, changed_at: datetime) -> bytes:
    """The feed. `place` makes its events' names unique; `changed_at` is when the calendar last changed."""
    feed = Calendar()
    feed.add("prodid", "-//Thanjai//Working days//TH")
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", name)
    feed.add("x-wr-timezone", "Asia/Bangkok")
    feed.add("x-published-ttl", "P1D")
    for one in rulings:
        feed.add_component(_event(one, place, changed_at))
    return bytes(feed.to_ical())


def _event(one: Ruling, place: str, changed_at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{one.day.isoformat()}-{place}@thanjai")
    event.add("dtstamp", changed_at)
    event.add("sequence", one.number)
    event.add("dtstart", one.day)
    event.add("dtend", one.day + timedelta(days=1))
    event.add("summary", f"เปิดทำการ: {one.name.th}" if one.is_open else one.name.th)
    event.add("description", one.source)
    event.add("categories", [KIND_WORDS[one.kind].th])
    event.add("transp", "TRANSPARENT")
    event.add(_EFFECT, "OPEN" if one.is_open else "CLOSED")
    event.add(_ENGLISH, one.name.en)
    event.add(_KIND, one.kind.value)
    return event


def read_icalendar(content: bytes, kind: DayKind) -> list[DayRule]:
    """The days of a file; `kind` is that of events that do not say. Raises UnreadableCalendar with every fault."""
    try:
        events = [event for event in Calendar.from_ical(content).walk("VEVENT") if isinstance(event, Event)]
    except (ValueError, IndexError, UnicodeDecodeError):
        raise of_whole_file(
            "แฟ้มไม่ใช่ iCalendar ที่อ่านได้ ส่งออกจากโปรแกรมปฏิทินอีกครั้งเป็นแฟ้ม .ics",
            "This is not an iCalendar file that can be read. Export it again from the calendar program, as .ics.",
        ) from None
    if not 0 < len(events) <= MOST_EVENTS:
        raise of_whole_file(
            f"แฟ้มต้องมีตั้งแต่ 1 ถึง {MOST_EVENTS} รายการ", f"The file must have from 1 to {MOST_EVENTS} events."
        )
    rules: list[tuple[int, DayRule]] = []
    faults: list[LineFault] = []
    for number, event in enumerate(events, start=1):
        try:
            rules += [(number, rule) for rule in _rules(event, kind)]
        except Refusal as refusal:
            faults.append(LineFault(number, refusal.message))
    faults += none_twice(rules)
    if faults:
        raise UnreadableCalendar(sorted(faults, key=lambda fault: fault.line))
    return [rule for _, rule in rules]


def _rules(event: Event, kind: DayKind) -> list[DayRule]:
    words = str(event.get("summary") or "").strip()
    if not words:
        raise Refusal(
            "name", Text(th="รายการไม่มีชื่อ ใส่ชื่อวันแล้วส่งออกใหม่", en="The event has no name. Give it one and export again.")
        )
    if event.get("rrule") is not None:
        raise _refused(words, "เป็นรายการที่เกิดซ้ำ สร้างเป็นรายการแยกทีละวัน", "repeats. Make an event for each day.")
    opens = str(event.get(_EFFECT) or "").upper() == "OPEN"
    if opens:
        words = words.removeprefix("เปิดทำการ: ")
    cancelled = str(event.get("status") or "").upper() == "CANCELLED"
    effect = Effect.AS_BEFORE if cancelled else Effect.OPEN if opens else Effect.CLOSED
    given = str(event.get(_KIND) or "")
    kind = DayKind(given) if given in set(DayKind) else kind
    name = Text(th=words[:200], en=(str(event.get(_ENGLISH) or "").strip() or words)[:200])
    source = str(event.get("description") or "").strip()[:300]
    if effect is Effect.AS_BEFORE:
        return [DayRule(day=day, effect=effect, kind=kind) for day in _days(event, words)]
    return [DayRule(day=day, effect=effect, kind=kind, name=name, source=source) for day in _days(event, words)]


def _days(event: Event, words: str) -> list[date]:
    """The whole days of an event; its end is the day after the last one."""
    try:
        first, end = (getattr(event.get(name), "dt", None) for name in ("dtstart", "dtend"))
    except ValueError:
        raise _refused(words, "มีวันที่ที่อ่านไม่ได้", "has a date that cannot be read. Export it again.") from None
    if not isinstance(first, date) or isinstance(first, datetime):
        raise _refused(words, "ต้องเป็นรายการทั้งวัน ไม่ระบุเวลา", "must be an all-day event, without a time.")
    if not isinstance(end, date) or isinstance(end, datetime):
        end = first + timedelta(days=1)
    count = max(1, (end - first).days)
    if count > MOST_DAYS:
        raise _refused(words, f"ยาวเกิน {MOST_DAYS} วัน แบ่งเป็นหลายรายการ", f"is longer than {MOST_DAYS} days. Split it.")
    return [first + timedelta(days=days) for days in range(count)]


def _refused(words: str, th: str, en: str) -> Refusal:
    return Refusal("event", Text(th=f"“{words}” {th}", en=f"“{words}” {en}"))
