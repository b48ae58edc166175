"""A case lived through at random, its clock held against a second one at every step.

Hypothesis draws time limits of every unit and purpose, an office and what it has chosen, then what people do and how
time passes, with a worker that sometimes stands still.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from hypothesis import HealthCheck, given, settings
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
from tests.domain.thai_calendars import BASE, CABINET_2564, CENTRAL, NORTH, SPECIAL, bangkok
from thanjai.domain.case import Case, Status, decide, evolve, replay
from thanjai.domain.case import commands as c
from thanjai.domain.case import events as e
from thanjai.domain.case.delays import DelayCause
from thanjai.domain.case.rules import Rules
from thanjai.domain.deadlines import (
    Deadline,
    DeadlineRule,
    Duration,
    Milestone,
    Standing,
    compute,
    delay_notice_days,
    delay_notices_owed,
    standing,
)
from thanjai.domain.duties import OWES_NOTICE, Duty, Kind, Policy, alarm, owed, wakes_at
from thanjai.domain.refusals import Refusal
from thanjai.domain.workdays import Calendar, receive_at

EXAMPLES = 20_000 if os.environ.get("HYPOTHESIS_PROFILE") == "deep" else 300

SERVICE = definition()
WORDS = {"th": "คำ", "en": "words"}
LUNCH = Calendar("lunch", BASE.closed, hours=((time(8, 30), time(12)), (time(13), time(16, 30))))
SIX_DAYS = Calendar("six days", BASE.closed, frozenset({date(2026, 4, 13)}), weekend=frozenset({6}))

LIMITS: tuple[tuple[str, str, str, list[str]], ...] = (
    ("check", "complete_check", "received", ["complete", "defects_recorded", "closed"]),
    ("mend", "mend", "defects_recorded", ["mended", "closed"]),
    ("decide", "decide", "complete", ["decided", "closed"]),
    ("whole", "decide", "received", ["decided", "closed"]),
    ("inspect", "inspect", "complete", ["decided", "closed"]),
    ("tell", "tell", "decided", ["told", "served"]),
    ("pay", "pay", "fee_requested", ["paid", "closed"]),
    ("certificate", "certificate", "paid", ["issued", "closed"]),
    ("appeal", "appeal", "served", ["appeal_filed"]),
    ("hear", "other", "appeal_filed", ["appeal_decided"]),
    ("report", "other", "entered", ["closed"]),
    ("renew", "renew", "expires", ["appeal_decided"]),
)
"""Id, purpose, what it starts from, what it stops at."""

SHORT = {"minute": [0, 1, 30, 150, 480, 600], "hour": [0, 1, 3, 8, 24]}
LONG = {
    "day": [0, 1, 3, 7, 15, 30, 45, 90], "working_day": [0, 1, 2, 7, 15, 29], "month": [0, 1, 2, 6], "year": [0, 1, 2],
}  # fmt: skip


WARNINGS = {"day": [0, 1, 5, 30], "working_day": [0, 1, 3], "month": [1]}


def amounts(units: dict[str, list[int]], least: int = 0) -> list[dict[str, Any]]:
    """Each amount of each unit."""
    chosen = [{"amount": amount, "unit": unit} for unit, amounts in units.items() for amount in amounts]
    return [one for one in chosen if one["amount"] >= least]


def extensions(units: dict[str, list[int]]) -> list[dict[str, Any] | None]:
    """None, half of the time, or longer by one of these amounts, once or twice."""
    longer = [{"times": times, **one} for times in (1, 2) for one in amounts(units, least=1)]
    return [*longer, *[None] * len(longer)]


COUNTINGS = st.sampled_from([
    {"first_day": first_day, "last_day": last_day, "hours": hours}
    for first_day in ("left_out", "left_out", "counted_when_begun_at_opening")
    for last_day in ("moves_to_working_day", "moves_to_working_day", "stays")
    for hours in ("office", "office", "clock")
])  # fmt: skip
LONG_LIMITS = st.fixed_dictionaries({
    "period": st.sampled_from(amounts(LONG)), "extension": st.sampled_from(extensions(LONG)),
    "warn_before": st.sampled_from([None, *amounts(WARNINGS)]), "counting": COUNTINGS,
})  # fmt: skip
SHORT_LIMITS = st.fixed_dictionaries({
    "period": st.sampled_from(amounts(SHORT)), "extension": st.sampled_from(extensions(SHORT)),
    "warn_before": st.sampled_from([None, *amounts(SHORT)]), "counting": COUNTINGS,
})  # fmt: skip


def rule_of(limit: tuple[str, str, str, list[str]], counted: dict[str, Any]) -> DeadlineRule:
    id, purpose, trigger, stops = limit
    period = counted["period"]
    return DeadlineRule.model_validate({
        "id": id, "title": WORDS, "purpose": purpose, "trigger": trigger, "stops_at": stops, "source": WORDS,
        **{name: part for name, part in counted.items() if name != "period"}, **period,
    })  # fmt: skip


RULES = st.tuples(*[
    (LONG_LIMITS | LONG_LIMITS | LONG_LIMITS | SHORT_LIMITS).map(partial(rule_of, limit)) for limit in LIMITS
])  # fmt: skip
"""A rule for each of `LIMITS`, counted in any way the law may ask for."""


KNOWN = {one.version: one for one in (BASE, CABINET_2564, NORTH, CENTRAL, LUNCH, SIX_DAYS)}
POLICIES = st.builds(Policy, st.booleans(), st.sampled_from([7, 7, 7, 1, 10]))
NEAR = st.sets(st.dates(date(2026, 3, 1), date(2026, 5, 31)), max_size=20)
CALENDARS = st.tuples(st.sampled_from(sorted(KNOWN)), st.none() | NEAR, NEAR)
"""A known calendar, or its hours and weekend with any days closed and worked around Songkran 2569."""


def calendar_of(name: str, closed: set[date] | None, opened: set[date]) -> Calendar:
    known = KNOWN[name]
    if closed is None:
        return known
    return Calendar("drawn", dict.fromkeys(closed, SPECIAL), frozenset(opened), known.hours, known.weekend)


CLOCKS = st.sampled_from([(0, 0), (7, 59), (8, 29), (8, 30), (8, 31), (11, 59), (12, 0), (12, 1), (13, 0),
                          (16, 29), (16, 30), (16, 31), (23, 59)])  # fmt: skip
DAYS = st.sampled_from(
    [date(2021, 2, 10), date(2021, 10, 20), date(2023, 12, 28), date(2024, 1, 31), date(2024, 2, 29)]
)


@st.composite
def moments(draw: st.DrawFn) -> datetime:
    """Any minute, the edges of office hours more often; mostly in the spring of 2569."""
    day = draw(DAYS | st.dates(date(2026, 2, 15), date(2026, 5, 31)))
    hour, minute = draw(CLOCKS | st.tuples(st.integers(0, 23), st.integers(0, 59)))
    return bangkok(day.year, day.month, day.day, hour, minute, draw(st.sampled_from([0, 0, 0, 17])))


STAGES = {Kind.WARN, Kind.DUE, Kind.OVER}


def office_of(calendar: Calendar) -> ref.Office:
    return ref.Office(calendar.weekend, frozenset(calendar.closed), calendar.opened, calendar.hours)


def plain(duty: Duty) -> ref.Due:
    return ref.Due(duty.at, duty.rule, duty.kind.value, duty.day)


class Clocks:
    """The real clock and the second one over the same rules, office and choices."""

    def __init__(
        self, rules: tuple[DeadlineRule, ...], calendar: Calendar, policy: Policy, warn_before: Duration | None
    ) -> None:
        self.rules, self.calendar, self.policy, self.warn_before = rules, calendar, policy, warn_before
        self.office = office_of(calendar)
        chosen = (warn_before.amount, warn_before.unit.value) if warn_before else None
        self.plain = {one.id: ref.rule_from(one.model_dump(mode="json"), chosen) for one in rules}
        self._lines: tuple[Case | None, tuple[Deadline, ...]] = (None, ())
        self._other: tuple[Case | None, dict[str, ref.Line]] = (None, {})

    def lines(self, case: Case) -> tuple[Deadline, ...]:
        """As `thanjai.cases.projection` has them: a further demand for documents has its own time to mend."""
        if case is self._lines[0]:
            return self._lines[1]
        own = {**case.milestones}
        if case.defects is not None and case.defects.recorded_at is not None:
            own[Milestone.DEFECTS_RECORDED] = case.defects.recorded_at
        found = []
        for one in self.rules:
            facts = own if one.trigger is Milestone.DEFECTS_RECORDED else case.milestones
            found += compute([one], facts, {}, self.calendar, case.extensions, self.warn_before)
        self._lines = (case, tuple(found))
        return self._lines[1]

    def other_lines(self, case: Case) -> dict[str, ref.Line]:
        if case is self._other[0]:
            return self._other[1]
        found = {}
        facts = {mark.value: at.astimezone(ref.BANGKOK) for mark, at in case.milestones.items()}
        for id, _, trigger, stops in LIMITS:
            if trigger in facts:
                started = facts[trigger]
                if id == "mend" and case.defects is not None and case.defects.recorded_at is not None:
                    started = case.defects.recorded_at.astimezone(ref.BANGKOK)
                due, last, warn = ref.count(self.office, self.plain[id], started, case.extensions.get(id, 0))
                entered = facts.get("entered") if trigger == "received" else None
                ended = ref.ended([facts[stop] for stop in stops if stop in facts], started, entered)
                found[id] = ref.Line(started, due, last, warn, ended)
        self._other = (case, found)
        return found

    def everything(self, case: Case, now: datetime, until: datetime) -> list[ref.Due]:
        """All that the second clock asks for up to `until`, of limits that have not ended by `now`."""
        purposes = {id: purpose for id, purpose, _, _ in LIMITS}
        return [
            due
            for id, line in self.other_lines(case).items()
            if line.ended is None or line.ended > now
            for due in ref.everything(
                self.office, id, purposes[id], self.plain[id].unit, line, until,
                self.policy.returns_by_itself, self.policy.notice_every_days, id in case.explained,
            )
        ]  # fmt: skip


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


@given(RULES, CALENDARS, POLICIES, moments(), st.sampled_from([id for id, *_ in LIMITS]), st.integers(0, 30))
@settings(max_examples=max(60, EXAMPLES // 40), deadline=None)
def test_looking_only_when_it_asks_finds_what_looking_every_hour_finds(
    rules: tuple[DeadlineRule, ...], office: tuple[str, set[date] | None, set[date]], policy: Policy, at: datetime,
    id: str, before: int,
) -> None:  # fmt: skip
    """Every hour of forty days around the due date; and every ten days, as after a long pause."""
    calendar = calendar_of(*office)
    one = next(one for one in rules if one.id == id)
    (line,) = compute([one], {one.trigger: at}, {}, calendar, {})
    start = max(at, line.due_at - timedelta(days=before))
    until = start + timedelta(days=40)

    def look(times: Iterable[datetime]) -> list[Duty]:
        done: list[Duty] = []
        for now in times:
            duties = owed([line], calendar, policy, now, {duty.key for duty in done})
            assert sum(duty.kind in STAGES for duty in duties) <= 1 >= sum(duty.kind is Kind.NOTICE for duty in duties)
            done += duties
        assert len({duty.key for duty in done}) == len(done), "nothing twice"
        return done

    def when_it_asks() -> Iterator[datetime]:
        now: datetime | None = start
        while now is not None and now <= until:
            yield now
            now = wakes_at([line], calendar, policy, now)

    asked = look(when_it_asks())
    hourly = look(start + timedelta(hours=hour) for hour in range(40 * 24 + 1))
    # Within one hour a warning may be overtaken by what it warned of; nothing else may differ.
    assert set(hourly) <= set(asked)
    assert {duty.kind for duty in set(asked) - set(hourly)} <= {Kind.WARN, Kind.DUE}
    seldom = look(start + timedelta(days=day) for day in range(0, 41, 10))
    assert set(seldom) <= set(asked)
    assert sum(duty.kind is Kind.NOTICE for duty in seldom) <= 5, "one for each time somebody looked"


def test_a_life_at_random_and_two_clocks_that_agree() -> None:
    steps = settings(
        max_examples=EXAMPLES, stateful_step_count=25, deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )  # fmt: skip
    run_state_machine_as_test(Life, settings=steps)
