"""Who looks at a case that is not their work says why, and its applicant sees who looked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.web.applicant import FOOD, NOON, Applicant
from tests.web.desk import case_path, page, say_why, sit_down, words
from tests.world import World, build
from thanjai.audit.choices import choose
from thanjai.domain.case import commands as c
from thanjai.domain.definition.base import Role
from thanjai.kernel.clock import standing_at
from thanjai.kernel.models import Reading
from thanjai.kernel.tenancy import PLATFORM, acting_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build(FOOD)


def trail() -> list[Any]:
    with acting_as(PLATFORM):
        return list(Reading.objects.order_by("at", "id"))


def test_whoever_s_work_it_is_not_says_why_in_one_line_once_a_day(client: Client, world: World) -> None:
    desk = sit_down(client, world.colleague("แคชเชียร์", Role.CASHIER))
    _, case = world.submitted()
    asked = desk.get(f"{case_path(case.id)}?step=check")
    assert asked.status_code == 302 and asked["Location"].startswith(f"{case_path(case.id)}why/?next=")
    root = page(desk, asked["Location"])
    assert case.number in root.xpath("string(//main)") and case.applicant not in root.xpath("string(//main)")
    assert desk.post(f"{case_path(case.id)}why/", {"why": " "}).status_code == 422
    assert trail() == []
    given = dict(root.forms[-1].form_values())
    opened = desk.post(asked["Location"], {**given, "why": "ผู้ขอโทรศัพท์มาถาม"})
    assert opened["Location"] == f"{case_path(case.id)}?step=check"
    assert case.applicant in words(desk.get(opened["Location"]))
    desk.get(f"{case_path(case.id)}opinions/")
    lines = trail()
    assert [line.what.split()[0] for line in lines] == ["reason", "case", "opinions"]
    assert {(line.is_own_work, line.why) for line in lines} == {(False, "ผู้ขอโทรศัพท์มาถาม")}
    with standing_at(lines[-1].at + timedelta(hours=13)):
        assert desk.get(case_path(case.id)).status_code == 302


def test_ones_own_work_is_never_asked_for_reasons(client: Client, world: World) -> None:
    _, case = world.submitted()
    clerk = world.colleague("เสมียน", Role.FRONT_DESK)
    desk = sit_down(client, clerk)
    waits = page(desk, case_path(case.id))
    assert case.applicant in waits.xpath("string(//main)")
    world.do(case, c.AddNote(text="ผมดูแล้ว"), clerk)
    world.until(case, "decide")
    assert desk.get(case_path(case.id)).status_code == 200
    line = trail()[-1]
    assert line.is_own_work and line.position == {"th": "ขอนแก่น", "en": "Khon Kaen"} and line.roles == ["front_desk"]
    assert len(line.request) == 16 and line.from_agency == world.agency


def test_a_case_that_ended_long_ago_wants_a_reason_even_of_the_head(client: Client, world: World) -> None:
    holder, case = world.submitted()
    world.do(case, c.Withdraw(reason="เปลี่ยนใจ"), holder)
    desk = sit_down(client, world.officer)
    assert desk.get(case_path(case.id)).status_code == 200
    with acting_as(world.officer):
        closed = type(case).objects.get(pk=case.id).closed_at
    with standing_at(closed + timedelta(days=91)):
        root = page(desk, desk.get(case_path(case.id))["Location"])
        assert "more than 90 days ago" in root.xpath("string(//main)")


def test_what_was_typed_is_not_lost_when_the_case_moves_on_meanwhile(client: Client, world: World) -> None:
    _, case = world.submitted()
    desk = sit_down(client, world.colleague("เสมียน", Role.FRONT_DESK))
    version = page(desk, case_path(case.id)).xpath("//input[@name='version']/@value")[0]
    world.until(case, "decide")
    sent = desk.post(f"{case_path(case.id)}act/", {"command": "finish", "step": "check", "version": version})
    assert sent.status_code in (403, 409)
    stranger = sit_down(Client(), world.colleague("คนอื่น", Role.CASHIER))
    sent = stranger.post(f"{case_path(case.id)}act/", {"command": "finish", "step": "check", "version": version})
    assert sent.status_code == 302 and "/why/" in sent["Location"]


def test_the_reason_s_page_leads_nowhere_else(client: Client, world: World) -> None:
    desk = sit_down(client, world.colleague("แคชเชียร์", Role.CASHIER))
    _, case = world.submitted()
    for wanted in ("https://example.com/", "//example.com", "/office/", f"{case_path(case.id)}@example.com\\"):
        sent = desk.post(f"{case_path(case.id)}why/", {"why": "ดู", "next": wanted})
        assert sent["Location"].startswith(case_path(case.id))
    other = world.submitted()[1]
    assert sit_down(client, world.stranger).get(f"{case_path(other.id)}why/").status_code == 404


def test_a_file_is_opened_through_its_own_case_only(client: Client, world: World) -> None:
    """So that a reason given for one case opens no file of another, and the line names the right case."""
    first, second = Applicant(), Applicant()
    with standing_at(NOON):
        mine, other = first.apply(), second.apply()
        desk = sit_down(client, world.officer)
        link = page(desk, case_path(mine)).xpath("//a[contains(@href, '/files/')]/@href")[0]
        assert desk.get(link).status_code == 200
        assert desk.get(link.replace(str(mine), str(other))).status_code == 404
    assert [line.subject for line in trail() if line.what.startswith("file")] == [mine]


def test_lists_and_searches_leave_one_line_each(client: Client, world: World) -> None:
    desk = sit_down(client, world.officer)
    _, case = world.submitted()
    for path in ("", f"?q={case.applicant}", "documents/", "money/", "asked/"):
        desk.get(f"/office/{path}")
    lines = trail()
    assert [line.what for line in lines] == ["work list roles", "search", "documents", "money open", "questions"]
    assert {line.subject for line in lines} == {world.agency} and lines[1].shown == 1
    assert case.applicant not in str([line.__dict__ for line in lines]) and len(lines[1].term) == 64


def test_the_applicant_sees_who_looked_when_and_why(client: Client, world: World) -> None:
    applicant = Applicant(english=True)
    with standing_at(NOON):
        case = applicant.apply()
        assert "No officer has opened it yet" in words(applicant.client.get(f"/en/case/{case}/"))
        head = sit_down(client, world.officer)
        head.get(case_path(case))
        head.get(case_path(case))
        cashier = sit_down(Client(), world.colleague("แคชเชียร์", Role.CASHIER))
        say_why(cashier, case)
        cashier.get(case_path(case))
    with standing_at(NOON + timedelta(days=1)):
        head.get(case_path(case))
        for path in (f"/en/case/{case}/", f"/en/case/{case}/looks/"):
            text = words(applicant.client.get(path))
            for part in (
                "สมศรี, Khon Kaen", "2 times that day", "work on your case", "แคชเชียร์", "reason given: ผู้ขอโทรศัพท์มาถาม",
                "20 November 2026", "21 November 2026",
            ):  # fmt: skip
                assert part in text, (path, part)
    stranger = Client()
    assert stranger.get(f"/case/{case}/looks/").status_code == 404
    with acting_as(world.officer):
        choose(actor=world.officer, guardian_email="", shows_names=False, figures={})
    text = words(applicant.client.get(f"/en/case/{case}/looks/"))
    assert "สมศรี" not in text and "Khon Kaen" in text
