from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain.refusals import Refusal
from thanjai.domain.surcharge import (
    PUBLIC_HEALTH,
    Debt,
    Every,
    Order,
    PartMonth,
    Rule,
    accrued,
    as_data,
    from_data,
    split,
)
from thanjai.domain.text import Text

DUE = date(2026, 1, 31)
WORDS = Text(th="ข้อบัญญัติ", en="By-law")
DAILY = Rule(WORDS, WORDS, Every.DAY, Fraction(1, 1000))
MONTHLY = Rule(WORDS, WORDS, Every.MONTH, Fraction(1, 100), cap=Fraction(1, 10))

rules = st.builds(
    Rule,
    st.just(WORDS),
    st.just(WORDS),
    st.sampled_from(Every),
    st.fractions(Fraction(1, 10_000), 1, max_denominator=10_000),
    st.sampled_from(PartMonth),
    st.none() | st.fractions(Fraction(1, 100), 2, max_denominator=100),
    st.sampled_from(Order),
)
days = st.integers(-30, 800).map(lambda n: DUE + timedelta(days=n))
debts = st.builds(
    Debt,
    st.just(DUE),
    st.integers(1, 10_000_000),
    st.lists(st.tuples(days, st.integers(1, 5_000_000)), max_size=4).map(tuple),
)


def test_the_public_health_act_adds_a_fifth_once_and_only_to_what_was_not_paid_in_time() -> None:
    assert accrued(PUBLIC_HEALTH, [Debt(DUE, 100_000)], DUE) == 0
    assert accrued(PUBLIC_HEALTH, [Debt(DUE, 100_000)], DUE + timedelta(days=1)) == 20_000
    assert accrued(PUBLIC_HEALTH, [Debt(DUE, 100_000)], DUE + timedelta(days=900)) == 20_000
    part = Debt(DUE, 100_000, ((DUE, 60_000), (DUE + timedelta(days=1), 40_000)))
    assert accrued(PUBLIC_HEALTH, [part], DUE + timedelta(days=9)) == 8_000


@pytest.mark.parametrize(
    ("on", "whole", "days", "none"),
    [
        (date(2026, 1, 31), 0, 0, 0),
        (date(2026, 2, 1), 1000, 33, 0),
        (date(2026, 2, 28), 1000, 1000, 1000),
        (date(2026, 3, 15), 2000, 1500, 1000),
        (date(2026, 3, 31), 2000, 2000, 2000),
        (date(2026, 4, 1), 3000, 2033, 2000),
        (date(2027, 6, 1), 10_000, 10_000, 10_000),
    ],
)
def test_months_end_on_the_corresponding_day_and_a_part_of_one_counts_as_the_rule_says(
    on: date, whole: int, days: int, none: int
) -> None:
    found = [accrued(replace(MONTHLY, part_month=part), [Debt(DUE, 100_000)], on) for part in PartMonth]
    assert found == [whole, days, none]


def test_days_are_counted_on_what_was_unpaid_that_morning() -> None:
    paid = Debt(DUE, 100_000, ((date(2026, 2, 5), 50_000), (date(2026, 2, 10), 50_000)))
    assert accrued(DAILY, [paid], date(2026, 2, 5)) == 500
    assert accrued(DAILY, [paid], date(2026, 2, 10)) == 500 + 250
    assert accrued(DAILY, [paid], date(2026, 12, 31)) == 750
    assert accrued(DAILY, [replace(paid, paid=((DUE, 100_000),))], date(2026, 12, 31)) == 0


@given(rules, debts, days, st.integers(0, 60))
def test_it_never_shrinks_and_never_passes_its_cap(rule: Rule, debt: Debt, on: date, more: int) -> None:
    now, later = (accrued(rule, [debt], day) for day in (on, on + timedelta(days=more)))
    assert 0 <= now <= later
    if rule.cap is not None:
        assert later <= rule.cap * debt.satang + 1
    if on <= debt.due:
        assert now == 0


@given(rules, debts, days)
def test_what_was_charged_is_never_charged_on(rule: Rule, debt: Debt, on: date) -> None:
    """Simple, not compound: twice the debt costs twice as much, to the rounding."""
    twice = Debt(debt.due, 2 * debt.satang, tuple((day, 2 * amount) for day, amount in debt.paid))
    assert abs(accrued(rule, [twice], on) - 2 * accrued(rule, [debt], on)) <= 1


@given(rules, st.lists(debts, max_size=3), days)
def test_debts_add_up(rule: Rule, several: list[Debt], on: date) -> None:
    assert accrued(rule, several, on) == sum(accrued(rule, [one], on) for one in several)


@given(st.integers(1, 10**9), st.integers(0, 10**9), st.integers(0, 10**9), st.sampled_from(Order))
def test_a_payment_is_divided_whole_and_the_first_gets_all_it_can(
    amount: int, fee: int, more: int, order: Order
) -> None:
    to_fee, to_surcharge, left = split(amount, fee, more, order)
    assert to_fee + to_surcharge + left == amount
    assert 0 <= to_fee <= fee and 0 <= to_surcharge <= more and left >= 0
    first, owed = (to_surcharge, more) if order is Order.SURCHARGE_FIRST else (to_fee, fee)
    assert first == min(amount, owed)
    assert not left or (to_fee, to_surcharge) == (fee, more)


@given(rules)
def test_a_rule_is_kept_as_data_whole(rule: Rule) -> None:
    assert from_data(as_data(rule)) == rule


@pytest.mark.parametrize(("rate", "cap", "field"), [(0, None, "rate"), (2, None, "rate"), (Fraction(1, 9), 0, "cap")])
def test_a_rule_that_means_nothing_is_refused(rate: int, cap: int | None, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        replace(DAILY, rate=Fraction(rate), cap=None if cap is None else Fraction(cap))
    assert refused.value.field == field


def test_no_debt_grows_for_ever() -> None:
    ages = [accrued(rule, [Debt(DUE, 100)], date(2100, 1, 1)) for rule in (DAILY, replace(MONTHLY, cap=None))]
    assert ages == [round(0.1 * 366 * 30), 360]
