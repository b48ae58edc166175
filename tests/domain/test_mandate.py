"""Mandates: nobody gives more than they have, what ended opens nothing, several agree or nothing is done."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from thanjai.domain.mandate import LONGEST, MOST_HOLDERS, Mandate, Reach, Wanted, check_offer
from thanjai.domain.refusals import Refusal

NOW = datetime(2026, 3, 4, 3, tzinfo=UTC)
NAMES = ("a", "b", "c", "d")
names = st.frozensets(st.sampled_from(NAMES))
moments = st.integers(-3, 4000).map(lambda days: NOW + timedelta(days=days))
reaches = st.builds(Reach, until=moments, services=names, agencies=names)
places = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), moments)


@st.composite
def mandates(draw: st.DrawFn) -> Mandate:
    holders = draw(st.frozensets(st.sampled_from(NAMES), min_size=1))
    return Mandate(
        reach=draw(reaches), holders=holders, accepted=draw(st.frozensets(st.sampled_from(sorted(holders)))),
        needed=draw(st.integers(1, len(holders))), may_grant=draw(st.booleans()), ended=draw(st.booleans()),
    )  # fmt: skip


def may(wanted: Wanted, source: Mandate | None, giver: str = "a") -> bool:
    try:
        check_offer(wanted, NOW, source, giver)
    except Refusal:
        return False
    return True


@st.composite
def passed_on(draw: st.DrawFn) -> tuple[Wanted, Mandate]:
    """A mandate that may be passed on, and a wish that often lies within it."""
    until = NOW + timedelta(days=draw(st.integers(1, 3000)))
    reach = Reach(until, draw(names), draw(names))
    source = Mandate(reach, frozenset({"a", "b"}), frozenset({"a"}), 1, draw(st.booleans()), draw(st.booleans()))
    within = Reach(
        NOW + timedelta(days=draw(st.integers(1, 3000))),
        draw(names) if draw(st.booleans()) else reach.services,
        draw(names) if draw(st.booleans()) else reach.agencies,
    )
    return Wanted(within, ("x", "y"), draw(st.integers(1, 2)), draw(st.booleans())), source


@given(passed_on(), places)
def test_what_is_given_never_reaches_further_than_what_it_was_given_out_of(
    drawn: tuple[Wanted, Mandate], place: tuple[str, str, datetime]
) -> None:
    wanted, source = drawn
    if not may(wanted, source):
        event("refused")
        return
    event("given")
    assert source.may_grant and source.is_in_force(NOW) and "a" in source.accepted and not source.is_joint
    assert wanted.reach.lies_within(source.reach)
    assert not wanted.reach.covers(*place) or source.reach.covers(*place)


@given(reaches, reaches, places)
def test_lying_within_is_covering_no_more(inner: Reach, outer: Reach, place: tuple[str, str, datetime]) -> None:
    if inner.lies_within(outer):
        assert not inner.covers(*place) or outer.covers(*place)
    else:
        everywhere = [
            (service, agency, at) for service in (*NAMES, "x") for agency in (*NAMES, "x")
            for at in (inner.until - timedelta(seconds=1), outer.until)
        ]  # fmt: skip
        assert any(inner.covers(*one) and not outer.covers(*one) for one in everywhere)


@given(reaches)
def test_lying_within_is_an_order(reach: Reach) -> None:
    assert reach.lies_within(reach)
    assert reach.lies_within(Reach(reach.until))


@given(mandates(), st.sampled_from(NAMES), places)
def test_only_a_mandate_in_force_opens_anything_and_only_to_who_accepted(
    mandate: Mandate, who: str, place: tuple[str, str, datetime]
) -> None:
    service, agency, at = place
    if mandate.allows(who, service, agency, at):
        assert who in mandate.accepted and not mandate.ended and at < mandate.reach.until
        assert len(mandate.accepted) >= mandate.needed
    assert not replace(mandate, ended=True).allows(who, service, agency, at)
    assert not mandate.allows(who, service, agency, mandate.reach.until)


@given(mandates(), names, names)
def test_agreeing_only_ever_brings_it_nearer_and_strangers_do_not_count(
    mandate: Mandate, agreed: frozenset[str], more: frozenset[str]
) -> None:
    assert mandate.lacking(agreed | more) <= mandate.lacking(agreed) <= mandate.needed
    assert mandate.lacking(agreed | {"stranger"}) == mandate.lacking(agreed)
    if len(mandate.accepted) >= mandate.needed:
        assert mandate.lacking(mandate.accepted) == 0


GOOD = Wanted(Reach(NOW + timedelta(days=30), frozenset({"s"})), ("x", "y"), 1, known_services=frozenset({"s"}))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"holders": ()}, "holder_needed"),
        ({"holders": ("x", "x")}, "holder_twice"),
        ({"holders": tuple(map(str, range(MOST_HOLDERS + 1)))}, "too_many_holders"),
        ({"needed": 0}, "needed"),
        ({"needed": 3}, "needed"),
        ({"reach": Reach(NOW)}, "until"),
        ({"reach": Reach(NOW + LONGEST + timedelta(days=1))}, "until"),
        ({"reach": Reach(NOW + timedelta(days=1), frozenset({"other"}))}, "no_such_service"),
    ],
)
def test_an_offer_that_makes_no_sense_says_what_to_mend(changed: dict[str, object], code: str) -> None:
    check_offer(GOOD, NOW, None, "me")
    with pytest.raises(Refusal) as refusal:
        check_offer(replace(GOOD, **changed), NOW, None, "me")  # type: ignore[arg-type]
    assert refusal.value.code == code and refusal.value.field


SOURCE = Mandate(
    Reach(NOW + timedelta(days=60), frozenset({"s"}), frozenset({"k"})),
    frozenset({"me"}),
    frozenset({"me"}),
    may_grant=True,
)


@pytest.mark.parametrize(
    ("source", "reach", "code"),
    [
        (replace(SOURCE, ended=True), None, "mandate_over"),
        (replace(SOURCE, may_grant=False), None, "may_not_grant"),
        (replace(SOURCE, holders=frozenset({"me", "you"}), accepted=frozenset({"me", "you"}), needed=2), None, "joint_cannot_grant"),
        (SOURCE, Reach(NOW + timedelta(days=30), frozenset(), frozenset({"k"})), "more_services"),
        (SOURCE, Reach(NOW + timedelta(days=30), frozenset({"s"}), frozenset()), "more_agencies"),
        (SOURCE, Reach(NOW + timedelta(days=61), frozenset({"s"}), frozenset({"k"})), "longer"),
    ],
)  # fmt: skip
def test_what_cannot_be_passed_on_is_refused(source: Mandate, reach: Reach | None, code: str) -> None:
    within = reach or Reach(NOW + timedelta(days=30), frozenset({"s"}), frozenset({"k"}))
    with pytest.raises(Refusal) as refusal:
        check_offer(replace(GOOD, reach=within), NOW, source, "me")
    assert refusal.value.code == code
    assert may(replace(GOOD, reach=Reach(NOW + timedelta(days=30), frozenset({"s"}), frozenset({"k"}))), SOURCE, "me")
