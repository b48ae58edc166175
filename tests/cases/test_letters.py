"""What the law wants an applicant to be told, they are told by letter, once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.world import World, build
from thanjai.cases import jobs, selectors
from thanjai.domain.case import commands as c
from thanjai.domain.case.events import Defect
from thanjai.domain.case.state import Status
from thanjai.kernel.tenancy import acting_as
from thanjai.messaging.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build("food-premises-licence")


def told(world: World, case: Any) -> str:
    """The last letter, once the jobs that follow have run, and have run again."""
    for _ in range(2):
        jobs.follow_up(str(world.agency), str(case.id), 1, 99)
    with acting_as(world.officer):
        letters = list(Message.objects.filter(subject_id=case.id).order_by("queued_at", "id"))
    assert len({letter.body for letter in letters}) == len(letters)
    return letters[-1].body


def test_the_record_of_defects_names_each_with_the_day_to_mend_it_by(world: World) -> None:
    _, case = world.submitted()
    defects = (Defect(missing="แผนที่ร้าน", mend="ถ่ายรูปแผนที่แล้วแนบ"), Defect(missing="ลายมือชื่อ"))
    world.do(case, c.RecordDefects(step=case.steps[0], defects=defects, mend_by=date(2099, 1, 15)))
    body = told(world, case)
    assert all(part in body for part in ("- แผนที่ร้าน (ถ่ายรูปแผนที่แล้วแนบ)", "- ลายมือชื่อ", "15 มกราคม 2642"))


def test_a_returned_request_comes_with_its_reasons_and_the_way_to_appeal(world: World) -> None:
    _, case = world.submitted()
    record = c.RecordDefects(step=case.steps[0], defects=(Defect(missing="แผนที่ร้าน"),), mend_by=date(2000, 1, 1))
    world.do(case, record)
    world.do(case, c.Return(reasons="ไม่ได้ส่งแผนที่ร้าน"))
    body = told(world, case)
    assert "ไม่ได้ส่งแผนที่ร้าน" in body and "อุทธรณ์" in body


def test_a_refusal_gives_its_reasons_and_the_appeal_of_its_own_act_and_telling_is_recorded(world: World) -> None:
    _, case = world.submitted()
    case = world.until(case, "decide")
    world.do(case, c.Decide(step=case.steps[0], outcome="refused", reasons="ที่ตั้งไม่ถูกสุขลักษณะ"))
    body = told(world, case)
    assert "ที่ตั้งไม่ถูกสุขลักษณะ" in body
    assert "ภายใน 30 วัน" in body and "พระราชบัญญัติการสาธารณสุข พ.ศ. 2535 มาตรา 66" in body
    with acting_as(world.officer):
        row = selectors.case(case.id)
        assert row.status == Status.REFUSED
        assert [event.type for event in selectors.events_of(case.id)].count("told") == 1
