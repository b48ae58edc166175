"""A case from submission to its end, and what no sequence of commands can do to it."""

from __future__ import annotations

import copy
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thanjai.domain import case as domain
from thanjai.domain.case import Case, Status, StepStatus, decide, replay
from thanjai.domain.case import commands as c
from thanjai.domain.case import events as e
from thanjai.domain.case.events import event_from
from thanjai.domain.case.judge_messages import MOST_UNANSWERED
from thanjai.domain.case.rules import Rules
from thanjai.domain.case.state import ENDED
from thanjai.domain.deadlines import Milestone
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.refusals import Refusal

T0 = datetime(2026, 3, 3, 3, 0, tzinfo=UTC)


def words(text: str) -> dict[str, str]:
    return {"th": text, "en": text}


def definition() -> ServiceDefinition:
    """A small service with every kind of turn: a branch in parallel, a condition, a fee, two papers, a register."""
    step = lambda id, kind, **more: {"id": id, "kind": kind, "title": words(id), "unit": words("unit"), **more}
    paper = {
        "kind": "licence", "title": words("paper"), "number": "{serial}/{year_be}", "opening": words("may"),
        "holder": "name", "items": [], "law": words("law"),
    }  # fmt: skip
    return ServiceDefinition.model_validate({
        "id": "small", "title": words("small"), "summary": words("small"), "owner": words("owner"),
        "agency_kinds": ["municipality"], "law": [{"act": words("act")}], "permission": "permit",
        "audience": ["citizen"], "level": "L3",
        "manual": {"criteria": [words("c")], "channels": [], "evidence": [], "complaints": []},
        "form": {"pages": [{"id": "one", "title": words("one"), "fields": [
            {"type": "text", "id": "name", "label": words("name")},
            {"type": "number", "id": "area", "label": words("area")},
            {"type": "yes_no", "id": "risky", "label": words("risky")}]}]},
        "applicant_name": "name",
        "steps": [
            step("check", "check", role="front_desk"),
            step("visit", "inspect", role="inspector", after=["check"]),
            step("ask", "consult", role="reviewer", after=["check"], when="risky == true"),
            step("order", "decide", role="approver", after=["visit", "ask"]),
            step("fee", "pay", fees=["licence"], pay_within={"amount": 15, "unit": "day"}),
            step("enter", "register", register_entry="roll"),
            step("licence", "issue", paper="licence"),
            step("tell", "notify"),
        ],
        "deadlines": [{
            "id": "decide", "title": words("d"), "purpose": "decide", "trigger": "complete", "amount": 30, "unit": "day",
            "stops_at": ["decided"], "extension": {"times": 2, "amount": 15, "unit": "day"}, "source": words("s")}],
        "fees": [{"id": "licence", "title": words("fee"), "rule": {"kind": "bands", "measure": "area", "bands": [
            {"up_to": 10, "baht": 0}, {"baht": 100}]}}],
        "papers": [{"id": "licence", **paper}],
        "registers": [{"id": "roll", "title": words("roll"), "columns": [
            {"id": "who", "label": words("who"), "value": "name"}]}],
        "data": {"lawful_basis": "public_task", "basis_note": words("n"), "retention_years": 10},
    })  # fmt: skip


RULES = Rules(definition(), {})


def answers(area: int = 50, risky: bool = True) -> dict[str, Any]:
    return {"name": "สมศรี", "area": area, "risky": risky}


class Story:
    """A case lived one command after another; keeps the history."""

    def __init__(self, **given_answers: Any) -> None:
        self.case, self.now, self.history = Case(), T0, []
        self.do(c.Submit(answers=answers(**given_answers), counts_from=T0))

    def do(self, command: c.Command) -> list[e.Event]:
        self.now += timedelta(hours=1)
        events = decide(self.case, command, RULES, self.now)
        for event in events:
            self.case = domain.evolve(self.case, event, self.now)
            self.history.append((event, self.now))
        return events


def finish(step: str) -> c.Finish:
    return c.Finish(step=step)


def approve() -> c.Decide:
    return c.Decide(step="order", outcome="approved", reasons="ครบตามเกณฑ์")


def test_a_case_goes_from_submission_to_a_licence() -> None:
    story = Story()
    assert story.case.status is Status.SUBMITTED and story.case.active() == ("check",)
    story.do(finish("check"))
    assert set(story.case.active()) == {"visit", "ask"} and Milestone.COMPLETE in story.case.milestones
    story.do(finish("visit"))
    assert story.case.status is Status.WAITING_AGENCY
    story.do(finish("ask"))
    story.do(approve())
    assert story.case.status is Status.WAITING_PAYMENT and story.case.fee and story.case.fee.satang == 10_000
    assert story.case.fee.pay_by == date(2026, 3, 18)
    events = story.do(c.ConfirmPayment(step="fee", satang=10_000, reference="I1", receipt="R1"))
    assert [event.values for event in events if isinstance(event, e.EntryMade)] == [{"who": "สมศรี"}]
    assert story.case.status is Status.APPROVED and story.case.active() == ("licence",)
    story.do(c.ConfirmDocument(step="licence", document="d", number="1/2569"))
    assert story.case.status is Status.ISSUED and story.case.finished


def test_what_cannot_be_done_any_more_ends_the_case_without_a_document() -> None:
    story = Story(area=5, risky=False)
    for command in (finish("check"), finish("visit"), approve()):
        story.do(command)
    with pytest.raises(Refusal):
        story.do(c.GiveUpDocument(step="order"))
    story.do(c.GiveUpDocument(step="licence"))
    assert story.case.status is Status.CLOSED and not story.case.issued
    assert story.case.steps["licence"].outcome == e.GIVEN_UP
    assert RULES.definition.titled("").th == RULES.definition.title.th


def test_a_step_whose_condition_does_not_hold_and_a_fee_of_nothing_are_skipped() -> None:
    story = Story(area=5, risky=False)
    story.do(finish("check"))
    assert story.case.steps["ask"].status is StepStatus.SKIPPED
    story.do(finish("visit"))
    story.do(approve())
    assert story.case.steps["fee"].status is StepStatus.SKIPPED and story.case.active() == ("licence",)


def test_defects_are_recorded_once_and_then_mended() -> None:
    story = Story()
    record = c.RecordDefects(step="check", defects=(e.Defect(missing="แผนที่"),), mend_by=date(2026, 3, 20))
    story.do(record)
    assert story.case.status is Status.NEEDS_CORRECTION
    with pytest.raises(Refusal, match="waiting_for_correction"):
        story.do(finish("check"))
    story.do(c.Correct(answers=answers(area=60)))
    assert story.case.answers["area"] == 60
    with pytest.raises(Refusal, match="defects_recorded_once"):
        story.do(record)
    story.do(finish("check"))


def test_a_request_is_returned_only_after_defects_and_before_it_was_accepted() -> None:
    story = Story()
    with pytest.raises(Refusal, match="return_needs_defects"):
        story.do(c.Return(reasons="ไม่แก้ไข"))
    story.do(c.RecordDefects(step="check", defects=(e.Defect(missing="x"),), mend_by=date(2026, 3, 20)))
    story.do(c.Return(reasons="ไม่แก้ไขในเวลา"))
    assert story.case.status is Status.RETURNED
    with pytest.raises(Refusal, match="case_ended"):
        story.do(finish("check"))


@pytest.mark.parametrize(
    "end", [c.Withdraw(reason="เปลี่ยนใจ"), c.Return(reasons="ไม่แก้ไขในเวลา")], ids=["withdrawn", "returned"]
)
def test_nobody_works_on_a_request_that_was_given_up(end: c.Command) -> None:
    story = Story()
    story.do(c.RecordDefects(step="check", defects=(e.Defect(missing="x"),), mend_by=date(2026, 3, 20)))
    assert story.case.active() == ("check",)
    story.do(end)
    assert story.case.active() == ()


def test_an_accepted_request_cannot_be_returned() -> None:
    story = Story()
    story.do(c.RecordDefects(step="check", defects=(e.Defect(missing="x"),), mend_by=date(2026, 3, 20)))
    story.do(c.Correct(answers=answers()))
    story.do(finish("check"))
    with pytest.raises(Refusal, match="accepted_already"):
        story.do(c.Return(reasons="เปลี่ยนใจ"))


def test_a_refusal_needs_reasons_and_ends_the_case_with_nothing_to_pay() -> None:
    story = Story(risky=False)
    story.do(finish("check"))
    story.do(finish("visit"))
    with pytest.raises(Refusal, match="reasons_needed"):
        story.do(c.Decide(step="order", outcome="refused", reasons=" "))
    story.do(c.Decide(step="order", outcome="refused", reasons="ที่ตั้งไม่เหมาะสม"))
    assert story.case.status is Status.REFUSED and story.case.fee is None and story.case.active() == ()


def test_time_is_extended_only_as_often_as_the_law_allows() -> None:
    story = Story()
    story.do(finish("check"))
    for _ in range(2):
        story.do(c.Extend(rule="decide", reason="ต้องตรวจสถานที่เพิ่ม"))
    with pytest.raises(Refusal, match="extensions_used"):
        story.do(c.Extend(rule="decide", reason="อีกครั้ง"))


def test_less_money_than_due_moves_nothing() -> None:
    story = Story(risky=False)
    for command in (finish("check"), finish("visit"), approve()):
        story.do(command)
    with pytest.raises(Refusal, match="paid_too_little"):
        story.do(c.ConfirmPayment(step="fee", satang=9_999, reference="I", receipt="R"))
    assert story.case.status is Status.WAITING_PAYMENT


STEPS = st.sampled_from([step.id for step in RULES.definition.steps])
COMMANDS = st.one_of(
    st.builds(c.Submit, answers=st.just(answers()), counts_from=st.just(T0)),
    st.builds(finish, STEPS),
    st.builds(c.Assign, step=STEPS, officer=st.just("o"), name=st.just("n")),
    st.builds(
        c.RecordDefects, step=STEPS, defects=st.just((e.Defect(missing="x"),)), mend_by=st.just(date(2026, 4, 1))
    ),
    st.builds(c.Correct, answers=st.builds(answers, area=st.integers(1, 99), risky=st.booleans())),
    st.builds(c.Return, reasons=st.sampled_from(["", "x"])),
    st.builds(c.Extend, rule=st.sampled_from(["decide", "other"]), reason=st.sampled_from(["", "x"])),
    st.builds(c.Decide, step=STEPS, outcome=st.sampled_from(["approved", "refused"]), reasons=st.just("x")),
    st.builds(
        c.ConfirmPayment, step=STEPS, satang=st.sampled_from([1, 10_000]), reference=st.just("i"), receipt=st.just("r")
    ),
    st.builds(c.ConfirmDocument, step=STEPS, document=st.just("d"), number=st.just("1")),
    st.builds(c.GiveUpDocument, step=STEPS),
    st.builds(c.Withdraw),
    st.builds(c.AddNote, text=st.sampled_from(["", "x"])),
    st.builds(c.WriteToOfficer, text=st.sampled_from(["", "x"])),
    st.builds(c.WriteToApplicant, text=st.sampled_from(["", "x"])),
    st.just(c.PutMessagesAside()),
    st.builds(c.RecordTold, what=st.sampled_from(["decided", "returned"]), by=st.sampled_from(["email", "post"])),
    st.builds(c.FileAppeal, grounds=st.just("x")),
    st.builds(c.DecideAppeal, outcome=st.sampled_from(["stands", "reversed"]), reasons=st.just("x")),
)


@given(st.lists(COMMANDS, max_size=40), st.booleans(), st.sampled_from([5, 50]))
@settings(max_examples=300, deadline=None)
def test_any_sequence_of_commands_leaves_a_legal_case_that_replays_to_itself(
    commands: list[c.Command], risky: bool, area: int
) -> None:
    story = Story(risky=risky, area=area)
    for command in commands:
        before = copy.deepcopy(story.case)
        ended = story.case.status in ENDED
        try:
            story.do(command)
        except Refusal:
            assert story.case == before
        else:
            assert not ended or isinstance(
                command,
                c.AddNote | c.RecordTold | c.FileAppeal | c.WriteToOfficer | c.WriteToApplicant | c.PutMessagesAside,
            )
        is_legal(story.case)
    stored = [(event_from(event.model_dump(mode="json")), at) for event, at in story.history]
    assert replay(stored) == story.case
    assert Case.model_validate(story.case.model_dump(mode="json")) == story.case


def is_legal(case: Case) -> None:
    """What must hold of every case, whatever was done to it."""
    steps = RULES.definition.steps
    for step in steps:
        if step.id in case.steps:
            assert all(case.steps[before].status is not StepStatus.ACTIVE for before in RULES.definition.after(step)), (
                "a step began before those it waits for were over"
            )
    if case.issued:
        assert case.decision == "approved"
        assert case.steps["fee"].status is StepStatus.SKIPPED or case.paid_satang == 10_000
    assert (case.status is Status.APPEALED) is case.is_appealed
    assert 0 <= case.unanswered <= MOST_UNANSWERED
    assert case.status not in ENDED or case.finished != (case.left is not None)
    assert case.finished == (case.status in {Status.ISSUED, Status.CLOSED})
    assert case.status in ENDED or case.is_appealed or case.active(), (
        "an open case always has somebody whose turn it is"
    )
