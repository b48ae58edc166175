"""Serving in another's place: roles only on the order's days, by it only what one lacks oneself; limits of delegations."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.domain.serving import (
    DELEGABLE,
    LONGEST_ACTING,
    Acting,
    Form,
    capacity,
    check_delegation,
    check_order,
    delegated_roles,
    roles_on,
    signs_as,
)
from thanjai.domain.text import Text

DAY = date(2026, 3, 4)
roles = st.frozensets(st.sampled_from([role.value for role in Role]))
days = st.integers(-5, 5).map(lambda n: DAY + timedelta(days=n))
orders = st.builds(
    Acting, form=st.sampled_from(Form), position=st.just(Text(th="ปลัด", en="clerk")), roles=roles, first=days, last=days,
    order=st.just("1/2569"),
)  # fmt: skip


@given(roles, st.lists(orders, max_size=3), days)
def test_roles_of_a_day_are_ones_own_and_those_of_orders_that_hold(
    own: frozenset[str], acting: list[Acting], day: date
) -> None:
    found = set(roles_on(day, sorted(own), acting))
    assert own <= found <= own | {role for one in acting if one.holds_on(day) for role in one.roles}
    assert len(roles_on(day, sorted(own), acting)) == len(found)


@given(roles, st.lists(orders, max_size=3), st.sampled_from([role.value for role in Role]))
def test_an_order_is_cited_only_for_what_one_could_not_do_oneself(
    own: frozenset[str], acting: list[Acting], needed: str
) -> None:
    found = capacity(DAY, own, acting, needed)
    can = needed in roles_on(DAY, own, acting) or Role.HEAD in roles_on(DAY, own, acting)
    assert (found is not None) == (can and needed not in own and Role.HEAD not in own)
    assert found is None or (found.holds_on(DAY) and found.roles & {needed, Role.HEAD})
    assert capacity(DAY, own, acting, None) is None


@given(roles, roles)
def test_a_delegate_does_only_what_was_handed_over_and_what_they_do_at_home(
    given_over: frozenset[str], own: frozenset[str]
) -> None:
    found = set(delegated_roles(given_over & DELEGABLE, own))
    assert Role.HEAD not in found and found <= given_over
    assert Role.HEAD in own or found <= own


def test_what_stands_under_a_signature() -> None:
    mayor = Acting(Form.IN_PLACE, Text(th="นายกเทศมนตรี", en="mayor"), frozenset({"head"}), DAY, DAY, "1/2569")
    clerk = Text(th="ปลัดเทศบาล", en="Municipal clerk")
    assert signs_as(clerk, mayor).th == "ปลัดเทศบาล รักษาราชการแทนนายกเทศมนตรี"
    assert signs_as(clerk, mayor).en == "Municipal clerk, acting in place of the mayor"
    assert signs_as(clerk, None) == clerk


@pytest.mark.parametrize(
    ("number", "signed_on", "first", "last", "field"),
    [
        ("", DAY, DAY, DAY, "order_number"),
        ("1", DAY + timedelta(days=1), DAY, DAY, "order_date.day"),
        ("1", DAY, DAY, DAY - timedelta(days=1), "last.day"),
        ("1", DAY, DAY - timedelta(days=2), DAY - timedelta(days=1), "last.day"),
        ("1", DAY, DAY, DAY + LONGEST_ACTING + timedelta(days=1), "last.day"),
    ],
)
def test_an_order_that_cannot_be_entered_says_where(
    number: str, signed_on: date, first: date, last: date, field: str
) -> None:
    check_order("1/2569", DAY, DAY, DAY, DAY, LONGEST_ACTING)
    with pytest.raises(Refusal) as refusal:
        check_order(number, signed_on, first, last, DAY, LONGEST_ACTING)
    assert refusal.value.field == field


def test_the_heads_own_powers_are_not_handed_over() -> None:
    check_delegation(["s"], ["reviewer"], ["s", "t"])
    for services, handed in (([], ["reviewer"]), (["x"], ["reviewer"]), (["s"], []), (["s"], ["head"])):
        with pytest.raises(Refusal):
            check_delegation(services, handed, ["s"])
