"""The calendar's pages: the year for everybody, changes by the head after a look at what they move, files, feeds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import icalendar
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.agencies.test_calendars import NOW, changes, closed, head_of_opdc
from tests.cases.test_calendar_changes import FOOD, MONDAY, TUESDAY, WORK, due
from tests.web.applicant import work_off
from tests.web.desk import forms, page, sit_down, tree, words
from tests.world import World, build
from thanjai.agencies.calendar_actions import change_calendar
from thanjai.agencies.calendars import EVERYWHERE, calendar_for, of_agency
from thanjai.cases import foresight
from thanjai.domain.definition.base import Role
from thanjai.kernel.caching import forget
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.web.officer import calendar, calendar_changing

pytestmark = pytest.mark.django_db
YEAR, CHANGE = "/en/office/calendar/", "/en/office/calendar/change/"
DAYS = {
    "command": "days", "first.day": "23", "first.month": "11", "first.year": "2569", "effect": "closed",
    "name_th": "น้ำท่วม", "name_en": "Flood", "reason": "น้ำท่วมสำนักงาน", "source": "คำสั่ง 9/2569",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with standing_at(NOW):
        yield


@pytest.fixture
def world() -> World:
    return build(FOOD)


@pytest.fixture
def desk(client: Client, world: World) -> Client:
    return sit_down(client, world.officer)


def made(desk: Client, values: dict[str, Any]) -> Any:
    """Send a form, and make the change that the preview offers."""
    seen = desk.post(CHANGE, values)
    assert seen.status_code == 200, words(seen)
    form = next(form for form in tree(seen).forms if form.get("action") == "/en/office/calendar/make/")
    return desk.post(form.get("action"), dict(form.form_values()), follow=True)


def works(world: World, day: date) -> bool:
    forget()
    with acting_as(PLATFORM):
        return calendar_for(world.agency).works_on(day)


def test_the_year_shows_every_closed_day_with_its_source(desk: Client, world: World) -> None:
    root = page(desk, f"{YEAR}?year=2026")
    assert len(root.xpath("//section[@class='month']//table")) == 12
    text = words(desk.get(f"{YEAR}?year=2026"))
    assert "Wednesday 13 May 2026 Royal Ploughing Ceremony Yearly public holiday · Base calendar · holidays" in text
    may = root.xpath("//section[@class='month'][5]//td[contains(@class, 'is-')]")
    looks = {cell.text.strip(): cell.get("class") for cell in may}
    assert (looks["1"], looks["13"], looks["2"]) == ("is-works", "is-closed", "is-weekend")
    assert "Nothing has been changed" in text and "the North-East" in text and "08:30–16:30" in text
    assert "KKC-0-2030" in text and root.xpath("//td[@aria-current='date']")[0].text.strip() == "20"
    assert "มกราคม" in words(desk.get("/office/calendar/")) and "2569" in words(desk.get("/office/calendar/"))


@pytest.mark.parametrize(("asked", "shown"), [("2021", "2021"), ("1999", "2020"), ("9999", "2030"), ("x", "2026")])
def test_any_year_that_calendars_cover_can_be_seen(desk: Client, asked: str, shown: str) -> None:
    assert page(desk, f"{YEAR}?year={asked}").xpath("string(//h1)").split() == ["Working", "days", shown]


def test_a_year_to_come_says_that_it_is_computed(desk: Client) -> None:
    assert "This year is computed" in words(desk.get(f"{YEAR}?year=2027"))
    assert "This year is computed" not in words(desk.get(f"{YEAR}?year=2026"))
    with acting_as(PLATFORM):
        day = closed(date(2027, 6, 4))
        change_calendar(actor=PLATFORM, scope=EVERYWHERE, days=[day], reason="มติ", source="มติ ครม.")
    assert "This year is computed" not in words(desk.get(f"{YEAR}?year=2027"))


def test_a_day_is_closed_after_a_look_at_what_that_moves(desk: Client, world: World) -> None:
    _, case = world.submitted()
    seen = desk.post(CHANGE, DAYS)
    text = words(seen)
    assert "1open cases with a date that moves" in text and case.number in text
    assert "from 23 November 2026 to 24 November 2026" in text and "Monday 23 November 2026 – Closed: Flood" in text
    assert works(world, MONDAY) and changes() == [], "only looked at"
    text = words(made(desk, DAYS))
    assert "The calendar is changed" in text and "น้ำท่วมสำนักงาน" in text and "คำสั่ง 9/2569" in text and "สมศรี" in text
    assert not works(world, MONDAY)
    work_off(*WORK)
    assert due(world, case)["check"] == TUESDAY


def test_a_day_is_taken_back_from_the_year(desk: Client, world: World) -> None:
    made(desk, DAYS)
    root = page(desk, f"{YEAR}?year=2026")
    (link,) = root.xpath("//a[contains(., 'take back')]/@href")
    form = forms(page(desk, link), "days")[0]
    values = dict(form.form_values())
    assert (values["first.day"], values["first.year"], values["effect"]) == ("23", "2026", "as_before")
    made(desk, {**values, "reason": "น้ำลดแล้ว"})
    assert works(world, MONDAY) and len(changes()) == 2
    assert len(page(desk, YEAR).xpath("//tbody/tr/th[@scope='row']")) == 2


def test_an_emergency_closes_today(desk: Client, world: World) -> None:
    assert "Friday 20 November 2026" in words(desk.get(CHANGE))
    assert desk.post(CHANGE, {"command": "today", "reason": ""}).status_code == 422
    made(desk, {"command": "today", "reason": "ไฟไหม้"})
    assert not works(world, NOW.date()) and "closed today already" in words(desk.get(CHANGE))


def test_hours_are_changed(desk: Client, world: World) -> None:
    lunch = {
        "command": "hours",
        "opens": "8.00",
        "closes": "12:00",
        "opens_again": "13:00",
        "closes_again": "16",
        "reason": "เวลาใหม่",
    }
    text = words(made(desk, lunch))
    assert "08:00–12:00, 13:00–16:00" in text and "08:30–16:30 → 08:00–12:00" in text
    for wrong in ({"opens": "x", "closes": "12:00"}, {"opens": "", "closes": ""}, {"opens": "12", "closes": "8"}):
        answer = desk.post(CHANGE, {"command": "hours", "reason": "x", **wrong})
        assert answer.status_code == 422 and "#opens" in answer.content.decode()


@pytest.mark.parametrize(
    ("wrong", "at"),
    [
        ({"first.day": "31"}, "first.day"),
        ({"last.day": "1", "last.month": "1", "last.year": "2570", "first.year": "2570"}, "last.day"),
        ({"effect": "maybe"}, "effect"),
        ({"name_th": ""}, "name_th"),
        ({"reason": " "}, "days-reason"),
        ({"first.year": "2560"}, "first.day"),
        ({"effect": "as_before"}, "first.day"),
        ({"scope": "moon"}, "scope"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_typed_is_lost(desk: Client, wrong: dict[str, str], at: str) -> None:
    answer = desk.post(CHANGE, {**DAYS, **wrong})
    root = tree(answer)
    assert answer.status_code == 422
    assert root.xpath("//*[@data-error-summary]//a/@href") == [f"#{at}"]
    if at != "scope":
        assert root.xpath(f"//*[@id='{at}']"), at
    assert root.xpath("//input[@id='days-source']/@value") == ["คำสั่ง 9/2569"]
    assert changes() == []


def test_a_file_is_exported_changed_and_imported(desk: Client, world: World) -> None:
    answer = desk.get("/en/office/calendar/csv/?year=2026")
    assert (
        answer["Content-Type"].startswith("text/csv") and "calendar-khonkaen-2026.csv" in answer["Content-Disposition"]
    )

    def sent(content: bytes) -> dict[str, Any]:
        return {"command": "file", "reason": "ปฏิทินปี 2569", "file": SimpleUploadedFile("days.csv", content)}

    same = desk.post(CHANGE, sent(answer.content))
    assert same.status_code == 422 and "already says all" in words(same)
    wrong = desk.post(CHANGE, sent(answer.content + "31/2/2569,ปิด,,ก,,,\r\nx,ปิด,,ข,,,\r\n".encode()))
    count = answer.content.count(b"\n")
    assert wrong.status_code == 422 and f"{count + 1}There is no such day" in words(wrong)
    assert desk.post(CHANGE, {"command": "file", "reason": "x"}).status_code == 422
    assert changes() == []
    made(desk, sent(answer.content + "23/11/2569,ปิด,เหตุฉุกเฉิน,น้ำท่วม,,,\r\n".encode()))
    assert not works(world, MONDAY) and [len(row.days) for row in changes()] == [1]


def test_only_the_head_changes_and_others_are_told_whom_to_ask(client: Client, world: World) -> None:
    clerk = sit_down(client, world.colleague("clerk", Role.APPROVER))
    assert "Only the head" in words(clerk.get(YEAR)) and not page(clerk, YEAR).xpath("//a[contains(@href, 'change')]")
    assert clerk.get(CHANGE).status_code == 403 and clerk.post(CHANGE, DAYS).status_code == 403
    sealed = calendar_changing.Proposal(layer="agency", reason="x", days=(closed(MONDAY),)).model_dump_json()
    for path in ("make", "preview"):
        assert clerk.post(f"/en/office/calendar/{path}/", {"proposal": sealed}).status_code == 403
    assert works(world, MONDAY)


def test_a_proposal_that_no_page_wrote_is_refused(desk: Client) -> None:
    assert desk.post("/en/office/calendar/make/", {"proposal": "{}"}).status_code == 404
    assert desk.post(CHANGE, {"command": "dance"}).status_code == 422


def test_opdc_gives_a_day_to_a_region_and_sees_figures_only(client: Client, world: World) -> None:
    _, case = world.submitted()
    opdc = sit_down(client, head_of_opdc())
    root = page(opdc, CHANGE)
    assert root.xpath("//select[@id='days-scope']//option[@value='province/ขอนแก่น']/text()") == ["Khon Kaen"]
    text = words(opdc.post(CHANGE, {**DAYS, "scope": "region/north_east"}))
    assert "the North-East" in text and "Khon Kaen1" in text and case.number not in text
    text = words(made(opdc, {**DAYS, "scope": "region/north_east"}))
    assert "the North-East" in text and not works(world, MONDAY)
    assert "the North-East" in words(sit_down(Client(), world.officer).get(YEAR))


def test_an_agencys_head_has_no_choice_of_scope(desk: Client) -> None:
    assert not page(desk, CHANGE).xpath("//select[@name='scope']")
    assert desk.post(CHANGE, {**DAYS, "scope": "country"}).status_code == 403


def test_long_previews_and_histories_come_page_by_page(
    desk: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = {world.submitted()[1].number for _ in range(3)}
    monkeypatch.setattr(calendar_changing, "ON_A_PAGE", 2)
    first = tree(desk.post(CHANGE, DAYS))
    form = next(form for form in first.forms if form.get("action") == "/en/office/calendar/preview/")
    second = desk.post(form.get("action"), {**dict(form.form_values()), "start": "2"})
    shown = [root.xpath("//tbody//a/text()") for root in (first, tree(second))]
    assert [len(one) for one in shown] == [2, 1] and {*shown[0], *shown[1]} == numbers
    monkeypatch.setattr(foresight, "MOST", 2)
    assert "This is a sample of 2 cases" in words(desk.post(CHANGE, DAYS))
    monkeypatch.setattr(calendar, "CHANGES", 1)
    for day in (date(2026, 12, 1), date(2026, 12, 2)):
        with acting_as(world.officer):
            change_calendar(actor=world.officer, scope=of_agency(world.agency), days=[closed(day)], reason="เหตุ")
    (following,) = page(desk, YEAR).xpath("//a[@rel='next'][contains(@href, 'before')]/@href")
    assert page(desk, YEAR + following.split("#")[0]).xpath("string(//tbody/tr/th/span)") == "1"


def test_the_public_sees_the_year_and_takes_the_feed(client: Client, world: World) -> None:
    with acting_as(world.officer):
        change_calendar(actor=world.officer, scope=of_agency(world.agency), days=[closed(MONDAY)], reason="เหตุภายใน")
    assert page(client, "/en/a/khonkaen/").xpath("//a[@href='/en/a/khonkaen/calendar/']")
    text = words(client.get("/en/a/khonkaen/calendar/"))
    assert "The office is flooded" in text and "เหตุภายใน" not in text and "take back" not in text
    answer = client.get("/a/khonkaen/calendar.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8" and "max-age" in answer["Cache-Control"]
    feed = icalendar.Calendar.from_ical(answer.content)
    assert MONDAY in {event.decoded("dtstart") for event in feed.walk("VEVENT")}
    assert client.get("/a/nowhere/calendar.ics").status_code == 404 == client.get("/a/nowhere/calendar/").status_code
