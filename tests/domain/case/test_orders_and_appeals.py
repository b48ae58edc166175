"""An order is told, reaches the applicant, can be appealed against, and may be reversed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.domain.case.test_case import RULES, Story, approve, finish
from thanjai.domain.case import Status
from thanjai.domain.case import commands as c
from thanjai.domain.case import events as e
from thanjai.domain.case.limits import APPEAL, DECIDE_APPEAL, appeal_rule, limits_of
from thanjai.domain.deadlines import Milestone
from thanjai.domain.refusals import Refusal


def refused() -> Story:
    story = Story(risky=False)
    story.do(finish("check"))
    story.do(finish("visit"))
    story.do(c.Decide(step="order", outcome="refused", reasons="ไม่ถูกสุขลักษณะ"))
    return story


def returned() -> Story:
    story = Story()
    defects = (e.Defect(missing="แผนที่"),)
    story.do(c.RecordDefects(step="check", defects=defects, mend_by=date(2026, 4, 1)))
    story.do(c.Return(reasons="ไม่ได้แก้ไข"))
    return story


def told(by: str = "email", what: str = "decided") -> c.RecordTold:
    return c.RecordTold.model_validate({"what": what, "by": by})


APPEALED = c.FileAppeal(grounds="ตรวจผิดร้าน")
REVERSED = c.DecideAppeal(outcome="reversed", reasons="ตรวจผิดร้านจริง")
STANDS = c.DecideAppeal(outcome="stands", reasons="ตรวจถูกร้านแล้ว")


def code_of(story: Story, command: c.Command) -> str:
    with pytest.raises(Refusal) as refusal:
        story.do(command)
    return refusal.value.code


def test_an_order_is_owed_to_the_applicant_until_it_is_told_and_told_only_once() -> None:
    story = refused()
    assert story.case.is_untold
    story.do(told())
    assert not story.case.is_untold and story.case.milestones[Milestone.SERVED] == story.now
    assert story.do(told()) == []


def test_what_goes_by_post_has_arrived_only_when_an_officer_says_so() -> None:
    story = refused()
    story.do(told("post"))
    assert Milestone.SERVED not in story.case.milestones
    arrived = story.now + timedelta(minutes=30)
    assert code_of(story, c.RecordServed(by="post", at=arrived + timedelta(days=9))) == "impossible_day"
    assert code_of(story, c.RecordServed(by="post", at=arrived - timedelta(days=9))) == "impossible_day"
    story.do(c.RecordServed(by="post", at=arrived))
    assert story.case.milestones[Milestone.SERVED] == arrived
    assert story.do(c.RecordServed(by="post", at=arrived + timedelta(minutes=5))) == []


def test_nothing_is_told_before_there_is_an_order() -> None:
    story = Story()
    for command in (told(), told(what="returned"), told(what="appeal_decided")):
        assert code_of(story, command) == "no_order"
    assert code_of(returned(), told()) == "no_order"


def test_an_appeal_is_filed_once_against_an_order_and_shows_in_the_status() -> None:
    story = refused()
    story.do(APPEALED)
    assert story.case.status is Status.APPEALED
    assert code_of(story, APPEALED) == "appealed"
    for command in (finish("check"), c.Withdraw(), c.AskOpinion(id="1", asked="x", question="x", answer_by=date.max)):
        assert code_of(story, command) == "case_ended"
    story.do(STANDS)
    assert story.case.status is Status.REFUSED
    assert code_of(story, APPEALED) == "appealed" and code_of(story, STANDS) == "no_appeal"


def test_an_appeal_brought_on_paper_counts_from_the_day_it_was_brought() -> None:
    story = refused()
    brought = story.now + timedelta(minutes=20)
    story.do(APPEALED.model_copy(update={"by": "paper", "at": brought, "file": "f", "late": True}))
    appeal = story.case.appeal
    assert appeal and (appeal.by, appeal.file, appeal.late, appeal.filed_at) == ("paper", "f", True, brought)
    assert story.case.milestones[Milestone.APPEAL_FILED] == brought


def test_a_refusal_that_is_reversed_is_an_approval_and_work_goes_on() -> None:
    story = refused()
    story.do(told())
    story.do(APPEALED)
    story.do(REVERSED.model_copy(update={"findings": {"conditions": "ติดป้าย"}}))
    assert story.case.status is Status.WAITING_PAYMENT and story.case.decision == "approved"
    assert story.case.steps["order"].findings == {"conditions": "ติดป้าย"}
    assert Milestone.CLOSED not in story.case.milestones
    told_of_appeal = story.do(told(what="appeal_decided"))
    assert told_of_appeal and story.do(told(what="appeal_decided")) == []
    assert story.case.milestones[Milestone.TOLD] < story.case.milestones[Milestone.APPEAL_FILED]


def test_a_return_that_is_reversed_lets_the_request_go_on_and_a_later_refusal_can_be_appealed_against() -> None:
    story = returned()
    story.do(told(what="returned"))
    story.do(APPEALED)
    story.do(c.Extend(rule=DECIDE_APPEAL.id, reason="รอเอกสาร"))
    story.do(REVERSED)
    assert story.case.defects and not story.case.defects.open
    assert story.case.milestones[Milestone.MENDED] == story.now
    story.do(finish("check"))
    story.do(finish("visit"))
    story.do(finish("ask"))
    story.do(c.Decide(step="order", outcome="refused", reasons="ไม่ถูกสุขลักษณะ"))
    assert story.case.is_untold
    story.do(told())
    assert story.case.milestones[Milestone.TOLD] == story.now
    assert story.case.extensions == {DECIDE_APPEAL.id: 1}
    story.do(APPEALED)
    assert story.case.status is Status.APPEALED and story.case.extensions == {}
    assert story.case.milestones[Milestone.APPEAL_FILED] == story.now


def test_the_time_to_decide_an_appeal_is_extended_only_while_it_is_pending() -> None:
    story = refused()
    extend = c.Extend(rule=DECIDE_APPEAL.id, reason="รอเอกสาร")
    assert code_of(story, extend) == "case_ended"
    story.do(APPEALED)
    assert code_of(story, c.Extend(rule="decide", reason="รอเอกสาร")) == "case_ended"
    story.do(extend)
    assert code_of(story, extend) == "extensions_used"


def test_the_general_law_of_appeals_holds_where_the_service_has_none() -> None:
    for story in (refused(), returned()):
        names = RULES.environment(story.case, story.now.date())
        assert {APPEAL, DECIDE_APPEAL} <= set(limits_of(story.case, RULES, names))
        assert appeal_rule(story.case, RULES, names) is APPEAL
    story = Story(risky=False)
    assert APPEAL not in limits_of(story.case, RULES, {})


def test_an_approval_is_told_and_needs_no_appeal() -> None:
    story = Story(risky=False)
    story.do(finish("check"))
    story.do(finish("visit"))
    story.do(approve())
    assert not story.case.is_untold
    story.do(told())
    assert story.case.since_order(Milestone.SERVED) == story.now
    assert code_of(story, APPEALED) == "nothing_to_appeal"


def test_a_further_demand_has_its_own_moment_and_its_reason() -> None:
    story = Story()
    record = c.RecordDefects(step="check", defects=(e.Defect(missing="แผนที่"),), mend_by=date(2026, 4, 1))
    story.do(record)
    story.do(c.Correct(answers=story.case.answers))
    assert code_of(story, record) == "defects_recorded_once"
    story.do(record.model_copy(update={"exception": "เจ้าหน้าที่ไม่ได้ตรวจว่าใบอนุญาตอาคารหมดอายุ"}))
    assert story.case.defects and story.case.defects.recorded_at == story.now
    assert story.case.milestones[Milestone.DEFECTS_RECORDED] < story.now
    story.do(c.Correct(answers=story.case.answers))
    assert story.case.milestones[Milestone.MENDED] == story.now
    again = record.model_copy(update={"exception": "อีกครั้ง"})
    assert code_of(story, again) == "defects_recorded_once"
