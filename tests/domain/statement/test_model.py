"""A line is known again in whatever file it comes, and what is missing between two files is found."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain.refusals import Refusal
from thanjai.domain.statement.model import Gap, Movement, Statement, gap, in_order, keys

DAY = date(2026, 11, 20)
plain = st.builds(
    Movement, day=st.dates(DAY, DAY + timedelta(days=3)), satang=st.sampled_from([100, 200, -100]),
    references=st.sampled_from([(), ("A",)]), bank_reference=st.just(""),
)  # fmt: skip


@given(st.lists(plain, max_size=12), st.lists(plain, max_size=6))
def test_a_longer_file_brings_just_what_is_new(lines: list[Movement], more: list[Movement]) -> None:
    """However often the same is brought: of lines that are all alike, as many as the bank says there were."""
    first, both = keys(lines), keys([*lines, *more])
    assert len(set(first)) == len(lines) and len(set(both)) == len(lines) + len(more)
    assert set(first) <= set(both)


@given(st.lists(plain, max_size=12), st.randoms())
def test_the_order_of_a_file_changes_nothing(lines: list[Movement], dice: object) -> None:
    mixed = list(lines)
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    assert set(keys(lines)) == set(keys(mixed))


def test_the_banks_own_number_decides_with_its_day_and_sum() -> None:
    one = Movement(DAY, 100, bank_reference="B1", description="x")
    again = Movement(DAY, 100, bank_reference="B1", description="told otherwise")
    other = Movement(DAY, 101, bank_reference="B1")
    found = keys([one, again, other])
    assert found[0] == found[1] != found[2]


@given(st.integers(-500, 500), st.lists(st.integers(-500, 500).filter(bool), min_size=1, max_size=8))
def test_balances_give_the_order_and_the_opening(opening: int, sums: list[int]) -> None:
    lines, standing = [], opening
    for satang in sums:
        standing += satang
        lines.append(Movement(DAY, satang, balance=standing))
    for given_ in (lines, lines[::-1]):
        said = in_order(given_)
        assert said.opening is not None and said.closing is not None
        assert said.opening + sum(one.satang for one in said.movements) == said.closing


def test_a_sum_that_does_not_fit_is_refused() -> None:
    with pytest.raises(Refusal):
        Statement((Movement(DAY, 100),), opening=0, closing=99)


def test_what_is_missing_between_two_files() -> None:
    after = Statement((Movement(DAY + timedelta(days=3), 100),), opening=700, closing=800)
    assert gap(None, None, after) is None
    assert gap(DAY, 700, after) is None, "nothing moved in between: the balance is where it was left"
    assert gap(DAY, 500, after) == Gap(DAY, DAY + timedelta(days=3), 200)
    assert gap(DAY + timedelta(days=3), 0, after) is None, "an overlap is no gap"
    unsaid = Statement((Movement(DAY + timedelta(days=3), 100),))
    assert gap(DAY, 500, unsaid) == Gap(DAY, DAY + timedelta(days=3), None)
    assert gap(DAY + timedelta(days=2), None, unsaid) is None
