from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain.instalments import Part, Standing, even, plan, standing
from thanjai.domain.refusals import Refusal

TODAY = date(2026, 1, 31)


@given(st.integers(200, 10**9), st.integers(2, 36))
def test_an_even_plan_makes_up_the_whole_a_month_apart(total: int, count: int) -> None:
    parts = even(total, count, TODAY)
    assert plan(total, parts, TODAY) == parts
    assert len(parts) == count


def test_whole_baht_as_far_as_it_goes() -> None:
    assert even(100_050, 3, TODAY) == (
        Part(date(2026, 1, 31), 33_300),
        Part(date(2026, 2, 28), 33_300),
        Part(date(2026, 3, 31), 33_450),
    )


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ([Part(TODAY, 100)], "parts"),
        ([Part(TODAY, 100), Part(date(2026, 3, 1), 0)], "amount"),
        ([Part(date(2026, 1, 30), 50), Part(date(2026, 3, 1), 50)], "first"),
        ([Part(date(2026, 3, 1), 50), Part(date(2026, 3, 1), 50)], "days"),
        ([Part(TODAY, 50), Part(date(2026, 3, 1), 49)], "amount"),
    ],
)
def test_what_is_no_plan_is_refused_with_the_place(parts: list[Part], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        plan(100, parts, TODAY)
    assert refused.value.field == field


@pytest.mark.parametrize("count", [0, 1, 37])
def test_a_plan_has_few_parts(count: int) -> None:
    with pytest.raises(Refusal):
        even(1000, count, TODAY)


@given(st.integers(0, 2000), st.integers(-90, 200))
def test_the_oldest_part_is_paid_first_and_nothing_is_lost(paid: int, later: int) -> None:
    parts = even(1000, 4, TODAY)
    on = date.fromordinal(TODAY.toordinal() + later)
    states = standing(parts, paid, on)
    assert sum(state.paid for state in states) == min(paid, 1000)
    for state in states:
        assert (state.standing is Standing.PAID) is (state.paid == state.part.satang)
        assert (state.standing is Standing.OVERDUE) is (state.paid < state.part.satang and state.part.due < on)
        assert (state.standing is Standing.PARTLY) is (
            0 < state.paid < state.part.satang and state.part.due >= on
        )  # fmt: skip
    for earlier, later_state in pairwise(states):
        assert earlier.standing is Standing.PAID or later_state.paid == 0
