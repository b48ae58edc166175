"""Who is paid for a month: examples in the regulation's words, then what must hold of any register."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain.payroll import (
    Band,
    Birth,
    Facts,
    Month,
    Scheme,
    Way,
    Why,
    age_for,
    born,
    may_remove,
    paid_here_until,
    payroll,
    posted_until,
    why_not,
)  # fmt: skip
from thanjai.domain.refusals import Refusal

OLD_AGE = Scheme(tuple(Band(age, baht * 100) for age, baht in ((60, 600), (70, 700), (80, 800), (90, 1000))), 10, 15)
MAY = Month(2027, 5)
SOMEBODY = Facts("1", Birth(1950, 3, 31), date(2020, 1, 5))


def paid(facts: Facts, month: Month = MAY) -> int:
    return payroll([facts], OLD_AGE, month).total


@pytest.mark.parametrize(
    ("birth", "month", "satang"),
    [
        (Birth(1967, 4, 30), MAY, 60_000),
        (Birth(1967, 5, 1), MAY, 0),
        (Birth(1967, 5, 1), Month(2027, 6), 60_000),
        (Birth(1957, 5, 31), MAY, 60_000),
        (Birth(1957, 5, 31), Month(2027, 6), 70_000),
        (Birth(1947, 4, 2), MAY, 80_000),
        (Birth(1937, 4, 2), MAY, 100_000),
        (Birth(1948, 2, 29), Month(2028, 3), 80_000),
    ],
)
def test_a_step_counts_from_the_month_after_its_age_is_reached(birth: Birth, month: Month, satang: int) -> None:
    assert paid(replace(SOMEBODY, birth=birth), month) == satang


def test_an_unknown_day_or_month_of_birth_is_the_first() -> None:
    """Civil and Commercial Code section 16; years before B.E. 2484 began in April."""
    assert Birth(1967, 4).counted_from() == date(1967, 4, 1)
    assert Birth(1967).counted_from() == date(1967, 1, 1)
    assert Birth(1940).counted_from() == date(1940, 4, 1)
    assert age_for(Birth(1967), Month(2027, 1)) == 59 and age_for(Birth(1967), Month(2027, 2)) == 60


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"confirmed_on": None}, Why.NOT_CONFIRMED),
        ({"confirmed_on": date(2027, 5, 1)}, Why.NOT_CONFIRMED),
        ({"confirmed_on": date(2027, 4, 30)}, None),
        ({"died_on": date(2027, 4, 30)}, Why.DIED),
        ({"died_on": date(2027, 5, 1)}, None),
        ({"given_up_on": date(2027, 4, 30)}, Why.GIVEN_UP),
        ({"removed_on": date(2027, 4, 30)}, Why.REMOVED),
        ({"removed_on": date(2027, 5, 2)}, None),
        ({"suspended": ((date(2027, 4, 1), None),)}, Why.SUSPENDED),
        ({"suspended": ((date(2027, 4, 1), date(2027, 4, 30)),)}, None),
        ({"birth": Birth(1980)}, Why.TOO_YOUNG),
        ({"has_account": False}, Why.NO_ACCOUNT),
        ({"came_back": True}, Why.CAME_BACK),
        ({"pay_from": date(2027, 5, 1), "confirmed_on": None}, None),
        ({"pay_from": date(2027, 6, 1)}, Why.NOT_CONFIRMED),
        ({"ended_on": date(2027, 4, 30)}, Why.ENDED),
        ({"ended_on": date(2027, 5, 1)}, None),
    ],
)
def test_why_somebody_is_not_paid(change: dict[str, object], why: Why | None) -> None:
    assert why_not(replace(SOMEBODY, **change), OLD_AGE, MAY) is why  # type: ignore[arg-type]


def test_who_moves_is_paid_here_until_they_confirm_elsewhere_or_the_fiscal_year_ends() -> None:
    moved = replace(SOMEBODY, moved_on=date(2027, 3, 9))
    assert paid_here_until(moved) == Month(2027, 9)
    assert paid_here_until(replace(moved, moved_on=date(2027, 10, 1))) == Month(2028, 9)
    confirmed = replace(moved, confirmed_elsewhere_on=date(2027, 5, 20))
    assert paid(confirmed) and not paid(confirmed, Month(2027, 6))
    there = replace(SOMEBODY, confirmed_on=date(2027, 5, 20))
    assert not paid(there) and paid(there, Month(2027, 6))
    assert paid_here_until(replace(moved, confirmed_elsewhere_on=date(2028, 1, 1))) == Month(2027, 9)


def test_a_list_is_posted_fifteen_whole_days_before_it_is_acted_on() -> None:
    assert posted_until(date(2027, 5, 3), 15) == date(2027, 5, 18)
    assert not may_remove(date(2027, 5, 3), 15, date(2027, 5, 18))
    assert may_remove(date(2027, 5, 3), 15, date(2027, 5, 19))


def test_months_and_the_day_they_are_due() -> None:
    assert Month(2027, 1).before == Month(2026, 12)
    assert OLD_AGE.due(MAY) == date(2027, 5, 10)
    assert MAY.last == date(2027, 5, 31)


@pytest.mark.parametrize("bands", [(), (Band(60, 0),), (Band(60, 1), Band(60, 2)), (Band(70, 1), Band(60, 2))])
def test_a_table_that_is_none_is_refused(bands: tuple[Band, ...]) -> None:
    with pytest.raises(Refusal):
        Scheme(bands, 10, 15)


@pytest.mark.parametrize(
    ("text", "birth"),
    [("2493-03-31", Birth(1950, 3, 31)), ("1950-03", Birth(1950, 3)), (" 2493 ", Birth(1950))],
)
def test_births_are_read_in_both_eras(text: str, birth: Birth) -> None:
    assert born(text) == birth


@pytest.mark.parametrize("text", ["", "x", "1950-13", "1950-02-30", "1950-1-1-1", "12", "2500-00-01", "1950--1", "²"])
def test_what_is_no_birth_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as told:
        born(text)
    assert told.value.field == "birth"


days = st.dates(date(2026, 1, 1), date(2028, 12, 31))
maybe = st.none() | days
registers = st.lists(
    st.builds(
        Facts, person=st.sampled_from("abcdefgh"),
        birth=st.builds(Birth, year=st.integers(1925, 1975), month=st.none() | st.integers(1, 12)),
        confirmed_on=maybe, has_account=st.booleans(), died_on=maybe, given_up_on=maybe, moved_on=maybe,
        confirmed_elsewhere_on=maybe, removed_on=maybe,
        suspended=st.lists(st.tuples(days, maybe), max_size=2).map(tuple),
    ),
    max_size=12,
)  # fmt: skip
months = st.builds(Month, year=st.integers(2026, 2028), month=st.integers(1, 12))
already = st.frozensets(st.sampled_from("abcdefgh"))


@given(registers, months, already, st.randoms())
def test_what_must_hold_of_any_register(
    people: list[Facts], month: Month, before: frozenset[str], dice: object
) -> None:
    made = payroll(people, OLD_AGE, month, before)
    assert made.total == sum(line.satang for line in made.lines)
    assert len(made.lines) + len(made.left_out) == len(people)
    persons = [line.person for line in made.lines]
    assert len(set(persons)) == len(persons) and not set(persons) & before
    turned = list(people)
    dice.shuffle(turned)  # type: ignore[attr-defined]
    assert payroll(turned, OLD_AGE, month, before) == made


@given(registers, months)
def test_each_is_paid_by_bank_or_in_cash_and_never_by_both(people: list[Facts], month: Month) -> None:
    by_bank, in_cash = (payroll(people, OLD_AGE, month, way=way) for way in (Way.BANK, Way.CASH))
    having = {facts.person for facts in people if facts.has_account}
    assert {line.person for line in by_bank.lines} <= having
    if len({facts.person for facts in people}) == len(people):
        assert not {line.person for line in in_cash.lines} & having


@given(registers, months)
def test_two_agencies_never_both_pay(people: list[Facts], month: Month) -> None:
    here = payroll(people, OLD_AGE, month)
    there = payroll(people, OLD_AGE, month, {line.person for line in here.lines})
    assert there.lines == ()


@given(st.builds(Birth, year=st.integers(1925, 1975), month=st.integers(1, 12), day=st.integers(1, 28)), months)
def test_nobody_is_paid_less_for_growing_older(birth: Birth, month: Month) -> None:
    facts = replace(SOMEBODY, birth=birth)
    following = Month.of(month.last + timedelta(days=1))
    assert paid(facts, month) <= paid(facts, following)
