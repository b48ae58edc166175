"""What is odd about looking is told to the head once, and looked into."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from tests.web.applicant import work_off
from tests.web.desk import page, sit_down, words
from tests.world import World, build
from thanjai.audit.choices import choose
from thanjai.audit.models import Alert
from thanjai.domain.definition.base import Role
from thanjai.domain.watch import DEFAULTS, Odd
from thanjai.kernel import chains
from thanjai.kernel.audit import Look, record_reading
from thanjai.kernel.clock import BANGKOK, standing_at
from thanjai.kernel.ids import new_id
from thanjai.kernel.tenancy import PLATFORM, Actor, Kind, acting_as

pytestmark = pytest.mark.django_db
FOOD = "food-premises-licence"
TEN = datetime(2026, 11, 18, 10, 0, tzinfo=BANGKOK)
"""A Wednesday morning."""
NIGHT = TEN.replace(hour=22)
SUNDAY = TEN + timedelta(days=4)


@pytest.fixture
def world() -> World:
    return build(FOOD)


@pytest.fixture
def clerk(world: World) -> Actor:
    return world.colleague("เสมียน", Role.REVIEWER)


def looks(actor: Actor, count: int, begin: datetime, apart: timedelta = timedelta(seconds=30), **facts: Any) -> None:
    """So many different cases, one after the other."""
    assert actor.agency is not None
    for number in range(count):
        with acting_as(actor), standing_at(begin + number * apart):
            record_reading(actor=actor, agency=actor.agency, look=Look(new_id(), "case", **facts))


def given() -> list[tuple[str, int]]:
    """The alerts, once all is sealed."""
    chains.seal_all()
    with acting_as(PLATFORM):
        return sorted((one.kind, one.count) for one in Alert.objects.all())


def test_a_usual_day_gives_no_alert(world: World, clerk: Actor) -> None:
    for hour in range(6):
        looks(clerk, 30, TEN - timedelta(hours=1) + timedelta(hours=hour), timedelta(minutes=2))
    looks(clerk, DEFAULTS[Odd.OTHERS], TEN, is_own_work=False, why="ช่วยเพื่อนร่วมงาน")
    assert given() == []


def test_many_cases_within_an_hour_and_one_alert_for_the_day(world: World, clerk: Actor) -> None:
    looks(clerk, DEFAULTS[Odd.MANY], TEN)
    assert given() == []
    looks(clerk, 1, TEN + timedelta(minutes=40))
    assert given() == [("many", 61)]
    looks(clerk, 80, TEN + timedelta(hours=4))
    assert given() == [("many", 80)]
    looks(clerk, 70, TEN + timedelta(days=1))
    assert given() == [("many", 70), ("many", 80)]


def test_a_worker_that_stood_still_misses_nothing(world: World, clerk: Actor) -> None:
    """The burst of yesterday morning is found when lines are sealed today."""
    looks(clerk, 61, TEN)
    looks(clerk, 5, TEN + timedelta(days=1))
    with standing_at(TEN + timedelta(days=1, hours=3)):
        assert given() == [("many", 61)]


def test_the_same_case_again_and_again_is_one_case(world: World, clerk: Actor) -> None:
    case = new_id()
    for number in range(90):
        with acting_as(clerk), standing_at(TEN + timedelta(seconds=10 * number)):
            record_reading(actor=clerk, agency=world.agency, look=Look(case, "case"))
    assert given() == []


@pytest.mark.parametrize(("begin", "found"), [(TEN, []), (NIGHT, [("hours", 11)]), (SUNDAY, [("hours", 11)])])
def test_outside_office_hours_by_the_agencys_calendar(
    world: World, clerk: Actor, begin: datetime, found: list[Any]
) -> None:
    looks(clerk, 11, begin)
    assert given() == found


def test_cases_of_others(world: World, clerk: Actor) -> None:
    looks(clerk, DEFAULTS[Odd.OTHERS] + 1, TEN, is_own_work=False, why="ผู้ขอโทรศัพท์มาถาม")
    assert given() == [("others", 16)]


def test_the_same_search_again_and_again(desk: Client, world: World) -> None:
    with standing_at(TEN):
        for query in ["สมชาย ใจดี"] * 3 + ["  สมชาย   ใจดี "] * 2 + ["คนอื่น"]:
            desk.get("/office/", {"q": query})
        assert given() == []
        desk.get("/office/documents/", {"q": "สมชาย ใจดี"})
        assert given() == [("search", 6)]


@pytest.fixture
def desk(client: Client, world: World) -> Client:
    return sit_down(client, world.officer)


def test_ones_own_case_at_once(world: World, clerk: Actor, client: Client) -> None:
    from tests.web.applicant import NOON, Applicant

    case = Applicant(client=sit_down(Client(), clerk))
    with standing_at(NOON):
        id = case.apply()
        assert sit_down(client, clerk).get(f"/office/cases/{id}/").status_code == 302
        client.post(f"/office/cases/{id}/why/", {"why": "อยากรู้"})
        assert client.get(f"/office/cases/{id}/").status_code == 200
        assert given() == [("own", 1)]


def test_the_head_and_the_guardian_are_written_to_without_a_name(
    world: World, clerk: Actor, mailoutbox: list[Any]
) -> None:
    with acting_as(world.officer):
        choose(actor=world.officer, guardian_email="dpo@example.go.th", shows_names=True, figures={Odd.MANY: 3})
    looks(clerk, 4, TEN)
    assert given() == [("many", 4)]
    assert work_off("tell_alert") == ["tell_alert"] and work_off("deliver") == ["deliver"] * 2
    assert {mail.to[0] for mail in mailoutbox} == {"สมศรี@example.com", "dpo@example.go.th"}
    for mail in mailoutbox:
        assert clerk.name not in mail.subject + mail.body and "/office/alerts/" in mail.body


def test_who_the_alert_is_about_is_not_written_to(world: World, mailoutbox: list[Any]) -> None:
    second = world.colleague("หัวหน้าอีกคน", Role.HEAD)
    looks(world.officer, 61, TEN)
    given()
    work_off("tell_alert"), work_off("deliver")
    assert [mail.to for mail in mailoutbox] == [["หัวหน้าอีกคน@example.com"]] and second.person


def test_the_head_sees_notes_and_closes(desk: Client, world: World, clerk: Actor) -> None:
    assert page(desk, "/en/office/alerts/").xpath("//p[@class='empty']")
    looks(clerk, 16, TEN, is_own_work=False, why="ผู้ขอโทรศัพท์มาถาม")
    given()
    root = page(desk, "/en/office/alerts/")
    assert clerk.name in root.xpath("string(//main)") and "1 to look into" in words(desk.get("/en/office/overview/"))
    path = root.xpath("//th/a/@href")[0]
    assert "ผู้ขอโทรศัพท์มาถาม" in words(desk.get(path))
    assert desk.post(path, {"note": " "}).status_code == 422
    done = desk.post(path, {"note": "ถามแล้ว เป็นเวรรับโทรศัพท์"}, follow=True)
    assert "ถามแล้ว" in words(done) and world.officer.name in words(done)
    assert not page(desk, "/en/office/alerts/").xpath("//table")
    assert page(desk, "/en/office/alerts/?show=all").xpath("//table")


def test_nobody_closes_an_alert_about_themselves(desk: Client, world: World) -> None:
    looks(world.officer, 61, TEN)
    given()
    path = page(desk, "/en/office/alerts/").xpath("//th/a/@href")[0]
    assert "cannot close an alert about yourself" in words(desk.post(path, {"note": "ไม่มีอะไร"}))


def test_alerts_are_for_the_head_alone(client: Client, world: World, clerk: Actor) -> None:
    looks(clerk, 61, TEN)
    given()
    with acting_as(PLATFORM):
        id: UUID = Alert.objects.get().id
    sit_down(client, clerk)
    for path in ("", "choices/", "trail/", f"{id}/"):
        assert client.get(f"/office/alerts/{path}").status_code == 403, path
    assert sit_down(client, world.stranger).get(f"/office/alerts/{id}/").status_code == 404
    for actor in (clerk, world.officer, Actor(Kind.PERSON, person=clerk.person)):
        with acting_as(actor):
            assert not Alert.objects.exists()


def test_the_agencys_figures_hold_and_foolish_ones_are_refused(desk: Client, world: World, clerk: Actor) -> None:
    path = "/en/office/alerts/choices/"
    for values in ({"many": "0"}, {"many": "x"}, {"guardian_email": "nobody"}):
        answer = desk.post(path, values)
        assert answer.status_code == 422 and "error-summary" in answer.content.decode()
    assert desk.post(path, {"many": "100", "guardian_email": "", "names": "no"}).status_code == 302
    assert page(desk, path).xpath("//input[@name='many']/@value") == ["100"]
    looks(clerk, 80, TEN)
    assert given() == []


def test_the_head_takes_the_trail_for_inspectors(desk: Client, world: World, clerk: Actor) -> None:
    import io
    import zipfile

    looks(clerk, 2, TEN)
    looks(clerk, 1, TEN + timedelta(days=1))
    given()
    days = {"first.day": "18", "first.month": "11", "first.year": "2569", "last.day": "18", "last.month": "11"}
    answer = desk.post("/office/alerts/trail/", {**days, "last.year": "2569"})
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:  # type: ignore[attr-defined]
        assert len(archive.read("readings.csv").decode("utf-8-sig").splitlines()) == 3
        assert len(archive.read("chain.jsonl").splitlines()) == 3
    assert desk.post("/office/alerts/trail/", {**days, "last.year": "2568"}).status_code == 422
