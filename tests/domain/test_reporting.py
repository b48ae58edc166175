"""A report is the ledger again, whatever was booked; amounts are divided to the last satang."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain import ledger
from thanjai.domain.ledger import Posting
from thanjai.domain.reporting import About, Booked, add_up, fiscal_year, month, received, share

KNOWN = {"A-1": About("food", {"fees": 700, "waste": 301}), "A-2": About("shop", {"fees": 10})}
accounts = st.sampled_from([
    "receivable:A-1", "receivable:A-1:surcharge", "receivable:A-2", "receivable:X-9", "bank_clearing", "unallocated:T1",
    "unallocated:A-1", "income:fees", "income:waste", "surcharge:A-2", "till:S1:cash", "waived:A-1",
])  # fmt: skip
lines = st.lists(st.builds(Posting, accounts, st.integers(-(10**9), 10**9).filter(bool)), max_size=6)
entries = st.builds(
    Booked, lines=lines.map(tuple), channel=st.sampled_from(["", "qr", "cash"]), invoice=st.sampled_from(["", "A-2"])
)


@given(st.lists(entries, max_size=8))
def test_the_report_adds_up_to_the_ledger(booked: list[Booked]) -> None:
    rows = add_up(booked, KNOWN)
    written = [line for one in booked for line in one.lines]
    for head in {line.account.partition(":")[0] for line in written}:
        amounts = [line.amount for line in written if line.account.partition(":")[0] == head]
        mine = [sums for key, sums in rows.items() if key.head == head]
        assert sum(one.debit for one in mine) == sum(amount for amount in amounts if amount > 0)
        assert sum(one.credit for one in mine) == -sum(amount for amount in amounts if amount < 0)
    assert {key.head for key in rows} == {line.account.partition(":")[0] for line in written}
    assert all(sums.debit >= 0 and sums.credit >= 0 for sums in rows.values())


@given(st.integers(-(10**12), 10**12), st.dictionaries(st.text(max_size=3), st.integers(0, 10**9), min_size=1))
def test_what_is_divided_is_whole_again_and_fair(amount: int, weights: dict[str, int]) -> None:
    if not sum(weights.values()):
        with pytest.raises(ValueError, match="weights"):
            share(amount, weights)
        return
    parts = share(amount, weights)
    assert sum(parts.values()) == amount
    for name, weight in weights.items():
        assert abs(parts.get(name, 0) * sum(weights.values()) - amount * weight) < sum(weights.values())


def test_what_came_in_is_said_by_what_it_was_for() -> None:
    paid = Booked(
        (Posting(ledger.BANK, 1_101), Posting("receivable:A-1", -1_001), Posting("unallocated:A-1", -100)), "qr"
    )
    found = {(key.head, key.fund, key.service, key.channel): n for key, n in received(add_up([paid], KNOWN)).items()}
    assert found == {
        ("receivable", "fees", "food", "qr"): 700, ("receivable", "waste", "food", "qr"): 301,
        ("unallocated", "fees", "food", "qr"): 70, ("unallocated", "waste", "food", "qr"): 30,
    }  # fmt: skip


def test_a_fee_that_went_back_is_of_its_invoices_service() -> None:
    back = Booked((Posting("income:fees", 10), Posting(ledger.BANK, -10)), invoice="A-2")
    assert {key.service for key in add_up([back], KNOWN)} == {"shop"}


@given(st.integers(2000, 2200), st.integers(1, 12))
def test_months_and_years_of_the_budget_fit_together(year: int, number: int) -> None:
    here = month(year, number)
    after = month(year + number // 12, number % 12 + 1)
    assert (after.first - here.last).days == 1 and here.first.day == 1
    whole = fiscal_year(year + 543)
    assert (whole.first, whole.last) == (date(year - 1, 10, 1), date(year, 9, 30))
