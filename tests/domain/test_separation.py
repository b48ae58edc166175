"""Separate duties: no rule lets one person do both sides, whichever came first; exceptions are for one person and rule."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain.separation import RULES, Duty, broken, rule_by_id

PEOPLE = ("a", "b", "c")
done = st.dictionaries(st.sampled_from(Duty), st.frozensets(st.sampled_from(PEOPLE)))


@given(st.sampled_from(Duty), st.sampled_from(PEOPLE), done)
def test_a_rule_is_broken_by_whoever_did_the_other_side(
    duty: Duty, person: str, before: dict[Duty, frozenset[str]]
) -> None:
    sides = {
        rule for rule in RULES for mine, other in ((rule.first, rule.second), (rule.second, rule.first))
        if mine is duty and person in before.get(other, frozenset())
        and not (rule.alone and before.get(Duty.WORKED, frozenset()) - {person})
    }  # fmt: skip
    found = broken(duty, person, before)
    assert (found is None) == (not sides) and (found is None or found in sides)
    assert broken(duty, "somebody", before) is None
    if found is not None:
        assert broken(duty, person, before, {(found.id, "somebody")}) is not None
        assert broken(duty, person, before, {(rule.id, person) for rule in sides}) is None


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_can_be_found_and_broken_from_both_sides(rule: object) -> None:
    found = next(one for one in RULES if one is rule)
    assert rule_by_id(found.id) is found and rule_by_id("none") is None
    for mine, other in ((found.first, found.second), (found.second, found.first)):
        assert broken(mine, "a", {other: {"a"}}) is found


def test_whoever_checked_a_mandate_may_decide_where_somebody_else_worked_on_the_case() -> None:
    assert broken(Duty.DECIDES, "a", {Duty.CHECKED_MANDATE: {"a"}, Duty.WORKED: {"a"}}) is not None
    assert broken(Duty.DECIDES, "a", {Duty.CHECKED_MANDATE: {"a"}, Duty.WORKED: {"a", "b"}}) is None
