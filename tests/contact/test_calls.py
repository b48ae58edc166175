"""Calls: asked for in a slot, one place each, moved, called off, made; noted in the case, and then let go of."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from tests.contact.conftest import MORNING
from tests.domain.thai_calendars import bangkok
from tests.web.applicant import Applicant
from tests.web.desk import page, sit_down, tree, words
from tests.world import World
from thanjai.cases import selectors
from thanjai.contact import calls
from thanjai.contact.models import Call
from thanjai.contact.selectors import calls_for
from thanjai.domain.calling import Plan
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import Actor, acting_as, worker_at
from thanjai.messaging.models import Message

pytestmark = pytest.mark.django_db

TEN, ELEVEN = bangkok(2026, 3, 4, 10), bangkok(2026, 3, 4, 11)
CALLS = "/en/office/calls/"


@pytest.fixture
def open_lines(world: World) -> World:
    """The head has said that one person is called every half hour."""
    with standing_at(MORNING), acting_as(world.officer):
        calls.choose_plan(actor=world.officer, plan=Plan(30, 1, 3))
    return world


def ask(applicant: Actor, case: Any, slot: datetime = TEN, phone: str = "081 222 3333", about: str = "") -> Call:
    with standing_at(MORNING), acting_as(applicant):
        return calls.ask_call(actor=applicant, case_id=case.id, slot=slot, phone=phone, about=about)


def rows(world: World) -> list[Call]:
    with acting_as(worker_at(world.agency)):
        return list(Call.objects.order_by("asked_at"))


def subjects(world: World, case: Any) -> list[str]:
    with acting_as(worker_at(world.agency)):
        found = Message.objects.filter(subject_id=case.id, key__startswith="call/").order_by("queued_at")
        return [one.subject.partition(" · ")[0] for one in found]


def test_an_applicant_asks_moves_and_calls_off_on_their_pages(open_lines: World) -> None:
    with standing_at(MORNING):
        applicant = Applicant(english=True)
        case = applicant.apply()
        here = f"/en/case/{case}/call/"
        assert "Ask to be called back" in words(applicant.client.get(f"/en/case/{case}/contact/"))
        root = page(applicant.client, here)
        times = root.xpath("//select[@name='slot']//option/@value")
        assert times[1] == TEN.isoformat() and "which you gave with your request" in root.xpath("string(//main)")
        agreed = applicant.client.post(here, {"command": "ask", "slot": times[1], "about": "ค่าธรรมเนียม"}, follow=True)
        assert "We call you on" in words(agreed) and "10:00" in words(agreed)
        moved = applicant.client.post(here, {"command": "move", "slot": ELEVEN.isoformat()}, follow=True)
        assert "Moved." in words(moved) and "11:00" in words(moved)
        off = applicant.client.post(here, {"command": "off"}, follow=True)
        assert "Called off" in words(off)
    (row,) = rows(open_lines)
    assert (row.outcome, row.moves, row.sealed_phone, row.sealed_about) == ("off", 1, "", "")


def test_what_is_wrong_is_said_at_its_place_and_nothing_typed_is_lost(open_lines: World) -> None:
    with standing_at(MORNING):
        applicant = Applicant(english=True)
        here = f"/en/case/{applicant.apply()}/call/"
        bad = applicant.client.post(here, {"command": "ask", "slot": TEN.isoformat(), "phone": "12", "about": "x"})
        root = tree(bad)
        assert bad.status_code == 422 and root.xpath("//*[@id='phone-error']")
        assert root.xpath("//input[@name='about']/@value") == ["x"]
        assert root.xpath("//select[@name='slot']//option[@selected]/@value") == [TEN.isoformat()]
        for slot in ("", "soon", "2026-03-04T10:00:00", bangkok(2026, 3, 7, 10).isoformat()):
            assert applicant.client.post(here, {"command": "ask", "slot": slot}).status_code == 422
    assert rows(open_lines) == []


def test_a_place_is_given_once_and_a_case_has_one_call(open_lines: World) -> None:
    (one, first), (two, second) = open_lines.submitted(), open_lines.submitted()
    ask(one, first)
    with pytest.raises(Refusal, match="call_agreed"):
        ask(one, first, ELEVEN)
    with pytest.raises(Refusal, match="slot_taken"):
        ask(two, second)
    ask(two, second, ELEVEN)


def test_two_at_once_do_not_get_the_same_place(open_lines: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second has looked before the first has written: the database refuses the place, and it is told so."""
    (one, first), (two, second) = open_lines.submitted(), open_lines.submitted()
    ask(one, first)
    monkeypatch.setattr(calls, "booked", lambda agency, *, but=None: [])
    with pytest.raises(Refusal, match="slot_taken"):
        ask(two, second)
    assert len(rows(open_lines)) == 1 and connection.is_usable()


def test_an_officer_sees_the_calls_of_their_cases_and_marks_them_made(open_lines: World) -> None:
    applicant, case = open_lines.submitted()
    ask(applicant, case, about="ขอเลื่อนวันตรวจ")
    desk = sit_down(Client(), open_lines.officer)
    with standing_at(TEN):
        assert "1 call to make" in words(desk.get("/en/office/"))
        said = words(desk.get(CALLS))
        assert "+66812223333" in said and case.number in said and "ขอเลื่อนวันตรวจ" in said
        id = str(rows(open_lines)[0].id)
        assert desk.post(CALLS, {"call": id, "outcome": "made", "said": "เลื่อนให้แล้ว"}).status_code == 302
        assert desk.post(CALLS, {"call": id, "outcome": "made", "said": "เลื่อนให้แล้ว"}).status_code == 302
        assert "No call is agreed" in words(desk.get(CALLS))
        assert desk.post(CALLS, {"call": id, "outcome": "maybe"}).status_code == 422
        assert desk.post(CALLS, {"call": str(UUID(int=1)), "outcome": "made"}).status_code == 422
    with acting_as(open_lines.officer):
        notes = [one.payload["text"] for one in selectors.events_of(case.id) if one.type == "note_added"]
    assert len(notes) == 1 and "เลื่อนให้แล้ว" in notes[0]
    assert rows(open_lines)[0].sealed_phone == "", "the number is let go of"


def test_who_could_not_be_reached_is_told_and_chooses_again(open_lines: World) -> None:
    applicant, case = open_lines.submitted()
    call = ask(applicant, case)
    with standing_at(TEN), acting_as(open_lines.officer):
        calls.finish_call(actor=open_lines.officer, call_id=call.id, outcome="unreached", said="")
    assert subjects(open_lines, case) == ["นัดโทรกลับแล้ว", "โทรหาท่านไม่ได้"]
    ask(applicant, case, ELEVEN)


def test_others_neither_agree_nor_finish_nor_see(open_lines: World) -> None:
    applicant, case = open_lines.submitted()
    call = ask(applicant, case)
    other, _ = open_lines.submitted()
    with acting_as(other), pytest.raises(Refusal, match="no_such_case"):
        calls.call_off(actor=other, case_id=case.id)
    with acting_as(open_lines.officer), pytest.raises(Refusal, match="not_allowed"):
        calls.call_off(actor=open_lines.officer, case_id=case.id)
    with acting_as(open_lines.stranger), pytest.raises(Refusal, match="no_such_call"):
        calls.finish_call(actor=open_lines.stranger, call_id=call.id, outcome="made", said="")
    cashier = open_lines.colleague("วิภา", Role.CASHIER)
    assert cashier.person
    with acting_as(cashier):
        assert calls_for(open_lines.agency, cashier.person, ["cashier"]) == []


def test_only_the_head_says_how_the_agency_calls_back(world: World) -> None:
    clerk = sit_down(Client(), world.colleague("วิภา", Role.REVIEWER))
    assert "calls nobody back" in words(clerk.get(f"{CALLS}choices/"))
    assert clerk.post(f"{CALLS}choices/", {"minutes": "30", "places": "2", "days": "5"}).status_code == 403
    head = sit_down(Client(), world.officer)
    wrong = head.post(f"{CALLS}choices/", {"minutes": "30", "places": "มาก", "days": "5"})
    assert wrong.status_code == 422 and tree(wrong).xpath("//*[@id='places-error']")
    assert head.post(f"{CALLS}choices/", {"minutes": "30", "places": "๒", "days": "5"}).status_code == 302
    assert calls.plan_of(world.agency) == Plan(30, 2, 5)
