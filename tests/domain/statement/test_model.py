"""A line is known again in whatever file it comes, and what is missing between two files is found."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain.refusals import Refusal
from thanjai.domain.statement.model import Gap, Movement, Span, Statement, gaps, in_order, keys

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


def span(n: int, first: int, last: int, opening: int | None = None, closing: int | None = None) -> Span:
    return Span(UUID(int=n), DAY + timedelta(days=first), DAY + timedelta(days=last), opening, closing)


def test_what_is_missing_between_two_files() -> None:
    after = span(2, 3, 4, 700, 800)
    assert gaps([after]) == {}
    assert gaps([span(1, 0, 0, 0, 700), after]) == {}, "nothing moved in between: the balance is where it was left"
    assert gaps([span(1, 0, 0, 0, 500), after]) == {after.id: Gap(DAY, after.first, 200)}
    assert gaps([span(1, 0, 3, 0, 500), after]) == {}, "an overlap is no gap"
    unsaid = span(2, 3, 4)
    assert gaps([span(1, 0, 0, 0, 500), unsaid]) == {unsaid.id: Gap(DAY, unsaid.first, None)}
    assert gaps([span(1, 0, 2), unsaid]) == {}
    assert gaps([unsaid, span(1, 0, 0), span(3, 1, 2)]) == {}, "what was missing has come, later than what follows"
    assert gaps([span(1, 0, 9), span(2, 1, 2), span(3, 5, 6)]) == {}, "a long file covers what short ones leave out"


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3)), max_size=8), st.randoms())
def test_the_order_in_which_files_come_changes_nothing(given_: list[tuple[int, int]], dice: object) -> None:
    spans = [span(n, first, first + more) for n, (first, more) in enumerate(given_)]
    mixed = list(spans)
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    found = gaps(spans)
    assert gaps(mixed) == found
    days = {day for first, more in given_ for day in range(first, first + more + 1)}
    whole = range(min(days, default=0), max(days, default=-1) + 1)
    assert bool(found) == any(day not in days for day in whole)
