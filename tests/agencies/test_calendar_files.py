"""Calendar files: what is exported comes back, what is wrong is named by line, and nothing is half imported."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import icalendar
import pytest

from tests.agencies.test_calendars import NOW, closed, opened
from tests.world import World, build
from thanjai.agencies.calendar_actions import change_calendar
from thanjai.agencies.calendar_csv import HEADINGS, read_csv
from thanjai.agencies.calendar_faults import UnreadableCalendar
from thanjai.agencies.calendar_files import MOST_BYTES, csv_of, feed_of, read_file
from thanjai.agencies.calendar_ics import read_icalendar
from thanjai.agencies.calendars import EVERYWHERE, of_agency
from thanjai.agencies.selectors import agency_by_id
from thanjai.domain.calendar_book import DayKind, DayRule, Effect
from thanjai.domain.text import Text
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import acting_as

DAY, SATURDAY = date(2026, 12, 23), date(2026, 12, 26)
HEAD = ",".join(HEADINGS.values())


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with standing_at(NOW):
        yield


def csv_file(*lines: str, head: str = HEAD, encoding: str = "utf-8-sig") -> bytes:
    return "\r\n".join([head, *lines]).encode(encoding)


def event(*lines: str, start: str = "DTSTART;VALUE=DATE:20261223", summary: str = "SUMMARY:น้ำท่วม") -> str:
    return "\r\n".join(["BEGIN:VEVENT", start, summary, *lines, "END:VEVENT"])


def ics_file(*events: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//", *events, "END:VCALENDAR", ""]).encode()


def faults(content: bytes, read=read_csv) -> dict[int, str]:  # type: ignore[no-untyped-def]
    with pytest.raises(UnreadableCalendar) as refused:
        read(content, DayKind.LOCAL)
    assert all(fault.message.th for fault in refused.value.faults)
    return {fault.line: fault.message.en for fault in refused.value.faults}


@pytest.mark.parametrize("day", ["2026-12-23", "23/12/2569", "23/12/2026", "๒๓/๑๒/๒๕๖๙"])
def test_a_day_is_read_as_people_write_it(day: str) -> None:
    (rule,) = read_csv(csv_file(f"{day},ปิดทำการ,เหตุฉุกเฉิน,น้ำท่วม,Flood,คำสั่ง 1/2569,"), DayKind.LOCAL)
    name = Text(th="น้ำท่วม", en="Flood")
    assert rule == DayRule(day=DAY, effect=Effect.CLOSED, kind=DayKind.EMERGENCY, name=name, source="คำสั่ง 1/2569")


def test_a_short_file_is_enough() -> None:
    (rule,) = read_csv(csv_file("23/12/2569,น้ำท่วม", "", head="วันที่,ชื่อวัน (ไทย)"), DayKind.LOCAL)
    assert (rule.effect, rule.kind, rule.name) == (Effect.CLOSED, DayKind.LOCAL, Text(th="น้ำท่วม", en="น้ำท่วม"))


@pytest.mark.parametrize(
    "content",
    [
        csv_file("2026-12-23,ปิด,,น้ำท่วม,,,", encoding="cp874"),
        csv_file("2026-12-23;open;special;งาน;Fair;;", head=HEAD.replace(",", ";")),
        csv_file("2026-12-23\tเปิด\t\tงาน\t\t\t", head=HEAD.replace(",", "\t"), encoding="utf-8"),
        csv_file("2026-12-23,as_before", head="date,effect,name_th"),
    ],
)
def test_files_of_other_programs_are_read(content: bytes) -> None:
    assert [rule.day for rule in read_csv(content, DayKind.LOCAL)] == [DAY]


def test_every_wrong_line_is_named_with_what_to_do() -> None:
    found = faults(
        csv_file(
            "31/2/2569,ปิด,,ก,,,", "23/12/2569,หยุด,,ก,,,", "24/12/2569,ปิด,พิเศษสุด,ก,,,", "25/12/2569,ปิด,,,,,",
            "28/12/2569,ปิด,,ก,,,", "28/12/2026,เปิด,,ข,,,", f"29/12/2569,ปิด,,{'ก' * 201},,,", "พรุ่งนี้,ปิด,,ก,,,",
        )
    )  # fmt: skip
    assert sorted(found) == [2, 3, 4, 5, 7, 8, 9]
    assert "There is no such day" in found[2] and "Use one of: ปิดทำการ" in found[3] and "เหตุฉุกเฉิน" in found[4]
    assert (
        "name" in found[5] and "at 6" in found[7] and "Shorten" in found[8] and "Enter day, month and year" in found[9]
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "headings"),
        (b"\x00\xff\xfe", "UTF-8"),
        (csv_file(), "no day"),
        (csv_file("x", head="day,name"), "Known headings"),
        (csv_file(*["2026-12-23,,,x,,,"] * 1001), "Split"),
    ],
)
def test_a_file_that_is_none_says_so(content: bytes, says: str) -> None:
    assert says in faults(content)[1]


def test_events_of_other_calendars_are_read() -> None:
    rules = read_icalendar(
        ics_file(
            event("DTEND;VALUE=DATE:20261225", "DESCRIPTION:คำสั่ง 1"),
            event(start="DTSTART;VALUE=DATE:20261226", summary="SUMMARY:เปิดทำการ: วันเสาร์").replace(
                "END:VEVENT",
                "X-THANJAI-EFFECT:OPEN\r\nX-THANJAI-NAME-EN:Saturday\r\nX-THANJAI-KIND:special\r\nEND:VEVENT",
            ),
            event("STATUS:CANCELLED", start="DTSTART;VALUE=DATE:20261228"),
        ),
        DayKind.LOCAL,
    )
    assert [(rule.day.day, rule.effect.value, rule.kind.value) for rule in rules] == [
        (23, "closed", "local"), (24, "closed", "local"), (26, "open", "special"), (28, "as_before", "local"),
    ]  # fmt: skip
    assert rules[0].source == "คำสั่ง 1" and rules[2].name == Text(th="วันเสาร์", en="Saturday")


def test_every_wrong_event_is_named_with_what_to_do() -> None:
    found = faults(
        ics_file(
            event(start="DTSTART:20261223T090000Z"),
            event("RRULE:FREQ=YEARLY"),
            event(summary="SUMMARY:"),
            event("DTEND;VALUE=DATE:20270301"),
            event(),
            event(),
            event(start="DTSTART:2026"),
        ),
        read_icalendar,
    )
    assert sorted(found) == [1, 2, 3, 4, 6, 7]
    assert "all-day" in found[1] and "each day" in found[2] and "name" in found[3] and "Split" in found[4]
    for content in (b"BEGIN:VCALENDAR", b"BEGIN:VCALENDAR\r\nnonsense", ics_file()):
        assert faults(content, read_icalendar)[1]


@pytest.mark.django_db
def test_what_is_exported_comes_back_as_no_change_and_the_rest_as_one() -> None:
    world: World = build()
    scope = of_agency(world.agency)
    flood = DayRule(
        day=DAY, effect=Effect.CLOSED, kind=DayKind.EMERGENCY, name=Text(th="=น้ำท่วม", en="Flood"), source="คำสั่ง 1"
    )
    with acting_as(world.officer):
        change_calendar(actor=world.officer, scope=scope, days=[flood, opened(SATURDAY)], reason="เหตุ")
        agency = agency_by_id(world.agency)
        table, feed = csv_of(agency, 2026), feed_of(agency)
        assert table.startswith(b"\xef\xbb\xbf") and "'=น้ำท่วม".encode() in table and "ปฏิทินพื้นฐาน".encode() in table
        assert read_file(scope, table) == () and read_file(scope, feed) == ()
        other = of_agency(world.other)
    with acting_as(world.stranger):
        assert (
            {rule.day for rule in read_file(other, table)}
            == {DAY, SATURDAY}
            == {rule.day for rule in read_file(other, feed)}
        )
        assert {rule.effect for rule in read_file(EVERYWHERE, feed)} == {Effect.CLOSED, Effect.OPEN}
        with pytest.raises(UnreadableCalendar):
            read_file(other, b"x" * (MOST_BYTES + 1))


@pytest.mark.django_db
def test_the_feed_is_one_that_calendar_programs_take() -> None:
    world = build()
    with acting_as(world.officer):
        change_calendar(
            actor=world.officer, scope=of_agency(world.agency), days=[closed(DAY), opened(SATURDAY)], reason="เหตุ"
        )
        feed = icalendar.Calendar.from_ical(feed_of(agency_by_id(world.agency)))
    events = {event.decoded("dtstart"): event for event in feed.walk("VEVENT")}
    assert {day.year for day in events} == {2025, 2026, 2027}
    assert events[DAY]["summary"] == "น้ำท่วมสำนักงาน" and events[DAY].decoded("dtend") == date(2026, 12, 24)
    assert events[SATURDAY]["summary"].startswith("เปิดทำการ") and int(events[DAY]["sequence"]) == 1
    assert date(2026, 5, 13) in events and date(2026, 5, 1) not in events
    assert len({str(event["uid"]) for event in events.values()}) == len(events)
    assert events[DAY].decoded("dtstamp") == NOW
