"""Calls that nobody marks, and those asked for twice or again and again: they end, and fill nobody's lists."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.contact.conftest import MORNING
from tests.domain.thai_calendars import bangkok
from tests.web.applicant import Applicant
from tests.web.desk import page, words
from tests.world import World
from thanjai.contact import calls
from thanjai.contact.models import Call
from thanjai.domain.calling import LONGEST, MOST_MOVES, REMEMBERED, Plan
from thanjai.domain.refusals import Refusal
from thanjai.kernel.clock import standing_at
from thanjai.kernel.limits import CALL
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as
from thanjai.messaging.models import Message

pytestmark = pytest.mark.django_db
TEN, ELEVEN, NOON = (bangkok(2026, 3, 4, hour) for hour in (10, 11, 13))
NEXT_DAY = bangkok(2026, 3, 5, 9)


@pytest.fixture
def lines(world: World) -> World:
    with standing_at(MORNING), acting_as(world.officer):
        calls.choose_plan(actor=world.officer, plan=Plan(30, 1, 5))
    return world


def ask(applicant: Actor, case: Any, slot: datetime = TEN) -> Call:
    with acting_as(applicant):
        return calls.ask_call(actor=applicant, case_id=case.id, slot=slot, phone="081 222 3333", about="ฤกษ์เปิดร้าน")


def move(applicant: Actor, case: Any, slot: datetime) -> Call:
    with acting_as(applicant):
        return calls.move_call(actor=applicant, case_id=case.id, slot=slot)


def off(applicant: Actor, case: Any) -> None:
    with acting_as(applicant):
        calls.call_off(actor=applicant, case_id=case.id)


def test_a_time_gone_by_is_said_and_another_is_no_move_of_the_applicant(lines: World) -> None:
    with standing_at(MORNING):
        applicant = Applicant(english=True)
        here = f"/en/case/{applicant.apply()}"
        applicant.client.post(f"{here}/call/", {"command": "ask", "slot": TEN.isoformat()})
    with standing_at(TEN + timedelta(minutes=29)):
        assert "We call you on" in words(applicant.client.get(f"{here}/contact/"))
    with standing_at(NEXT_DAY):
        for address in ("contact", "call"):
            said = words(applicant.client.get(f"{here}/{address}/"))
            assert "That time has gone by" in said and "We call you on" not in said
        times = page(applicant.client, f"{here}/call/").xpath("//select[@name='slot']//option/@value")
        moved = applicant.client.post(f"{here}/call/", {"command": "move", "slot": times[1]}, follow=True)
        assert "We call you on" in words(moved)
    with acting_as(PLATFORM):
        assert Call.objects.get().moves == 0


def test_whoever_moved_as_often_as_they_may_still_moves_a_call_that_was_missed(lines: World) -> None:
    with standing_at(MORNING):
        applicant, case = lines.submitted()
        ask(applicant, case)
        for slot in (ELEVEN, NOON, TEN):
            move(applicant, case, slot)
        with pytest.raises(Refusal, match="moved_too_often"):
            move(applicant, case, ELEVEN)
    with standing_at(NEXT_DAY):
        assert move(applicant, case, bangkok(2026, 3, 5, 11)).moves == MOST_MOVES
    with acting_as(PLATFORM):
        assert Message.objects.filter(key__startswith="call/").count() == 5, "a letter for each time agreed"


def test_old_calls_are_not_looked_through_for_a_free_time(lines: World) -> None:
    applicant, case = lines.submitted()
    with standing_at(MORNING):
        ask(applicant, case)
    for at, found in ((TEN + LONGEST - timedelta(minutes=1), 1), (TEN + LONGEST, 0)):
        with standing_at(at), acting_as(lines.officer):
            assert len(calls.booked(lines.agency)) == found


def test_calling_off_and_asking_anew_is_a_move_for_some_days(lines: World) -> None:
    with standing_at(MORNING):
        applicant, case = lines.submitted()
        ask(applicant, case)
        for slot in (ELEVEN, NOON, TEN):
            off(applicant, case)
            call = ask(applicant, case, slot)
        assert call.moves == MOST_MOVES
        off(applicant, case)
        with pytest.raises(Refusal, match="moved_too_often"):
            ask(applicant, case, ELEVEN)
    with standing_at(MORNING + REMEMBERED):
        assert ask(applicant, case, TEN + REMEMBERED).moves == 0


def test_calling_off_what_was_missed_is_no_move(lines: World) -> None:
    with standing_at(MORNING):
        applicant, case = lines.submitted()
        ask(applicant, case)
    with standing_at(NEXT_DAY):
        off(applicant, case)
        assert ask(applicant, case, bangkok(2026, 3, 5, 11)).moves == 0


def test_an_address_asks_and_changes_only_so_often(lines: World) -> None:
    with standing_at(MORNING):
        applicant = Applicant(english=True)
        here = f"/en/case/{applicant.apply()}/call/"
        statuses = [applicant.client.post(here, {"command": "ask", "slot": ""}).status_code for _ in range(CALL.times)]
        late = applicant.client.post(here, {"command": "ask", "slot": TEN.isoformat(), "about": "ค่าธรรมเนียม"})
        assert set(statuses) == {422} and late.status_code == 429
        assert "Wait ten minutes" in words(late) and "ค่าธรรมเนียม" in late.content.decode()
        assert applicant.client.get(here).status_code == 200
    with acting_as(PLATFORM):
        assert not Call.objects.exists()
