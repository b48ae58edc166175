"""Two versions of one definition made one: nobody's change is lost, and what both changed is told."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.definition.variations import bodies
from tests.domain.small_definitions import SMALL, plain
from thanjai.domain.definition.uniting import Clash, united


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_who_changed_nothing_takes_over_what_the_other_one_changed(data: st.DataObject) -> None:
    base = data.draw(bodies(most=1))
    changed = data.draw(bodies(base))
    for one in (united(base, changed, base), united(base, base, changed), united(base, changed, changed)):
        assert one.body == changed
        assert one.clashes == ()


def both(ours: Any, theirs: Any) -> tuple[Any, Any, Any]:
    base, one, other = plain(SMALL), plain(SMALL), plain(SMALL)
    ours(one)
    theirs(other)
    return base, one, other


def test_changes_at_different_places_are_all_kept() -> None:
    def ours(body: Any) -> None:
        body["fees"][0]["ceiling_baht"] = 2000
        body["steps"].insert(2, {**body["steps"][0], "id": "again"})
        body["steps"][1]["title"]["en"] = "Look"

    def theirs(body: Any) -> None:
        body["steps"][1]["duration"]["amount"] = 5
        body["steps"].append({**body["steps"][0], "id": "last"})
        del body["steps"][3]
        body["level"] = "L2"

    found = united(*both(ours, theirs))
    steps = found.body["steps"]
    assert found.clashes == ()
    assert [step["id"] for step in steps] == ["check", "inspect", "again", "decide", "issue", "last"]
    assert (steps[1]["title"]["en"], steps[1]["duration"]["amount"]) == ("Look", 5)
    assert (found.body["fees"][0]["ceiling_baht"], found.body["level"]) == (2000, "L2")


@pytest.mark.parametrize(("give_way", "kept"), [((), 2000), ([("fees", "permit", "ceiling_baht")], 1000)])
def test_what_both_changed_is_told_and_one_of_them_gives_way(give_way: Any, kept: int) -> None:
    def to(amount: int) -> Any:
        return lambda body: body["fees"][0].update(ceiling_baht=amount)

    found = united(*both(to(2000), to(1000)), give_way=give_way)
    assert found.clashes == (Clash(("fees", "permit", "ceiling_baht"), 2000, 1000),)
    assert found.body["fees"][0]["ceiling_baht"] == kept


def test_what_one_took_out_and_the_other_changed_is_told() -> None:
    found = united(*both(lambda body: body["fees"].clear(), lambda body: body["fees"][0].update(ceiling_baht=1)))
    assert [(clash.where, clash.ours) for clash in found.clashes] == [(("fees", "permit"), None)]
    assert found.body["fees"] == []


@pytest.mark.parametrize("reverse", [False, True])
def test_another_order_is_kept_with_what_the_other_one_added(reverse: bool) -> None:
    def turned(body: Any) -> None:
        body["steps"].reverse()

    def added(body: Any) -> None:
        body["steps"].insert(1, {**body["steps"][0], "id": "new"})

    base, one, other = both(turned, added)
    if reverse:
        one, other = other, one
    found = united(base, one, copy.deepcopy(other))
    assert [step["id"] for step in found.body["steps"]] == ["issue", "pay", "decide", "inspect", "check", "new"]
