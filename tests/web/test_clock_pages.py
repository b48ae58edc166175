"""The office's pages of the clock: the wall, what the head chooses, being away, the reason for a delay."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.domain.thai_calendars import bangkok
from tests.web.desk import case_path, page, sit_down, tree, words
from tests.world import World, build
from thanjai.agencies.selectors import agency_by_id, membership
from thanjai.cases import selectors
from thanjai.cases.delays import give_reason
from thanjai.cases.models import CaseEvent, DelayCopy
from thanjai.domain.case import commands as c
from thanjai.domain.definition.base import Role
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import PUBLIC, acting_as
from thanjai.web.officer.wall import initials

pytestmark = pytest.mark.django_db
WALL, CLOCK, AWAY = "/en/office/wall/", "/en/office/clock/", "/en/office/absence/"


@pytest.fixture
def world() -> World:
    with standing_at(bangkok(2026, 3, 2)):
        return build("food-premises-licence")


@pytest.fixture
def desk(client: Client, world: World) -> Client:
    with standing_at(bangkok(2026, 3, 2)):
        return sit_down(client, world.officer)


def accepted(world: World, at: datetime) -> Any:
    """A case accepted as complete at a moment and taken by the officer; 30 days run from then."""
    with standing_at(at):
        _, case = world.submitted()
        world.do(case, c.Finish(step="check"))
        with acting_as(world.officer):
            case = selectors.case(case.id)
        world.do(case, c.Assign(step=case.steps[0], officer=str(world.officer.person), name=world.officer.name))
    return case


def section(root: Any, id: str) -> str:
    return " ".join(root.xpath(f"string(//section[@aria-labelledby='{id}'])").split())


def test_the_wall_shows_numbers_and_never_whose_they_are(desk: Client, world: World) -> None:
    late, soon = accepted(world, bangkok(2026, 3, 4)), accepted(world, bangkok(2026, 3, 10))
    with standing_at(bangkok(2026, 4, 7, 9)):
        root = page(desk, WALL)
        assert late.number in section(root, "wall-notices") and late.number in section(root, "wall-overdue")
        assert soon.number in section(root, "wall-week") and "ส." in section(root, "wall-week")
        figures = root.xpath("//ul[contains(@class, 'wall__figures')]//strong/text()")
        assert figures == ["1", "1", "0", "1", "0", "0"]
        assert root.xpath("//dl[@class='wall__ages']//dd/text()") == ["0", "1", "1", "0"]
        text = root.xpath("string(//body)")
        assert late.applicant not in text and world.officer.name not in text
    with standing_at(bangkok(2026, 4, 9, 9)):
        assert soon.number in section(page(desk, WALL), "wall-today")


def test_an_empty_wall_says_that_there_is_nothing(desk: Client) -> None:
    text = words(desk.get(WALL))
    for empty in ("Nothing is overdue", "Nothing falls due today", "No case waits", "No notice goes out today"):
        assert empty in text


def test_the_wall_tells_its_script_when_it_has_changed_and_asks_little_of_the_database(
    desk: Client, world: World
) -> None:
    accepted(world, bangkok(2026, 3, 4))
    with standing_at(bangkok(2026, 4, 7, 9)):
        page(desk, WALL)
        with CaptureQueriesContext(
            connection,
        ) as few:
            root = page(desk, WALL)
    version = root.xpath("//@data-version")[0]
    with standing_at(bangkok(2026, 4, 7, 9, 10)):
        assert desk.get(f"{WALL}version/").content.decode() == version
    for _ in range(4):
        accepted(world, bangkok(2026, 3, 4))
    with standing_at(bangkok(2026, 4, 7, 9)):
        with CaptureQueriesContext(connection) as many:
            page(desk, WALL)
        assert desk.get(f"{WALL}version/").content.decode() != version
    assert len(many) == len(few) <= 16


@pytest.mark.parametrize(
    ("name", "short"),
    [("นายวีรพล สิงห์คำ", "ว.ส."), ("นางสาวเพ็ญ แก้ว", "พ.ก."), ("Ms Orathai Poonsawat", "O.P."), ("สมศรี", "ส."), ("", "")],
)
def test_initials(name: str, short: str) -> None:
    assert initials(name) == short


def test_the_head_chooses_and_others_read(client: Client, desk: Client, world: World) -> None:
    bad = desk.post(CLOCK, {"warn_days": "x", "returns": "no"})
    assert bad.status_code == 422 and "Give 1 to 90 days" in words(bad)
    assert tree(bad).xpath("//input[@name='warn_days']/@value") == ["x"]
    assert "Kept" in words(desk.post(CLOCK, {"warn_days": "10", "returns": "yes"}, follow=True))
    with acting_as(PUBLIC):
        agency = agency_by_id(world.agency)
        assert (agency.warn_days, agency.returns_by_itself) == (10, True)
    desk.post(CLOCK, {"warn_days": "", "returns": "no"})
    with acting_as(PUBLIC):
        assert agency_by_id(world.agency).warn_days is None
    clerk = sit_down(client, world.colleague("clerk", Role.FRONT_DESK))
    root = page(clerk, CLOCK)
    assert not root.xpath("//main//form") and "Only the head" in words(clerk.get(CLOCK))
    assert clerk.post(CLOCK, {"warn_days": "3"}).status_code == 403


def test_an_officer_says_when_they_are_away(desk: Client, world: World) -> None:
    deputy = world.colleague("มานี", Role.REVIEWER)
    day = {
        "absent_until.day": "17",
        "absent_until.month": "4",
        "absent_until.year": "2569",
        "deputy": str(deputy.person),
    }
    with standing_at(bangkok(2026, 4, 7)):
        assert "Nobody is away" in words(desk.get(AWAY))
        bad = desk.post(AWAY, {**day, "absent_until.day": "31"})
        assert bad.status_code == 422 and "no such day" in words(bad)
        assert tree(bad).xpath("//div[@data-error-summary]//a/@href") == ["#absent_until.day"]
        text = words(desk.post(AWAY, day, follow=True))
        assert "Kept" in text and "away now" in text and "มานี" in text
        with acting_as(world.officer):
            assert world.officer.person is not None
            member = membership(world.officer.person, world.agency)
            assert member is not None and member.deputy_id == deputy.person
        assert "Nobody is away" in words(desk.post(AWAY, {"command": "back"}, follow=True))


def test_the_reason_for_a_delay_is_asked_for_from_the_warning_on_and_goes_out_when_it_is_late(
    desk: Client, world: World
) -> None:
    case = accepted(world, bangkok(2026, 3, 4))
    with standing_at(bangkok(2026, 3, 10)):
        assert not page(desk, case_path(case.id)).xpath("//section[@id='delay-decide']")
    given = {
        "command": "delay", "step": "decide", "cause": "inspection", "reason": "ฝนตกหนัก", "waits_on": "",
        "delay-decide-expected.day": "30", "delay-decide-expected.month": "4", "delay-decide-expected.year": "2569",
    }  # fmt: skip
    path = f"/en/office/cases/{case.id}/delay/"
    with standing_at(bangkok(2026, 3, 27)):
        assert "Will this be late?" in words(desk.get(case_path(case.id)))
    with standing_at(bangkok(2026, 4, 7, 10)):
        assert "7 April 2026" in section(page(desk, case_path(case.id)), "delay-decide-title")
        for wrong, place in (
            ({"cause": ""}, "#delay-decide-cause"), ({"reason": " "}, "#delay-decide-reason"),
            ({"cause": "waiting_agency"}, "#delay-decide-waits_on"),
            ({"delay-decide-expected.day": "x"}, "#delay-decide-expected.day"),
            ({"delay-decide-expected.day": "7"}, "#delay-decide-expected.day"),
        ):  # fmt: skip
            bad = desk.post(path, {**given, **wrong})
            assert bad.status_code == 422 and tree(bad).xpath("//div[@data-error-summary]//a/@href") == [place]
            assert "Without a reason it says that none was given" in words(bad)
        assert "went out to the applicant" in words(desk.post(path, given, follow=True))
        assert "next notice goes out on 14 April 2026" in words(desk.get(case_path(case.id)))
        assert desk.post(path, given).status_code == 422, "said already"
        more = {**given, "reason": "นัดตรวจใหม่แล้ว"}
        assert "It goes out with the next notice" in words(desk.post(path, more, follow=True))
        assert "The reason is there" in words(desk.get(case_path(case.id)))
    with acting_as(world.officer):
        assert DelayCopy.objects.get().reason == "ฝนตกหนัก"
        assert CaseEvent.objects.filter(case_id=case.id, type="delay_reason_given").count() == 2
    sit_down(desk, world.stranger)
    with standing_at(bangkok(2026, 4, 7, 10)):
        assert desk.post(path, given).status_code == 404


def test_the_work_list_shows_the_cases_that_owe_a_notice(desk: Client, world: World) -> None:
    late, soon = accepted(world, bangkok(2026, 3, 4)), accepted(world, bangkok(2026, 3, 10))
    with standing_at(bangkok(2026, 3, 31)):
        world.submitted()  # whose check is late on 7 April, which needs no notice
    path = "/en/office/?tab=notices"
    with standing_at(bangkok(2026, 4, 3, 10)):
        assert "No notice of delay is owed" in words(desk.get(path))
    with standing_at(bangkok(2026, 4, 7, 10)):
        assert page(desk, path).xpath("//a[@data-row]/text()") == [late.number]
    with standing_at(bangkok(2026, 4, 10, 10)):
        assert page(desk, path).xpath("//a[@data-row]/text()") == [late.number, soon.number]


def test_the_work_list_asks_for_reasons_from_the_warning_on_until_one_is_there(desk: Client, world: World) -> None:
    case = accepted(world, bangkok(2026, 3, 4))
    asking = "//td//a[contains(@href, '#delay')]"
    with standing_at(bangkok(2026, 3, 20)):
        assert not page(desk, "/en/office/?tab=all").xpath(asking)
    with standing_at(bangkok(2026, 3, 27)):
        (link,) = page(desk, "/en/office/?tab=all").xpath(asking)
        assert "Will it be late?" in link.text_content() and case.number in link.text_content()
        reason = c.GiveDelayReason(rule="decide", cause="staff", reason="ลาป่วย", expected=bangkok(2026, 4, 30).date())
        with acting_as(world.officer):
            give_reason(actor=world.officer, case_id=case.id, command=reason)
        assert not page(desk, "/en/office/?tab=all").xpath(asking)
