"""A changed calendar moves the dates of open cases: seen beforehand, noted on each case, told to its applicant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from tests.agencies.test_calendars import closed, head_of_opdc, opened
from tests.domain.thai_calendars import bangkok
from tests.web.applicant import work_off
from tests.world import World, build
from thanjai.agencies import calendar_actions
from thanjai.agencies.calendar_actions import change_calendar
from thanjai.agencies.calendars import EVERYWHERE, calendar_for, calendar_of, of_agency
from thanjai.cases import actions, attending, foresight, recounting, recounts, selectors
from thanjai.cases.models import Case, CaseEvent
from thanjai.cases.timeline import timeline
from thanjai.catalogue.selectors import definition_of
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.calendar_book import DayRule, Effect
from thanjai.domain.case import commands as c
from thanjai.domain.case.events import Defect
from thanjai.domain.refusals import Refusal
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import Actor, acting_as, worker_at
from thanjai.messaging.models import Message

pytestmark = pytest.mark.django_db
FOOD = "food-premises-licence"
FRIDAY = bangkok(2026, 11, 20)
"""A request of this day is to be checked by Monday 23 November, and returned by 8 December: 15 days end on
Saturday the 5th, a holiday, whose substitute is the Monday."""
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
WORK = ("recount_all", "recount", "recount_cases", "recount_one", "tell")


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with standing_at(FRIDAY):
        yield


@pytest.fixture
def world() -> World:
    return build(FOOD)


def change(world: World, *days: Any, actor: Actor | None = None, **more: Any) -> int:
    actor = actor or world.officer
    asked = {"scope": of_agency(world.agency), "reason": "น้ำท่วมสำนักงาน", **more}
    with acting_as(actor):
        return change_calendar(actor=actor, days=days, **asked).number


def due(world: World, case: Any) -> dict[str, date]:
    with acting_as(worker_at(world.agency)):
        lines = Case.objects.get(pk=case.id).deadlines
    return {line["rule"]: bangkok_day(datetime.fromisoformat(line["due_at"])) for line in lines}


def moves(world: World, case: Any) -> list[dict[str, Any]]:
    with acting_as(worker_at(world.agency)):
        return [
            event.payload for event in CaseEvent.objects.filter(case_id=case.id, type="dates_moved").order_by("seq")
        ]


def letters(world: World, case: Any) -> list[str]:
    with acting_as(worker_at(world.agency)):
        return [
            letter.body
            for letter in Message.objects.filter(subject_id=case.id)
            if "วันทำการของหน่วยงานเปลี่ยน" in letter.body
        ]


def test_an_emergency_of_a_day_moves_what_fell_due_on_it_and_says_why(world: World) -> None:
    _, case = world.submitted()
    assert due(world, case) == {"check": MONDAY, "return": date(2026, 12, 8)}
    change(world, closed(MONDAY))
    assert due(world, case)["check"] == MONDAY, "work for jobs"
    assert work_off(*WORK).count("recount") == 2, "at once, and once more for stragglers"
    assert due(world, case) == {"check": TUESDAY, "return": date(2026, 12, 8)}
    (noted,) = moves(world, case)
    assert noted["reason"] == "น้ำท่วมสำนักงาน" and [one["rule"] for one in noted["changes"]] == ["check"]
    with acting_as(world.officer):
        row = selectors.case(case.id)
        assert noted["calendar"] == calendar_for(world.agency).version == row.deadlines[0]["calendar"]
        assert calendar_of(case.deadlines[0]["calendar"]).works_on(MONDAY), "the old version can still be asked"
        assert row.due_at is not None and bangkok_day(row.due_at) == TUESDAY
        assert row.wake_at is not None and row.wake_at > FRIDAY
        told = timeline(selectors.events_of(case.id), definition_of(row.version_id), for_officer=False)[-1]
    assert told.detail is not None and "23 November 2026" in told.detail.en and "24 November 2026" in told.detail.en
    (letter,) = letters(world, case)
    assert "น้ำท่วมสำนักงาน" in letter and "24 พฤศจิกายน 2569" in letter and "8 ธันวาคม" not in letter
    with acting_as(world.officer):
        event = CaseEvent.objects.get(case_id=case.id, type="dates_moved")
    assert (event.actor_kind, event.actor_id) == ("worker", None)


def test_counting_again_adds_nothing(world: World) -> None:
    _, case = world.submitted()
    number = change(world, closed(MONDAY))
    work_off(*WORK)
    for _ in range(2):
        recounts.recount(str(world.agency), number)
        work_off(*WORK)
    assert len(moves(world, case)) == 1 and len(letters(world, case)) == 1


def test_a_date_that_comes_earlier_is_noted_without_a_letter(world: World) -> None:
    _, case = world.submitted()
    change(world, opened(date(2026, 12, 7)), reason="เปิดบริการวันหยุดชดเชย")
    work_off(*WORK)
    assert due(world, case)["return"] == date(2026, 12, 7)
    assert len(moves(world, case)) == 1 and letters(world, case) == []


def test_the_applicants_own_day_is_told_whichever_way_it_moves(world: World) -> None:
    _, case = world.submitted()
    defects = (Defect(missing="แผนที่ร้าน"),)
    world.do(case, c.RecordDefects(step=case.steps[0], defects=defects, mend_by=date(2026, 12, 8)))
    mend = due(world, case)["mend"]
    change(world, closed(mend))
    work_off(*WORK)
    assert due(world, case)["mend"] > mend and "แก้ไขตามบันทึกความบกพร่อง" in letters(world, case)[0]


def test_a_case_that_moves_on_first_still_has_its_move_noted_before(world: World) -> None:
    holder, case = world.submitted()
    change(world, closed(MONDAY))
    world.do(case, c.AddNote(text="บันทึก"), world.officer)
    with acting_as(world.officer):
        kinds = [event.type for event in selectors.events_of(case.id)][-2:]
    assert kinds == ["dates_moved", "note_added"] and due(world, case)["check"] == TUESDAY
    change(world, closed(TUESDAY), reason="ยังท่วม")
    with acting_as(holder):
        actions.carry_out(actor=holder, case_id=case.id, command=c.Withdraw(reason="เลิกกิจการ"))
    work_off(*WORK)
    assert [one["reason"] for one in moves(world, case)] == ["น้ำท่วมสำนักงาน", "ยังท่วม"]


def test_two_changes_before_the_jobs_run_give_both_their_reasons_once(world: World) -> None:
    _, case = world.submitted()
    change(world, closed(MONDAY), reason="น้ำท่วม")
    change(world, closed(TUESDAY), reason="ไฟดับ")
    change(world, closed(date(2027, 3, 10)), reason="งานประเพณี")
    work_off(*WORK)
    (noted,) = moves(world, case)
    assert noted["reason"] == "น้ำท่วม; ไฟดับ" and due(world, case)["check"] == date(2026, 11, 25)


def test_what_the_officer_saw_is_not_outdated_by_a_change_of_the_calendar(world: World) -> None:
    _, case = world.submitted()
    change(world, closed(MONDAY))
    with acting_as(world.officer):
        command = c.Assign(step=case.steps[0], officer=str(world.officer.person), name="สมศรี")
        actions.carry_out(actor=world.officer, case_id=case.id, command=command, expected_version=case.event_count)


def test_a_day_far_from_every_time_limit_touches_no_case(world: World) -> None:
    _, case = world.submitted()
    change(world, closed(date(2027, 6, 9)))
    before = case.event_count
    work_off(*WORK)
    with acting_as(world.officer):
        assert selectors.case(case.id).event_count == before


def test_a_day_that_opens_again_wakes_a_late_case_for_its_notice(world: World) -> None:
    """To be decided by Monday 21 December; the first notice of delay is owed on the working day after."""
    _, case = world.submitted()
    world.do(case, c.Finish(step=case.steps[0]))
    day = date(2026, 12, 22)
    change(world, closed(day))
    with standing_at(bangkok(2026, 12, 22, 9)):
        with acting_as(worker_at(world.agency)):
            attending.attend(agency_id=world.agency, case_id=case.id)
            before = Case.objects.get(pk=case.id).wake_at
        change(world, DayRule(day=day, effect=Effect.AS_BEFORE), reason="น้ำลดแล้ว")
        work_off("recount_all", "recount", "recount_cases")
        with acting_as(worker_at(world.agency)):
            after = Case.objects.get(pk=case.id).wake_at
    assert before is not None and bangkok_day(before) == date(2026, 12, 23)
    assert after is not None and bangkok_day(after) == day and moves(world, case) == []


def test_changed_hours_move_what_is_counted_in_them_only(world: World) -> None:
    _, case = world.submitted()
    change(world, hours=((time(9), time(12)), (time(13), time(15))), reason="ลดเวลา")
    assert "recount" in work_off(*WORK)
    assert moves(world, case) == [] and due(world, case)["check"] == MONDAY


def test_a_preview_says_what_would_move_and_changes_nothing(world: World) -> None:
    _, case = world.submitted()
    asked = {"scope": of_agency(world.agency), "reason": "น้ำท่วม"}
    with acting_as(world.officer):
        seen = foresight.preview(actor=world.officer, days=[closed(MONDAY), closed(date(2026, 11, 28))], **asked)
        assert [one.number for one in seen.cases] == [case.number]
        assert (seen.moved, seen.later, seen.earlier, seen.applicants, seen.is_sample) == (1, 1, 0, 0, False)
        assert seen.turned == (MONDAY,) and len(seen.days) == 2, "a Saturday is closed already"
        assert "24 November 2026" in seen.cases[0].moves[0].words.en and seen.agencies == ()
        earlier = foresight.preview(actor=world.officer, days=[opened(date(2026, 12, 7))], **asked)
        assert (earlier.later, earlier.earlier) == (0, 1)
        nothing = foresight.preview(actor=world.officer, days=[closed(date(2027, 6, 9))], **asked)
        assert nothing.moved == 0 and nothing.cases == ()
        assert calendar_for(world.agency).works_on(MONDAY)
    assert work_off(*WORK) == [] and moves(world, case) == []


def test_a_preview_is_a_sample_when_there_are_very_many_cases(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        world.submitted()
    monkeypatch.setattr(foresight, "MOST", 2)
    with acting_as(world.officer):
        seen = foresight.preview(
            actor=world.officer, scope=of_agency(world.agency), days=[closed(MONDAY)], reason="น้ำท่วม"
        )
    assert seen.is_sample and seen.looked_at == seen.moved == 2


def test_a_preview_of_many_calendars_gives_figures_and_nobodys_case(world: World) -> None:
    world.submitted()
    opdc = head_of_opdc()
    with acting_as(opdc):
        seen = foresight.preview(actor=opdc, scope=EVERYWHERE, days=[closed(MONDAY)], reason="มติ", source="มติ ครม.")
    assert (
        seen.moved == 1
        and seen.cases == ()
        and [(name.en, count) for name, count in seen.agencies] == [("Khon Kaen", 1)]
    )
    with acting_as(world.officer), pytest.raises(Refusal):
        foresight.preview(actor=world.officer, scope=EVERYWHERE, days=[closed(MONDAY)], reason="มติ", source="มติ")


def test_a_day_for_the_whole_country_reaches_every_agencys_cases(world: World) -> None:
    _, case = world.submitted()
    opdc = head_of_opdc()
    change(world, closed(MONDAY), actor=opdc, scope=EVERYWHERE, source="มติคณะรัฐมนตรี")
    done = work_off(*WORK)
    assert done.count("recount_all") == 2 and done.count("recount") == 6
    assert due(world, case)["check"] == TUESDAY


def test_cases_come_in_batches_and_one_that_fails_holds_up_nobody(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [world.submitted()[1] for _ in range(3)]
    monkeypatch.setattr(recounts, "AT_ONCE", 2)
    broken, real = cases[0].id, actions.recount

    def failing(*, agency_id: UUID, case_id: UUID) -> None:
        if case_id == broken:
            raise ValueError("not now")
        real(agency_id=agency_id, case_id=case_id)

    number = change(world, closed(MONDAY))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    monkeypatch.setattr(actions, "recount", failing)
    recounts.recount(str(world.agency), number)
    assert work_off("recount_cases") == ["recount_cases", "recount_cases"]
    assert [due(world, case)["check"] for case in cases] == [MONDAY, TUESDAY, TUESDAY]
    monkeypatch.setattr(actions, "recount", real)
    assert work_off("recount_one") == ["recount_one"]
    assert [due(world, case)["check"] for case in cases] == [TUESDAY] * 3


def test_a_calendar_kept_in_the_workers_process_does_not_hold_back_the_count(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, case = world.submitted()
    with acting_as(worker_at(world.agency)):
        calendar_for(world.agency)
        monkeypatch.setattr(calendar_actions, "forget", lambda: None)
        number = change(world, closed(MONDAY))
        assert calendar_for(world.agency).works_on(MONDAY), "still the old one"
    recounts.recount(str(world.agency), number)
    work_off("recount_cases")
    assert due(world, case)["check"] == TUESDAY


def test_every_job_reads_inside_a_transaction_which_alone_says_who_acts(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Inside a test's transaction one of the job's own is a savepoint; outside of any, row-level security hides all."""
    world.submitted()
    inside = {}

    def watched(place: Any, name: str) -> None:
        real = getattr(place, name)

        def watch(*given: Any, **named: Any) -> Any:
            inside[name] = bool(connection.savepoint_ids)
            return real(*given, **named)

        monkeypatch.setattr(place, name, watch)

    for place, name in (
        (recounts, "scope_of"), (recounts, "change_by_number"), (recounting, "dates_moved"), (recounting, "open_ids"),
        (recounts, "_letter"),
    ):  # fmt: skip
        watched(place, name)
    change(world, closed(MONDAY))
    recounts.recount_open(str(world.agency))
    work_off(*WORK)
    assert inside == dict.fromkeys(("scope_of", "change_by_number", "dates_moved", "open_ids", "_letter"), True)
