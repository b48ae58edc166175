from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain import ledger
from thanjai.domain.tills import Count, Way, emptied, till

sums = st.dictionaries(st.sampled_from(Way), st.integers(0, 10**7))


@given(sums, sums)
def test_a_counted_till_is_empty_and_what_lacks_has_a_place(taken: dict[Way, int], counted: dict[Way, int]) -> None:
    count = Count(taken, counted)
    entry = emptied(reference="close", shift="S-1", count=count)
    if entry is None:
        assert not any(taken.values()) and not any(counted.values())
        return
    assert all(ledger.balance([entry], till("S-1", way)) == -taken.get(way, 0) for way in Way)
    assert ledger.balance([entry], ledger.HANDED_IN) == sum(counted.values())
    assert ledger.balance([entry], ledger.OVER_SHORT) == -count.total_difference
    assert all(ledger.head_of(line.account) for line in entry.lines)


def test_too_much_cash_does_not_hide_a_missing_cheque() -> None:
    count = Count({Way.CASH: 100, Way.CHEQUE: 50}, {Way.CASH: 150})
    assert count.total_difference == 0 and count.differs
    assert not Count({Way.CARD: 5}, {Way.CARD: 5}).differs
