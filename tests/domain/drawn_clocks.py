"""Time limits, offices and moments drawn at random, and both clocks over them: the real one and the reference."""

from __future__ import annotations

import os
from datetime import date, datetime, time
from functools import partial
from typing import Any

from hypothesis import strategies as st

from tests.domain import reference_clock as ref
from tests.domain.thai_calendars import BASE, CABINET_2564, CENTRAL, NORTH, SPECIAL, bangkok
from thanjai.domain.case import Case
from thanjai.domain.deadlines import (
    Deadline,
    DeadlineRule,
    Duration,
    Milestone,
    compute,
)
from thanjai.domain.duties import Duty, Kind, Policy
from thanjai.domain.workdays import Calendar

EXAMPLES = 20_000 if os.environ.get("HYPOTHESIS_PROFILE") == "deep" else 300
AT_ONCE = 500  # Hypothesis remembers every example of a run: smaller runs stay small, and run side by side.
"""Lives to live through."""

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
