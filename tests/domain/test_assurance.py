"""How surely somebody is known: order, and what proofs reach."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain.assurance import Assurance, Proof, has_two_factors, reached

KINDS = ["code", "provider", "passkey", "key", "app", "recovery"]
proofs = st.lists(st.builds(Proof, st.sampled_from(KINDS), st.sampled_from(Assurance)), max_size=5)


def test_levels_are_ordered_as_written() -> None:
    assert list(Assurance) == sorted(Assurance) and max(Assurance) is Assurance.HIGH
    assert all(low < high and high > low and low <= high for low, high in combinations(Assurance, 2))


def test_what_each_way_in_reaches() -> None:
    low, substantial, high = Assurance.LOW, Assurance.SUBSTANTIAL, Assurance.HIGH
    assert reached([]) is Assurance.NONE
    assert reached([Proof("code")]) is low
    assert reached([Proof("provider", high)]) is high
    assert reached([Proof("passkey", high)]) is substantial, "a passkey bound when ThaID had vouched"
    assert reached([Proof("passkey", low)]) is low, "a passkey that whoever reads the mail could have added"
    assert reached([Proof("code"), Proof("app", high)]) is substantial
    assert reached([Proof("app", high)]) is low, "one factor"
    assert reached([Proof("code"), Proof("recovery", high)]) is low


@given(proofs, proofs)
def test_more_proof_never_lowers_the_level(some: list[Proof], more: list[Proof]) -> None:
    assert reached(some) <= reached(some + more)


@given(proofs)
def test_only_a_provider_makes_it_high(some: list[Proof]) -> None:
    vouched = max((one.level for one in some if one.kind == "provider"), default=Assurance.NONE)
    assert reached(some) <= max(vouched, Assurance.SUBSTANTIAL)


@given(proofs)
def test_what_was_bound_at_a_low_level_raises_nobody(some: list[Proof]) -> None:
    weak = [Proof(one.kind, Assurance.LOW) for one in some]
    assert reached(weak) <= Assurance.LOW


@given(proofs)
def test_the_order_of_proofs_does_not_matter(some: list[Proof]) -> None:
    assert reached(some) is reached(some[::-1]) and has_two_factors(some) is has_two_factors(some[::-1])


def test_an_office_wants_two_factors() -> None:
    assert not has_two_factors([Proof("code")]) and not has_two_factors([Proof("provider", Assurance.HIGH)])
    assert has_two_factors([Proof("passkey")]) and has_two_factors([Proof("code"), Proof("app")])
