"""One answer for all time limits of a case: kept, running, and those that may still come."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.world import World, build, examples
from thanjai.cases import selectors
from thanjai.cases.limits import Limit, all_limits
from thanjai.domain.case import commands as c
from thanjai.domain.case.events import Defect
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import acting_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build("food-premises-licence")


def limits(world: World, case: Any) -> dict[str, Limit]:
    with acting_as(world.officer):
        return {limit.rule: limit for limit in all_limits(selectors.case(case.id))}


def standings(world: World, case: Any) -> dict[str, str]:
    return {rule: limit.standing for rule, limit in limits(world, case).items()}


def test_a_new_case_knows_what_runs_and_what_is_to_come(world: World) -> None:
    _, case = world.submitted()
    known = limits(world, case)
    assert known["check"].standing == known["return"].standing == "running"
    coming = {rule for rule, limit in known.items() if limit.standing == "coming"}
    assert coming == {"mend", "decide", "tell", "pay", "appeal", "renew", "decide_appeal"}
    assert known["decide"].explanation.en == "30 days from the complete application"
    assert not known["decide"].is_conditional and known["mend"].is_conditional and known["appeal"].is_conditional
    assert known["decide_appeal"].source.en.endswith("section 67")
    assert known["renew"].explanation.en == "By the expiry date"


def test_what_can_no_longer_come_is_left_out(world: World) -> None:
    _, case = world.submitted()
    world.do(case, c.Finish(step="check"))
    known = standings(world, case)
    assert "mend" not in known and known["check"] == "kept" and known["decide"] == "running"


def test_a_refused_case_shows_the_way_to_appeal_and_the_time_to_decide_it(world: World) -> None:
    holder, case = world.submitted()
    case = world.until(case, "decide")
    world.do(case, c.Decide(step=case.steps[0], outcome="refused", reasons="ที่ตั้งไม่ถูกสุขลักษณะ"))
    known = standings(world, case)
    assert known["appeal"] == known["decide_appeal"] == "coming" and "pay" not in known
    world.do(case, c.RecordTold(what="decided", by="in_person"))
    assert standings(world, case)["appeal"] == "running"
    world.do(case, c.FileAppeal(grounds="ตรวจผิดร้าน"), holder)
    known = standings(world, case)
    assert known["appeal"] == "kept" and known["decide_appeal"] == "running"


def test_a_returned_case_is_appealed_by_the_general_law(world: World) -> None:
    _, case = world.submitted()
    world.do(case, c.RecordDefects(step="check", defects=(Defect(missing="แผนที่"),), mend_by=date(2000, 1, 1)))
    world.do(case, c.Return(reasons="ไม่แก้ไข"))
    world.do(case, c.RecordTold(what="returned", by="in_person"))
    known = limits(world, case)
    assert known["appeal_general"].standing == "running" and known["appeal_general"].source.en.endswith("section 44")
    with acting_as(world.officer):
        row = selectors.case(case.id)
    assert row.closed_at is not None and row.wake_at is None


def test_a_pending_appeal_is_the_heads_work_with_its_own_due_date(world: World) -> None:
    holder, case = world.submitted()
    case = world.until(case, "decide")
    world.do(case, c.Decide(step=case.steps[0], outcome="refused", reasons="ที่ตั้งไม่ถูกสุขลักษณะ"))
    world.do(case, c.RecordTold(what="decided", by="in_person"))
    row = world.do(case, c.FileAppeal(grounds="ตรวจผิดร้าน"), holder)
    assert row.status == "appealed" and row.closed_at is None and row.roles == ["head"]
    assert (row.due_at - now()).days >= 89
    row = world.do(case, c.DecideAppeal(outcome="reversed", reasons="ตรวจผิดร้านจริง"))
    assert row.status == "waiting_payment" and row.closed_at is None


def test_a_further_demand_has_its_own_time_to_mend(world: World) -> None:
    holder, case = world.submitted()
    record = c.RecordDefects(step="check", defects=(Defect(missing="แผนที่"),), mend_by=date(2099, 1, 1))
    world.do(case, record)
    with acting_as(holder):
        answers = selectors.case(case.id).state["answers"]
    world.do(case, c.Correct(answers=answers), holder)
    assert standings(world, case)["mend"] == "kept"
    world.do(case, record.model_copy(update={"exception": "เจ้าหน้าที่ไม่ได้ตรวจโฉนด"}))
    known = standings(world, case)
    assert known["mend"] == "running" and known["check"] == "kept"


def test_the_time_to_appeal_stays_that_of_its_own_law_when_the_refusal_is_reversed(world: World) -> None:
    holder, case = world.submitted()
    case = world.until(case, "decide")
    world.do(case, c.Decide(step=case.steps[0], outcome="refused", reasons="ที่ตั้งไม่ถูกสุขลักษณะ"))
    world.do(case, c.RecordTold(what="decided", by="in_person"))
    before = limits(world, case)["appeal"]
    world.do(case, c.FileAppeal(grounds="วัดใหม่"), holder)
    findings = examples("food-premises-licence")["examples"][0]["findings"]["decide"]
    world.do(case, c.DecideAppeal(outcome="reversed", reasons="วัดใหม่แล้วครบ", findings=findings))
    after = limits(world, case)
    assert "appeal_general" not in after and after["appeal"].explanation == before.explanation
    assert after["appeal"].standing == after["decide_appeal"].standing == "kept"
