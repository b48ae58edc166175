"""Three sides of the same money: laws that hold of any days, and the kinds of difference by example."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain.reconciling import Facts, Group, Item, Kind, Line, State, reconcile, state_of

DAY = date(2026, 11, 20)
PLACES = st.sampled_from(("bank", "gateway"))
DAYS = st.integers(0, 5).map(lambda n: DAY + timedelta(days=n))
SUMS = st.integers(1, 4).map(lambda n: n * 100)
ITEMS = st.builds(Item, PLACES, st.sampled_from("abcdef"), DAYS, SUMS)
LUMPS = st.builds(Item, PLACES, st.sampled_from(("S1", "S2", "S3", "S4")), DAYS, SUMS)
LINES = st.builds(
    Line, st.just("account"), st.uuids().map(str), DAYS, SUMS, st.frozensets(st.sampled_from(("S1", "S2", "X")), max_size=2),
)  # fmt: skip


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    booked = draw(st.lists(ITEMS, max_size=6, unique_by=lambda one: one.name))
    lines = draw(st.lists(LINES, max_size=6, unique_by=lambda one: one.id))
    tied = iter(draw(st.permutations(booked)))
    some = [
        replace(line, tied=one.name, is_own=draw(st.booleans())) if draw(st.booleans()) and (one := next(tied, None)) else line
        for line in lines
    ]  # fmt: skip
    return Facts(
        booked, draw(st.lists(ITEMS, max_size=6)), draw(st.lists(LUMPS, max_size=4, unique=True)), some,
        draw(st.lists(st.tuples(PLACES, DAYS))), draw(DAYS), draw(st.none() | DAYS),
    )  # fmt: skip


@given(facts())
def test_every_item_is_in_exactly_one_group_and_nothing_is_gained_or_lost(told: Facts) -> None:
    groups = reconcile(told)
    for side in ("booked", "reported", "settled", "lines"):
        grouped = [one for group in groups for one in getattr(group, side)]
        assert Counter(grouped) == Counter(getattr(told, side))
        assert sum(one.satang for one in grouped) == sum(one.satang for one in getattr(told, side))


@given(facts(), st.randoms(use_true_random=False))
def test_the_order_changes_nothing(told: Facts, dice: object) -> None:
    def mixed(side: object) -> list[object]:
        found = list(side)  # type: ignore[call-overload]
        dice.shuffle(found)  # type: ignore[attr-defined]
        return found

    again = replace(told, **{side: mixed(getattr(told, side)) for side in ("booked", "reported", "settled", "lines")})
    assert [one.key for one in reconcile(again)] == [one.key for one in reconcile(told)]


@given(st.lists(ITEMS, max_size=8, unique_by=lambda one: one.name))
def test_on_a_perfect_day_there_is_no_difference(payments: list[Item]) -> None:
    """Each provider sends on what it took on each day, and the bank writes it down the next day."""
    lumps = {
        key: Item(key[0], f"S{key[0]}{key[1]}".upper(), key[1] + timedelta(days=1), satang)
        for key in {(one.place, one.day) for one in payments}
        if (satang := sum(one.satang for one in payments if (one.place, one.day) == key))
    }
    lines = [Line("account", one.reference, one.day, one.satang, frozenset({one.reference})) for one in lumps.values()]
    read = [(one.place, one.day) for one in payments]
    groups = reconcile(Facts(payments, payments, [*lumps.values()], lines, read, DAY + timedelta(days=30), DAY))
    assert {one.kind for one in groups} <= {Kind.AGREES}
    assert state_of(groups, ()) is State.AGREES


PAID = Item("bank", "T1", DAY, 1_000)
LUMP = Item("bank", "S1", DAY, 990)
LINE = Line("account", "L1", DAY + timedelta(days=1), 990)


def one(**sides: object) -> Group:
    given = {"booked": (), "reported": (), "settled": (), "lines": (), "read": {("bank", DAY)}, "today": DAY} | sides
    groups = reconcile(Facts(**given))  # type: ignore[arg-type]
    assert len(groups) == 1
    return groups[0]


@pytest.mark.parametrize(
    ("kind", "satang", "sides"),
    [
        (Kind.NOT_IN_BOOKS, 1_000, {"reported": [PAID]}),
        (Kind.NOT_AT_PROVIDER, 1_000, {"booked": [PAID]}),
        (Kind.WAITS, 1_000, {"booked": [PAID], "read": ()}),
        (Kind.AMOUNT, 1, {"booked": [PAID], "reported": [replace(PAID, satang=999)]}),
        (Kind.TWICE, 2_000, {"booked": [PAID], "reported": [PAID, PAID]}),
        (Kind.OTHER_DAY, 1_000, {"booked": [PAID], "reported": [replace(PAID, day=DAY + timedelta(days=1))]}),
        (Kind.WAITS, 990, {"settled": [LUMP], "today": DAY + timedelta(days=3)}),
        (Kind.NOT_ON_STATEMENT, 990, {"settled": [LUMP], "today": DAY + timedelta(days=4), "since": DAY}),
        (Kind.WAITS, 990, {"settled": [LUMP], "today": DAY + timedelta(days=4), "since": DAY + timedelta(days=1)}),
        (Kind.WAITS, 990, {"settled": [LUMP], "today": DAY + timedelta(days=4)}),
        (Kind.AGREES, 990, {"settled": [LUMP], "lines": [LINE]}),
        (Kind.UNKNOWN_LINE, 990, {"lines": [LINE]}),
        (Kind.AGREES, 1_000, {"booked": [PAID], "reported": [PAID],
                              "lines": [replace(LINE, satang=1_000, tied=PAID.name)]}),
    ],
)  # fmt: skip
def test_each_kind_of_difference(kind: Kind, satang: int, sides: dict[str, object]) -> None:
    found = one(**sides)
    assert (found.kind, found.satang) == (kind, satang)


def test_a_minute_before_midnight_needs_nobody_two_days_do() -> None:
    for days, needs in ((1, False), (2, True)):
        found = one(booked=[PAID], reported=[replace(PAID, day=DAY + timedelta(days=days))])
        assert (found.kind, found.needs_somebody) == (Kind.OTHER_DAY, needs)


def test_of_two_lumps_of_one_sum_each_has_the_line_that_names_it() -> None:
    other = replace(LUMP, reference="S2")
    lines = [replace(LINE, marks=frozenset({"S2"})), replace(LINE, id="L2", marks=frozenset({"S1"}))]
    found = reconcile(Facts((), (), [LUMP, other], lines, (), DAY))
    assert {group.settled[0].reference: group.lines[0].id for group in found} == {"S1": "L2", "S2": "L1"}


def test_a_lump_whose_line_was_booked_as_a_payment_of_its_own_is_in_the_books_twice() -> None:
    held = Item("transfer", "x", DAY + timedelta(days=1), 990)
    line = replace(LINE, tied=held.name, is_own=True, marks=frozenset({"S1"}))
    found = {group.kind for group in reconcile(Facts([held], (), [LUMP], [line], (), DAY))}
    assert Kind.TWICE in found
    unnamed = reconcile(Facts([held], (), [LUMP], [replace(line, marks=frozenset())], (), DAY))
    assert {group.kind for group in unnamed} == {Kind.AGREES, Kind.WAITS}


def test_what_was_said_of_a_difference_ends_when_it_changes() -> None:
    found = one(reported=[PAID])
    assert state_of([found], {found.key}) is State.EXPLAINED
    changed = one(reported=[replace(PAID, satang=2_000)])
    assert state_of([changed], {found.key}) is State.OPEN and state_of([found, changed], {found.key}) is State.OPEN
