"""A case is looked at when it asks to be, and nothing is missed by that, nor said twice after a pause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.drawn_clocks import (
    CALENDARS,
    EXAMPLES,
    LIMITS,
    POLICIES,
    RULES,
    STAGES,
    calendar_of,
    moments,
)
from thanjai.domain.deadlines import (
    DeadlineRule,
    compute,
)
from thanjai.domain.duties import Duty, Kind, Policy, owed, wakes_at


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
