"""Slots to be called in: within office hours, never more people than places."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.thai_calendars import BASE, bangkok
from thanjai.domain.buddhist import in_bangkok
from thanjai.domain.calling import (
    LENGTHS,
    MOST_MOVES,
    NOTICE,
    Booked,
    Plan,
    check_move,
    check_plan,
    free,
    place_in,
    slots,
)
from thanjai.domain.refusals import Refusal
from thanjai.domain.workdays import Calendar, is_office_time

LUNCH = Calendar("lunch", BASE.closed, hours=((time(8, 30), time(12, 0)), (time(13, 0), time(16, 30))))
FRIDAY = bangkok(2026, 3, 6, 15)


def test_slots_are_whole_leave_time_to_see_them_and_pass_over_the_weekend() -> None:
    found = [f"{one:%d %H:%M}" for one in slots(LUNCH, Plan(60, 1, 2), FRIDAY)]
    assert found == ["09 08:30", "09 09:30", "09 10:30", "09 13:00", "09 14:00", "09 15:00"]
    assert not list(slots(LUNCH, Plan(60, 0, 2), FRIDAY)), "an agency that has not said so calls nobody back"


PLANS = st.builds(Plan, st.sampled_from(LENGTHS), st.integers(1, 3), st.integers(1, 6))
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1)).map(
    lambda one: bangkok(one.year, one.month, one.day, one.hour)
)


@given(PLANS, MOMENTS)
def test_every_slot_lies_in_office_hours_with_its_whole_length(plan: Plan, at: datetime) -> None:
    found = list(slots(LUNCH, plan, at))
    length = timedelta(minutes=plan.minutes)
    assert found == sorted(set(found))
    assert all(is_office_time(LUNCH, one) and is_office_time(LUNCH, one + length) for one in found)
    assert all(one >= at + NOTICE for one in found)
    assert len({in_bangkok(one).date() for one in found}) <= plan.days


@given(PLANS, MOMENTS, st.lists(st.integers(0, 400), max_size=40), st.sampled_from(LENGTHS))
def test_no_slot_ever_has_more_people_than_places(plan: Plan, at: datetime, wanted: list[int], later: int) -> None:
    """Also where the agency changes the length of its slots in between."""
    booked: list[Booked] = []
    for number, index in enumerate(wanted):
        now = plan if number < len(wanted) // 2 else Plan(later, plan.places, plan.days)
        choices = list(free(LUNCH, now, at, booked))
        if choices:
            slot = choices[index % len(choices)]
            booked.append(Booked(slot, now.minutes, place_in(LUNCH, now, at, booked, slot)))
    for one in booked:
        together = [other for other in booked if one.overlaps(other.slot, other.minutes) and other.place == one.place]
        assert together == [one] and one.place < plan.places


def test_what_is_full_gone_by_or_no_slot_is_refused() -> None:
    plan, nine = Plan(30, 1, 2), bangkok(2026, 3, 9, 9)
    for booked, wanted in (
        ([Booked(nine, 30, 0)], nine),
        ([], bangkok(2026, 3, 6, 9)),
        ([], nine + timedelta(minutes=7)),
    ):
        with pytest.raises(Refusal, match="slot_taken"):
            place_in(LUNCH, plan, FRIDAY, booked, wanted)


@pytest.mark.parametrize("plan", [Plan(45, 1, 1), Plan(30, 21, 1), Plan(30, -1, 1), Plan(30, 1, 0), Plan(30, 1, 21)])
def test_a_plan_nobody_can_keep_is_refused(plan: Plan) -> None:
    check_plan(Plan())
    with pytest.raises(Refusal):
        check_plan(plan)


def test_a_call_is_moved_only_so_often() -> None:
    check_move(MOST_MOVES - 1)
    with pytest.raises(Refusal, match="moved_too_often"):
        check_move(MOST_MOVES)


@given(
    PLANS, MOMENTS, st.lists(st.tuples(st.integers(0, 60), st.sampled_from(LENGTHS), st.integers(0, 2)), max_size=30)
)
def test_looking_only_near_a_slot_finds_whatever_overlaps_it(
    plan: Plan, at: datetime, drawn: list[tuple[int, int, int]]
) -> None:
    opens = next(iter(slots(LUNCH, plan, at)), at)
    booked = [Booked(opens + timedelta(minutes=15 * quarter), minutes, place) for quarter, minutes, place in drawn]
    found = free(LUNCH, plan, at, booked)
    for slot in slots(LUNCH, plan, at):
        taken = {one.place for one in booked if one.overlaps(slot, plan.minutes)}
        assert found.get(slot) == next((place for place in range(plan.places) if place not in taken), None)
