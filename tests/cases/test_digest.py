"""The morning's letters: once a day, to whom they concern and who stands in, of what is due; and the applicant's."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.domain.thai_calendars import bangkok
from tests.world import World, build
from thanjai.agencies.choices import go_away
from thanjai.cases import attending, delays, digest, jobs, selectors
from thanjai.cases.models import Attention, Digest
from thanjai.domain.case import commands as c
from thanjai.domain.case.delays import DelayCause
from thanjai.domain.case.events import Defect
from thanjai.domain.definition.base import Role
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import acting_as, worker_at
from thanjai.messaging.models import Message

pytestmark = pytest.mark.django_db

WARNED, LAST, LATE = bangkok(2026, 3, 26, 9), bangkok(2026, 4, 3, 9), bangkok(2026, 4, 7, 9)
"""30 days from 4 March end on 3 April; a quarter before is 26 March; Tuesday 7 April is the first late working day."""


@pytest.fixture
def world() -> World:
    with standing_at(bangkok(2026, 3, 2)):
        return build("food-premises-licence")


def accepted(world: World, *, taken: bool = True) -> Any:
    with standing_at(bangkok(2026, 3, 4)):
        _, case = world.submitted()
        world.do(case, c.Finish(step="check"))
        with acting_as(world.officer):
            case = selectors.case(case.id)
        if taken:
            world.do(case, c.Assign(step=case.steps[0], officer=str(world.officer.person), name=world.officer.name))
    return case


def morning(world: World, at: datetime, *cases: Any) -> dict[str, str]:
    """The clock attends to the cases, the letters are written, twice; who got one now, and what it says."""
    before = set(_digests(world))
    with standing_at(at), acting_as(worker_at(world.agency)):
        for case in cases:
            attending.attend(agency_id=world.agency, case_id=case.id)
        for _ in range(2):
            digest.write(agency_id=world.agency)
    return {to.split("@")[0]: body for key, (to, body) in _digests(world).items() if key not in before}


def _digests(world: World) -> dict[str, tuple[str, str]]:
    with acting_as(worker_at(world.agency)):
        found = Message.objects.filter(key__startswith="digest/")
        return {letter.key: (letter.to, letter.body) for letter in found}


def test_each_morning_brings_what_is_new_and_nothing_when_there_is_nothing(world: World) -> None:
    case = accepted(world)
    assert morning(world, bangkok(2026, 3, 25, 9), case) == {}
    assert "ใกล้ครบกำหนด" in morning(world, WARNED, case)["สมศรี"]
    assert morning(world, bangkok(2026, 3, 27, 9), case) == {}
    assert "วันทำการสุดท้าย" in morning(world, LAST, case)["สมศรี"]
    late = morning(world, LATE, case)["สมศรี"]
    assert "วันนี้ต้องแจ้งเหตุแห่งความล่าช้า" in late and case.number in late and late.count(case.number) == 1
    assert case.applicant not in late
    assert morning(world, bangkok(2026, 4, 8, 9), case) == {}
    assert "วันนี้ต้องแจ้งเหตุ" in morning(world, bangkok(2026, 4, 21, 9), case)["สมศรี"]


def test_a_notice_that_has_its_reason_is_not_asked_for(world: World) -> None:
    case = accepted(world)
    reason = c.GiveDelayReason(
        rule="decide", cause=DelayCause.STAFF, reason="เจ้าหน้าที่ลาป่วย", expected=date(2026, 4, 30)
    )  # fmt: skip
    with standing_at(bangkok(2026, 4, 1)), acting_as(world.officer):
        delays.give_reason(actor=world.officer, case_id=case.id, command=reason)
    late = morning(world, LATE, case)["สมศรี"]
    assert "วันนี้ต้องแจ้งเหตุ" not in late and "เกินกำหนดแล้ว" in late


def test_the_head_and_whoever_stands_in_are_told_and_those_without_a_part_are_not(world: World) -> None:
    head, deputy = (
        world.colleague("head", Role.HEAD, language="en"),
        world.colleague("deputy", Role.CASHIER, language="en"),
    )
    world.colleague("stranger", Role.CASHIER, language="en")
    case = accepted(world)
    assert set(morning(world, WARNED, case)) == {"สมศรี", "head"}
    with standing_at(LAST), acting_as(head):
        go_away(actor=head, first=date(2026, 4, 3), last=date(2026, 4, 6), deputy=deputy.person)
    letters = morning(world, LAST, case)
    assert set(letters) == {"สมศรี", "head", "deputy"}
    assert letters["deputy"].startswith("You stand in for: head") and "Due today" in letters["deputy"]
    assert set(morning(world, LATE, case)) == {"สมศรี", "head"}, "back again"


def test_what_nobody_has_taken_is_told_to_all_of_its_role(world: World) -> None:
    world.colleague("inspector", Role.INSPECTOR, language="en"), world.colleague("cashier", Role.CASHIER, language="en")
    case = accepted(world, taken=False)
    with acting_as(world.officer):
        assert selectors.case(case.id).roles == [Role.INSPECTOR]
    assert set(morning(world, WARNED, case)) == {"สมศรี", "inspector"}


def test_after_three_weeks_of_standing_still_one_letter_says_how_it_stands_now(world: World) -> None:
    case = accepted(world)
    letters = morning(world, bangkok(2026, 4, 29, 9), case)
    assert letters["สมศรี"].count(case.number) == 1 and "เกินกำหนดแล้ว" in letters["สมศรี"]
    with acting_as(worker_at(world.agency)):
        assert not Attention.objects.filter(digested_at__isnull=True).exists()
        assert Digest.objects.get().letters == 1


def test_agencies_are_written_to_when_they_have_opened_and_have_something(world: World) -> None:
    case = accepted(world)
    with standing_at(WARNED), acting_as(worker_at(world.agency)):
        attending.attend(agency_id=world.agency, case_id=case.id)
    for at, agencies in (
        (bangkok(2026, 3, 26, 8, 44), []), (bangkok(2026, 3, 26, 8, 45), [world.agency]),
        (bangkok(2026, 3, 26, 16, 31), []), (bangkok(2026, 3, 28, 10), []),
    ):  # fmt: skip
        with standing_at(at):
            assert digest.waiting() == agencies, at
    with standing_at(WARNED):
        jobs.write_digest(str(world.agency))
        assert digest.waiting() == []


def test_the_applicant_is_reminded_once_of_what_they_have_to_mend(world: World) -> None:
    with standing_at(bangkok(2026, 3, 4)):
        _, case = world.submitted()
        record = c.RecordDefects(step="check", defects=(Defect(missing="แผนที่ร้าน"),), mend_by=date(2026, 3, 19))
        world.do(case, record)
    for day in range(5, 25):
        with standing_at(bangkok(2026, 3, day, 9)), acting_as(worker_at(world.agency)):
            for _ in range(2):
                attending.attend(agency_id=world.agency, case_id=case.id)
    with acting_as(worker_at(world.agency)):
        (letter,) = Message.objects.filter(key__startswith="remind/")
    assert "แผนที่ร้าน" in letter.body and "19 มีนาคม 2569" in letter.body and letter.to == case.email
    told = morning(world, bangkok(2026, 3, 24, 9))["สมศรี"]
    assert "ผู้ขอไม่ได้ทำภายในเวลาที่กำหนด" in told
