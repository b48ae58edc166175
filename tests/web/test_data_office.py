"""The office's pages about data protection: what goes when, the record of processing, the register of breaches."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests.domain.thai_calendars import bangkok
from tests.web.desk import page, say_why, send, sit_down, tree, words
from tests.world import World, build
from thanjai.agencies.models import Membership
from thanjai.domain.case import commands as c
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.privacy import retention

pytestmark = pytest.mark.django_db
DATA = "/en/office/data/"


@pytest.fixture
def world() -> World:
    return build("food-premises-licence", "old-age-allowance")


def test_the_head_sees_what_goes_holds_it_and_lets_it_go(world: World, client: Client) -> None:
    with standing_at(bangkok(2026, 3, 2)):
        holder, case = world.submitted()
        world.do(case, c.Withdraw(), actor=holder)
    with standing_at(bangkok(2036, 2, 20)):
        with acting_as(PLATFORM):
            assert retention.list_ending() == 1
        desk = sit_down(client, world.officer)
        assert case.number in page(desk, DATA).xpath("string(//h2[@id='planned']/following-sibling::table[1])")
        wrong = desk.post(DATA, {"command": "hold", "number": case.number, "reason": ""})
        assert wrong.status_code == 422 and "Say why it must be kept" in words(wrong)
        held = send(desk, page(desk, DATA), "hold", {"number": case.number, "reason": "คดีดำที่ 1"})
        assert "The case is held" in words(held) and "คดีดำที่ 1" in words(held)
        plan = tree(held).xpath("//button[@name='plan']/@value")[0]
        assert "no longer held" in words(desk.post(DATA, {"command": "let_go", "plan": plan}, follow=True))


def test_the_proof_of_what_was_erased_stands_on_the_page(world: World, client: Client) -> None:
    with standing_at(bangkok(2026, 3, 2)):
        holder, case = world.submitted()
        world.do(case, c.Withdraw(), actor=holder)
    with standing_at(bangkok(2036, 2, 20)), acting_as(PLATFORM):
        retention.list_ending()
    with standing_at(bangkok(2036, 4, 1)):
        assert retention.erase_due() == 1
        desk = sit_down(client, world.officer)
        said = words(desk.get(DATA))
        assert case.number in said and "10 ปี" in said
        say_why(desk, case.id)
        gone = words(desk.get(f"/en/office/cases/{case.id}/"))
        assert "were erased on" in gone


def test_only_the_head_or_the_named_officer_comes_in(world: World, client: Client) -> None:
    with acting_as(PLATFORM):
        Membership.objects.filter(person_id=world.officer.person).update(granted=["front_desk"])
    desk = sit_down(client, world.officer)
    for path in (DATA, f"{DATA}choices/", f"{DATA}breaches/", f"{DATA}breaches/csv/"):
        assert desk.get(path).status_code in (403, 422), path


def test_the_choices_are_kept_and_bounded(world: World, client: Client) -> None:
    desk = sit_down(client, world.officer)
    given = {"name": "สมหญิง", "email": "dpo@example.com", "phone": "", "notice_days": "60", "draft_days": "90"}
    wrong = desk.post(f"{DATA}choices/", {**given, "notice_days": "2"})
    assert wrong.status_code == 422 and "7 to 365 days" in words(wrong)
    assert "Kept." in words(desk.post(f"{DATA}choices/", given, follow=True))
    assert page(desk, f"{DATA}choices/").xpath("//input[@id='notice_days']/@value") == ["60"]


def test_the_record_of_processing_is_a_page_and_a_file(world: World, client: Client) -> None:
    desk = sit_down(client, world.officer)
    assert "Confirm the right to the old-age allowance" in words(desk.get(f"{DATA}record/"))
    file = b"".join(desk.get(f"{DATA}record/csv/")).decode("utf-8-sig").splitlines()  # type: ignore[arg-type]
    assert len(file) == 3 and file[0].startswith("Service,Controller") and "10 years" in file[1]


def test_a_breach_from_its_entry_to_its_end(world: World, client: Client) -> None:
    desk = sit_down(client, world.officer)
    known = bangkok(2026, 4, 10, 16, 0)
    day = {"known_at.day": "10", "known_at.month": "4", "known_at.year": "2026"}
    given = {
        "title": "อีเมลผิดคน",
        **day,
        "known_time": "16:00",
        "what": "ส่งผิดคน",
        "data": "ชื่อ",
        "people": "12",
        "risk": "risk",
    }
    with standing_at(known + timedelta(hours=30)):
        wrong = desk.post(f"{DATA}breaches/new/", {**given, "people": "many"})
        assert wrong.status_code == 422 and wrong.content.count(b'value="16:00"') == 1
        made = desk.post(f"{DATA}breaches/new/", given, follow=True)
        assert "42 h 0 min left" in words(made)
        here = made.redirect_chain[-1][0].partition("?")[0]
        assert "42 h 0 min left" in words(desk.get(f"{DATA}breaches/"))
        early = desk.post(here, {"command": "close", "closing": "จบ"})
        assert early.status_code == 422 and "Tell the Committee" in words(early)
    with standing_at(known + timedelta(hours=73)):
        at = {"at.day": "13", "at.month": "4", "at.year": "2026", "at_time": "17:00"}
        late = desk.post(here, {"command": "tell", **at, "reference": "PDPC-1"})
        assert late.status_code == 422 and "1 h 0 min over" in words(late)
        told = desk.post(here, {"command": "tell", **at, "reference": "PDPC-1", "late_reason": "รอผลตรวจ"}, follow=True)
        assert "PDPC-1" in words(told)
        assert "Closed" in words(desk.post(here, {"command": "close", "closing": "จบ"}, follow=True))
        file = b"".join(desk.get(f"{DATA}breaches/csv/")).decode("utf-8-sig")  # type: ignore[arg-type]
        assert "BR-KKC-2569-001" in file and "รอผลตรวจ" in file
        nonsense = desk.post(here, {"command": "nonsense"})
        assert nonsense.status_code == 200
