"""Notices of delay: on their days, each with its own reason, to the applicant and OPDC, once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.domain.thai_calendars import bangkok
from tests.world import PLACE, World, build
from thanjai.accounts.actions import register_person
from thanjai.agencies.actions import appoint, register_agency
from thanjai.cases import attending, delay_letters, delays, selectors
from thanjai.cases.models import CaseEvent, DelayCopy
from thanjai.domain.case import commands as c
from thanjai.domain.case.delays import DelayCause
from thanjai.domain.definition.base import AgencyKind, Role
from thanjai.domain.refusals import Refusal
from thanjai.kernel import files
from thanjai.kernel.clock import standing_at
from thanjai.kernel.models import StoredFile
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, Actor, Kind, acting_as, worker_at
from thanjai.messaging.models import Message

pytestmark = pytest.mark.django_db

DAYS = [date(2026, 4, 7), date(2026, 4, 14), date(2026, 4, 21), date(2026, 4, 28)]
"""30 days from 4 March end on Friday 3 April. Monday is Chakri Day, so Tuesday is the first late working day."""
REASON = c.GiveDelayReason(
    rule="decide", cause=DelayCause.INSPECTION, reason="ฝนตกหนัก ตรวจสถานที่ไม่ได้", expected=date(2026, 4, 30)
)


@pytest.fixture
def world() -> World:
    with standing_at(bangkok(2026, 3, 2)):
        built = build("food-premises-licence")
        with acting_as(PLATFORM):
            register_agency(
                slug="opdc", code="OPDC", kind=AgencyKind.OVERSIGHT, name=PLACE, province=PLACE, address=PLACE,
                email="copies@opdc.example",
            )  # fmt: skip
            head = register_person(email="head@example.com", name="นายก")
            appoint(agency=built.agency, person=head.id, roles=[Role.HEAD], unit=PLACE, position=PLACE, phone="043 1")
    return built


@pytest.fixture
def case(world: World) -> Any:
    return accepted(world)[1]


def accepted(world: World) -> tuple[Actor, Any]:
    """A case whose 30 days began on 4 March, taken by the officer."""
    with standing_at(bangkok(2026, 3, 4)):
        holder, found = world.submitted()
        world.do(found, c.Finish(step="check"))
        with acting_as(world.officer):
            found = selectors.case(found.id)
        step = found.steps[0]
        world.do(found, c.Assign(step=step, officer=str(world.officer.person), name=world.officer.name))
    return holder, found


def attend(world: World, case: Any, at: datetime) -> list[date]:
    """The worker looks at the case and does the jobs that follow, each twice; the days of the notices given."""
    with standing_at(at), acting_as(worker_at(world.agency)):
        for _ in range(2):
            attending.attend(agency_id=world.agency, case_id=case.id)
        for copy in DelayCopy.objects.all():
            for _ in range(2):
                delay_letters.send_notice(copy_id=copy.id)
        return list(DelayCopy.objects.filter(case_id=case.id).order_by("day").values_list("day", flat=True))


def give(world: World, case: Any, command: c.GiveDelayReason, at: datetime) -> None:
    with standing_at(at), acting_as(world.officer):
        delays.give_reason(actor=world.officer, case_id=case.id, command=command)


def letters(world: World, to: str) -> list[Message]:
    with acting_as(worker_at(world.agency)):
        return list(Message.objects.filter(to=to, key__startswith="delay/").order_by("queued_at", "id"))


def test_without_a_reason_a_notice_says_so_at_the_close_of_the_day_and_the_head_is_told(
    world: World, case: Any
) -> None:
    assert attend(world, case, bangkok(2026, 4, 7, 16, 29)) == []
    assert attend(world, case, bangkok(2026, 4, 7, 16, 30)) == DAYS[:1]
    (to_applicant,) = letters(world, case.email)
    assert "ยังไม่ได้ระบุเหตุ" in to_applicant.body and "สมศรี" in to_applicant.body
    assert "สมศรี@example.com" in to_applicant.body and len(to_applicant.attachments) == 1
    (to_overseer,) = letters(world, "copies@opdc.example")
    assert case.number in to_overseer.body and to_overseer.attachments == to_applicant.attachments
    assert [case.number in letter.body for letter in letters(world, "head@example.com")] == [True]


def test_with_a_reason_it_goes_in_the_morning_with_day_and_officer_and_the_head_is_left_alone(
    world: World, case: Any
) -> None:
    give(world, case, REASON, bangkok(2026, 4, 1))
    assert attend(world, case, bangkok(2026, 4, 7, 8, 29)) == []
    assert attend(world, case, bangkok(2026, 4, 7, 8, 30)) == DAYS[:1]
    (letter,) = letters(world, case.email)
    for part in (REASON.reason, "30 เมษายน 2569", "ตรวจสถานที่ยังไม่เสร็จ", "สมศรี"):
        assert part in letter.body
    assert letters(world, "head@example.com") == []
    with acting_as(world.officer):
        paper = files.find_file(UUID(letter.attachments[0]))
        assert files.read_file(paper).startswith(b"%PDF") and paper.owner_id == case.id


def test_a_reason_given_on_the_day_itself_goes_out_at_once(world: World, case: Any) -> None:
    assert attend(world, case, bangkok(2026, 4, 7, 10)) == []
    give(world, case, REASON, bangkok(2026, 4, 7, 11))
    with acting_as(world.officer):
        assert DelayCopy.objects.get(case_id=case.id).sent_at == bangkok(2026, 4, 7, 11)


def test_they_go_out_on_the_first_late_working_day_and_every_seven_days_whatever_the_hour_one_looks(
    world: World, case: Any
) -> None:
    found = {}
    at = bangkok(2026, 4, 3, 0)
    while at < bangkok(2026, 4, 29):
        for day in attend(world, case, at):
            found.setdefault(day, at)
        at += timedelta(hours=6, minutes=30)
    assert list(found) == DAYS
    assert all(
        moment - bangkok(day.year, day.month, day.day, 12) < timedelta(hours=11) for day, moment in found.items()
    )
    with acting_as(world.officer):
        assert list(DelayCopy.objects.order_by("day").values_list("ordinal", flat=True)) == [1, 2, 3, 4]
        events = CaseEvent.objects.filter(case_id=case.id, type="delay_notified")
        assert [event.payload["day"] for event in events.order_by("seq")] == [day.isoformat() for day in DAYS]
    assert len(letters(world, case.email)) == len(letters(world, "copies@opdc.example")) == 4


def test_a_worker_that_stood_still_for_three_weeks_sends_one_notice(world: World, case: Any) -> None:
    assert attend(world, case, bangkok(2026, 4, 29)) == DAYS[3:]
    assert len(letters(world, case.email)) == 1
    assert attend(world, case, bangkok(2026, 4, 30)) == DAYS[3:]


def test_nothing_is_sent_once_it_is_decided(world: World, case: Any) -> None:
    with standing_at(bangkok(2026, 4, 2)):
        world.until(case, "decide")
        step = next(iter(_fresh(world, case).steps))
        world.do(case, c.Decide(step=step, outcome="refused", reasons="ไม่ผ่านเกณฑ์"))
    assert attend(world, case, bangkok(2026, 4, 7, 17)) == []
    with pytest.raises(Refusal, match="no_such_limit"):
        give(world, case, REASON, bangkok(2026, 4, 8))


def _fresh(world: World, case: Any) -> Any:
    with acting_as(world.officer):
        return selectors.case(case.id)


def test_the_same_words_are_not_said_twice_and_the_day_lies_after_the_notice(world: World, case: Any) -> None:
    with pytest.raises(Refusal, match="no_such_limit"):
        give(world, case, REASON, bangkok(2026, 3, 5))
    with pytest.raises(Refusal, match="expected_past"):
        give(world, case, REASON.model_copy(update={"expected": date(2026, 4, 7)}), bangkok(2026, 4, 1))
    give(world, case, REASON, bangkok(2026, 4, 1))
    assert attend(world, case, bangkok(2026, 4, 7, 9)) == DAYS[:1]
    with pytest.raises(Refusal, match="same_reason"):
        give(world, case, REASON, bangkok(2026, 4, 8))
    waiting = REASON.model_copy(update={"cause": DelayCause.WAITING_AGENCY, "reason": "รอผลน้ำ"})
    with pytest.raises(Refusal, match="waits_on_needed"):
        give(world, case, waiting, bangkok(2026, 4, 8))
    give(world, case, waiting.model_copy(update={"waits_on": "กรมวิทยาศาสตร์การแพทย์"}), bangkok(2026, 4, 8))
    assert attend(world, case, bangkok(2026, 4, 14, 9)) == DAYS[:2]
    first, second = letters(world, case.email)
    assert first.body != second.body and "กรมวิทยาศาสตร์การแพทย์" in second.body and REASON.reason not in second.body


def test_only_the_agency_and_the_overseer_see_the_copy_and_its_paper(world: World) -> None:
    holder, case = accepted(world)
    attend(world, case, bangkok(2026, 4, 8))
    overseer = Actor(Kind.OVERSEER, agency=world.other, person=world.stranger.person)
    for actor, copies, papers in (
        (world.officer, 1, 1), (overseer, 1, 1), (world.stranger, 0, 0), (holder, 0, 1), (PUBLIC, 0, 0),
    ):  # fmt: skip
        with acting_as(actor):
            assert DelayCopy.objects.count() == copies, actor.kind
            assert StoredFile.objects.filter(purpose__startswith="letter/").count() == papers, actor.kind
    with acting_as(overseer):
        assert not StoredFile.objects.exclude(purpose__startswith="letter/").exists()


def test_no_officer_of_another_agency_gives_a_reason(world: World, case: Any) -> None:
    with standing_at(bangkok(2026, 4, 1)), acting_as(world.stranger), pytest.raises(Refusal, match="no_such_case"):
        delays.give_reason(actor=world.stranger, case_id=case.id, command=REASON)
