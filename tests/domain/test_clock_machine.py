"""A case lived through at random, its clock held against a second one at every step.

Hypothesis draws time limits of every unit and purpose, an office and what it has chosen, then what people do and how
time passes, with a worker that sometimes stands still.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.domain import reference_clock as ref
from tests.domain.case.test_case import answers, definition, is_legal
from tests.domain.drawn_clocks import (
    AT_ONCE,
    CALENDARS,
    EXAMPLES,
    LIMITS,
    POLICIES,
    RULES,
    WARNINGS,
    Clocks,
    amounts,
    calendar_of,
    moments,
    plain,
)
from thanjai.domain.case import Case, Status, decide, evolve, replay
from thanjai.domain.case import commands as c
from thanjai.domain.case import events as e
from thanjai.domain.case.delays import DelayCause
from thanjai.domain.case.rules import Rules
from thanjai.domain.deadlines import (
    Deadline,
    DeadlineRule,
    Duration,
    Standing,
    delay_notice_days,
    delay_notices_owed,
    standing,
)
from thanjai.domain.duties import OWES_NOTICE, Duty, Kind, Policy, alarm, owed, wakes_at
from thanjai.domain.refusals import Refusal
from thanjai.domain.workdays import receive_at

SERVICE = definition()


class Life(RuleBasedStateMachine):
    """One case, from the moment it is sent."""

    @initialize(
        rules=RULES, office=CALENDARS, policy=POLICIES, warn=st.sampled_from([None, *amounts(WARNINGS)]), at=moments(),
        area=st.sampled_from([5, 50]), risky=st.booleans(),
        beginning=st.lists(st.tuples(st.integers(0, 20_000), st.booleans(), st.booleans()), max_size=7),
    )  # fmt: skip
    def send(
        self, rules: tuple[DeadlineRule, ...], office: tuple[str, set[date] | None, set[date]], policy: Policy,
        warn: dict[str, Any] | None, at: datetime, area: int, risky: bool, beginning: list[tuple[int, bool, bool]],
    ) -> None:  # fmt: skip
        """The request is sent; `beginning` are steps of the case done some minutes one after the other."""
        calendar = calendar_of(*office)
        self.clocks = Clocks(rules, calendar, policy, warn and Duration.model_validate(warn))
        self.rules = Rules(SERVICE.model_copy(update={"deadlines": rules}), {})
        self.case, self.history, self.now = Case(), list[tuple[e.Event, datetime]](), at
        self.done, self.alarm, self.works = set[str](), None, True
        entered, counts_from = receive_at(calendar, at)
        assert counts_from == ref.received(self.clocks.office, entered)
        assert self.do(c.Submit(answers=answers(area, risky), counts_from=counts_from))
        for minutes, refuses, finds_defects in beginning:
            self.minutes_pass(minutes)
            self.people_work_on(1, refuses, finds_defects)

    def do(self, command: c.Command) -> bool:
        """What people or the clock do; False when the case refuses it, and then nothing has happened."""
        try:
            events = decide(self.case, command, self.rules, self.now)
        except Refusal:
            return False
        for event in events:
            self.case = evolve(self.case, event, self.now)
            self.history.append((event, self.now))
        clocks, lines = self.clocks, self.clocks.lines(self.case)
        self.alarm = alarm(lines, clocks.calendar, clocks.policy, self.now, self.done, self.case.explained)
        return True

    def attend(self) -> None:
        """What the worker does: `thanjai.cases.attending`, without a database."""
        clocks, did = self.clocks, list[Duty]()
        while True:
            lines = clocks.lines(self.case)
            duties = owed(lines, clocks.calendar, clocks.policy, self.now, self.done, self.case.explained)
            everything = clocks.everything(self.case, self.now, self.now)
            assert [plain(duty) for duty in duties] == ref.owed(everything, self.now, self.done)
            if not duties:
                break
            duty = duties[0]
            assert duty.key not in self.done, "nothing is done twice"
            if duty.kind is Kind.NOTICE:
                assert self.do(c.NotifyDelay(rule=duty.rule, day=duty.day, officer="สมศรี", contact="043 000 000"))
            elif duty.kind is Kind.RETURN:
                assert self.do(c.Return(reasons="ไม่ได้แก้ไขในเวลา", automatic=True))
            self.done.add(duty.key)
            did.append(duty)
        assert max(Counter((duty.rule, duty.kind) for duty in did).values(), default=1) == 1, "no flood after a pause"
        self.alarm = wakes_at(lines, clocks.calendar, clocks.policy, self.now, self.case.explained)

    def pass_to(self, then: datetime) -> None:
        """Time passes; the worker attends whenever the case has asked for it, unless it stands still."""
        self.look_ahead(then)
        while self.works and self.alarm is not None and self.alarm <= then:
            self.now = max(self.now, self.alarm)
            self.attend()
        self.now = then

    def look_ahead(self, then: datetime) -> None:
        """Were nothing to happen until then, looking only when it asks to be looked at would miss nothing."""
        clocks, lines, now, explained = self.clocks, self.clocks.lines(self.case), self.now, self.case.explained
        everything = clocks.everything(self.case, now, then)
        seen = {duty.key for duty in ref.owed(everything, now, ())}
        for at in sorted({duty.at for duty in everything if now < duty.at <= then}):
            assert wakes_at(lines, clocks.calendar, clocks.policy, now, explained) == at
            duties = owed(lines, clocks.calendar, clocks.policy, at, seen, explained)
            assert [plain(duty) for duty in duties] == ref.owed(everything, at, seen)
            seen |= {duty.key for duty in duties}
            now = at
        after = wakes_at(lines, clocks.calendar, clocks.policy, now, explained)
        assert after is None or after > then

    @rule(minutes=st.sampled_from([1, 30, 150, 481]) | st.integers(1, 1500))
    def minutes_pass(self, minutes: int) -> None:
        self.pass_to(self.now + timedelta(minutes=minutes))

    @rule(days=st.integers(1, 45))
    def days_pass(self, days: int) -> None:
        self.pass_to(self.now + timedelta(days=days))

    @rule(seconds=st.sampled_from([-1, 0, 1]))
    @precondition(lambda self: self.alarm is not None and self.alarm > self.now + timedelta(seconds=1))
    def it_is_almost_or_just_time(self, seconds: int) -> None:
        assert self.alarm is not None
        self.pass_to(self.alarm + timedelta(seconds=seconds))

    @rule()
    def the_worker_stops_or_starts(self) -> None:
        self.works = not self.works
        self.pass_to(self.now)

    @rule()
    def somebody_looks_though_nothing_is_due(self) -> None:
        self.attend()

    @rule(steps=st.integers(1, 4), refuses=st.booleans(), finds_defects=st.sampled_from([False, False, True]))
    def people_work_on(self, steps: int, refuses: bool, finds_defects: bool) -> None:
        """The next steps of the case, whatever they are."""
        for _ in range(steps):
            if self.case.active() and self.case.left is None:
                self._step(self.case.active()[0], refuses, finds_defects)

    def _step(self, step: str, refuses: bool, finds_defects: bool) -> None:
        kind = self.case.steps[step].kind
        if self.case.status is Status.NEEDS_CORRECTION:
            assert self.do(c.AcknowledgeDefects(by="online")) and self.do(c.Correct(answers=answers()))
        elif kind == "check" and finds_defects and self.case.defects is None:
            assert self.do(self._defects())
        elif kind == "decide":
            outcome: Any = "refused" if refuses else "approved"
            assert self.do(c.Decide(step=step, outcome=outcome, reasons="ตามข้อเท็จจริง"))
        elif kind == "pay":
            assert self.do(c.ConfirmPayment(step=step, satang=10_000, reference="i", receipt="r"))
        elif kind == "issue":
            day = (self.now + timedelta(days=90)).date()
            assert self.do(c.ConfirmDocument(step=step, document="d", number="1", valid_until=day))
        else:
            assert self.do(c.Finish(step=step))

    def _defects(self, exception: str = "") -> c.RecordDefects:
        found = (e.Defect(missing="x"),)
        return c.RecordDefects(step="check", defects=found, mend_by=self.now.date(), exception=exception)

    @rule(exception=st.sampled_from(["", "เจ้าหน้าที่ตรวจไม่ครบ"]))
    @precondition(lambda self: self.case.defects is not None)
    def more_is_demanded(self, exception: str) -> None:
        """Once only, but for the exception the law makes, and that once as well."""
        before = self.case.defects
        done = self.do(self._defects(exception))
        assert before is not None and not (done and (before.open or not exception or before.exception))

    @rule(id=st.sampled_from([id for id, *_ in LIMITS]))
    def extend(self, id: str) -> None:
        line = next((line for line in self.clocks.lines(self.case) if line.rule_id == id), None)
        done = self.do(c.Extend(rule=id, reason="ต้องตรวจเพิ่ม", due_at=line.due_at if line else None))
        assert not (done and line and self.now > line.due_at), "only with notice before it ends"

    @rule(what=st.sampled_from(["decided", "returned", "appeal_decided"]), by=st.sampled_from(["email", "post"]))
    @precondition(lambda self: self.case.ordered_at is not None)
    def tell(self, what: Any, by: Any) -> None:
        self.do(c.RecordTold(what=what, by=by))

    @rule(ago=st.sampled_from([0, 0, 1, 3, 40]))
    @precondition(lambda self: self.case.ordered_at is not None)
    def serve(self, ago: int) -> None:
        self.do(c.RecordServed(by="post", at=self.now - timedelta(days=ago)))

    @rule(outcome=st.sampled_from(["stands", "reversed"]))
    @precondition(lambda self: self.case.left is not None)
    def appeal(self, outcome: Any) -> None:
        if not self.do(c.FileAppeal(grounds="ไม่เห็นด้วย")):
            self.do(c.DecideAppeal(outcome=outcome, reasons="พิจารณาแล้ว"))

    @rule(id=st.sampled_from(["decide", "whole", "certificate", "mend"]), text=st.sampled_from(["ฝนตก", "น้ำท่วม"]))
    def give_reason(self, id: str, text: str) -> None:
        expected = (self.now + timedelta(days=9)).date()
        self.do(c.GiveDelayReason(rule=id, cause=DelayCause.OTHER, reason=text, expected=expected))

    @rule()
    def write_a_note(self) -> None:
        self.do(c.AddNote(text="โทรแจ้งแล้ว"))

    @rule(withdraws=st.integers(0, 4))
    @precondition(lambda self: self.case.defects is not None)
    def it_is_withdrawn_or_returned(self, withdraws: int) -> None:
        self.do(c.Return(reasons="ไม่ได้แก้ไข") if withdraws else c.Withdraw())

    @invariant()
    def both_clocks_agree(self) -> None:
        lines, other = self.clocks.lines(self.case), self.clocks.other_lines(self.case)
        assert [line.rule_id for line in lines] == list(other)
        for line in lines:
            self._agree(line, other[line.rule_id])

    def _agree(self, line: Deadline, other: ref.Line) -> None:
        assert (line.started_at, line.due_at, line.last_day, line.warn_at, line.ended_at) == other
        stands = standing(line, self.now)
        done = other.ended is not None and other.ended <= self.now
        late = (other.ended if done and other.ended else self.now) >= other.due + ref.SECOND
        assert stands is {
            (True, True): Standing.MET_LATE,
            (True, False): Standing.MET,
            (False, True): Standing.OVERDUE,
        }.get((done, late), Standing.DUE_SOON if self.now >= other.warn else Standing.ON_TIME)
        if line.purpose in OWES_NOTICE:
            every = self.clocks.policy.notice_every_days
            days = ref.notice_days(self.clocks.office, other, self.now, every)
            assert list(delay_notice_days(line, self.clocks.calendar, self.now, every)) == days
            latest = tuple(days[-1:]) if stands is Standing.OVERDUE else ()
            assert delay_notices_owed(line, (), self.clocks.calendar, self.now, every) == latest

    @invariant()
    def the_case_is_legal(self) -> None:
        is_legal(self.case)

    @invariant()
    def nothing_owed_is_slept_over(self) -> None:
        clocks = self.clocks
        owing = ref.owed(clocks.everything(self.case, self.now, self.now), self.now, self.done)
        if self.works:
            assert not owing or self.alarm == self.now
        assert not owing or (self.alarm is not None and self.alarm <= self.now)

    def teardown(self) -> None:
        if hasattr(self, "history"):
            stored = [(e.event_from(event.model_dump(mode="json")), at) for event, at in self.history]
            assert replay(stored) == self.case


@pytest.mark.parametrize("run", range(-(-EXAMPLES // AT_ONCE)))
def test_a_life_at_random_and_two_clocks_that_agree(run: int) -> None:
    steps = settings(
        max_examples=min(EXAMPLES, AT_ONCE), stateful_step_count=25, deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )  # fmt: skip
    run_state_machine_as_test(Life, settings=steps)
