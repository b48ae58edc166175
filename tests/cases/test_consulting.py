"""Asking another agency: on the platform and outside, once, seen by nobody else, measured; the clock goes on."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from tests.web.desk import page, sit_down, words
from tests.world import World, build
from thanjai.cases import consult_letters, consulted, consulting, selectors
from thanjai.cases.models import Consultation
from thanjai.domain.case import commands as c
from thanjai.domain.refusals import Refusal
from thanjai.kernel.clock import standing_at
from thanjai.kernel.secrets import unseal
from thanjai.kernel.tenancy import PLATFORM, Actor, Kind, acting_as
from thanjai.messaging.models import Message

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 4, 10, 3, tzinfo=UTC)
"""The last working day before Songkran."""
ANSWER_BY = date(2026, 4, 17)


@pytest.fixture
def world() -> World:
    return build("food-premises-licence")


@pytest.fixture(autouse=True)
def _plain_assets(settings: Any) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


def asked(world: World, case: Any, **changes: Any) -> Consultation:
    whom = changes.pop("asked", consulting.Asked(slug="other"))
    facts = {"question": "ผังเมืองอนุญาตหรือไม่", "answer_by": ANSWER_BY, **changes}
    with standing_at(FRIDAY), acting_as(world.officer):
        return consulting.ask(actor=world.officer, case_id=case.id, asked=whom, **facts)


def letters(prefix: str) -> list[Message]:
    with acting_as(PLATFORM):
        return list(Message.objects.filter(key__startswith=prefix).order_by("queued_at"))


def test_an_agency_on_the_platform_is_asked_and_answers_once(world: World) -> None:
    _, case = world.submitted()
    one = asked(world, case)
    assert [letter.to for letter in letters("asked/")] == ["มานะ@example.com"]
    with standing_at(datetime(2026, 4, 20, 3, tzinfo=UTC)), acting_as(world.stranger):
        found = consulted.asked_of(world.other)
        assert [measured.question.id for measured in found] == [one.id]
        assert found[0].days == 3 and found[0].is_late, "16, 17 and 20 April; Songkran does not count"
        consulting.answer(actor=world.stranger, consultation_id=one.id, text="อนุญาต", name="มานะ (นายช่าง)")
        with pytest.raises(Refusal, match="answered"):
            consulting.answer(actor=world.stranger, consultation_id=one.id, text="ไม่อนุญาต", name="มานะ")
    with acting_as(world.officer):
        opinion = selectors.domain_case(selectors.case(case.id)).opinions[str(one.id)]
    assert opinion.answer == "อนุญาต" and opinion.name == "มานะ (นายช่าง)"
    assert len(letters("answered/")) == 1


def test_the_clock_of_the_case_goes_on_while_another_agency_is_asked(world: World) -> None:
    _, case = world.submitted()
    world.do(case, c.Finish(step="check"))
    with acting_as(world.officer):
        before = selectors.case(case.id).due_at
    asked(world, case)
    with acting_as(world.officer):
        assert selectors.case(case.id).due_at == before


def test_an_agency_outside_answers_by_its_link_and_only_once(world: World) -> None:
    _, case = world.submitted()
    one = asked(world, case, asked=consulting.Asked(name="การไฟฟ้าส่วนภูมิภาค", email="saraban@pea.example"))
    code = unseal(one.sealed_code)
    client = Client()
    opened = client.get(f"/answer/{one.id}/{code}/")
    assert opened.status_code == 302 and code not in opened["Location"]
    shown = client.get(opened["Location"])
    assert "ผังเมืองอนุญาตหรือไม่" in words(shown) and case.applicant not in words(shown)
    assert client.post(opened["Location"], {"answer": "", "name": "วิชัย"}).status_code == 422
    assert client.post(opened["Location"], {"answer": "ไม่ขัดข้อง", "name": ""}).status_code == 422
    assert client.post(opened["Location"], {"answer": "ไม่ขัดข้อง", "name": "วิชัย ผู้จัดการ"}).status_code == 302
    again = client.post(opened["Location"], {"answer": "ขัดข้อง", "name": "วิชัย"})
    assert again.status_code == 422 and "ไม่ขัดข้อง" in words(again)
    assert Client().get(f"/answer/{one.id}/0000-0000-0000-0000/").status_code == 404
    assert Client().get(f"/answer/{one.id}/").status_code == 404


def test_nobody_but_the_two_sides_sees_a_question(world: World) -> None:
    holder, case = world.submitted()
    asked(world, case, asked=consulting.Asked(name="ไฟฟ้า", email="a@pea.example"))
    for actor in (world.stranger, holder, Actor(Kind.PUBLIC), Actor(Kind.BEARER, bearer="0" * 64)):
        with acting_as(actor):
            assert not Consultation.objects.exists(), actor
    stranger = sit_down(Client(), world.stranger)
    page(stranger, f"/en/office/cases/{case.id}/opinions/", 404)


def test_what_is_wrong_with_a_question_is_named(world: World) -> None:
    _, case = world.submitted()
    for field, changes in (
        ("question", {"question": " "}),
        ("answer_by", {"answer_by": date(2026, 4, 9)}),
        ("email", {"asked": consulting.Asked(name="ไฟฟ้า", email="saraban")}),
        ("asked", {"asked": consulting.Asked(name=" ", email="a@pea.example")}),
        ("asked", {"asked": consulting.Asked(slug="khonkaen")}),
    ):
        with pytest.raises(Refusal) as caught:
            asked(world, case, **changes)
        assert caught.value.field == field
    assert letters("asked/") == []


def test_whoever_does_not_answer_is_reminded_before_and_after_once(world: World) -> None:
    _, case = world.submitted()
    asked(world, case)
    for day in (15, 16, 16, 18, 19):
        with standing_at(datetime(2026, 4, day, 2, tzinfo=UTC)):
            consult_letters.remind()
    assert [letter.key.partition("/")[0] for letter in letters("soon/") + letters("over/")] == ["soon", "over"]


def test_officers_ask_and_answer_on_their_pages(world: World) -> None:
    _, case = world.submitted()
    desk, theirs = sit_down(Client(), world.officer), sit_down(Client(), world.stranger)
    place = f"/en/office/cases/{case.id}/opinions/"
    page(desk, place)
    wrong = desk.post(place, {"agency": "other", "question": "ผังเมือง", "answer_by.day": "31", "answer_by.month": "2"})
    assert wrong.status_code == 422 and "ผังเมือง" in words(wrong)
    day = {"answer_by.day": "1", "answer_by.month": "12", "answer_by.year": "2590"}
    assert desk.post(place, {"agency": "other", "question": "ผังเมือง", **day}).status_code == 302
    listed = page(theirs, "/en/office/asked/")
    address = next(link for link in listed.xpath("//main//a/@href") if "/asked/" in link and link.count("-") == 4)
    assert theirs.post(address, {"answer": " "}).status_code == 422
    assert theirs.post(address, {"answer": "ทำได้"}).status_code == 302
    assert "ทำได้" in words(desk.get(place)) and "ทำได้" in words(theirs.get("/en" + address.removeprefix("/en")))
    page(desk, address, 404)
