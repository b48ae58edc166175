"""Serving in another's place: orders, delegations, rights that one asks for and another grants."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.domain.thai_calendars import bangkok
from tests.world import World, build
from thanjai.agencies import acting, delegations, people, reviews
from thanjai.agencies.models import Delegation, Membership, RightsChange
from thanjai.agencies.orders import Order
from thanjai.agencies.selectors import membership, officers_of, serving_as
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.domain.serving import Form
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import PLATFORM, Actor, Kind, acting_as
from thanjai.messaging.models import Message

pytestmark = pytest.mark.django_db
NOW = bangkok(2026, 3, 4, 10)
TODAY = NOW.date()
ORDER = Order("12/2569", date(2026, 3, 2))


@pytest.fixture
def world() -> Any:
    with standing_at(NOW):
        yield build("food-premises-licence")


def place_of(actor: Actor) -> Membership:
    with acting_as(actor):
        assert actor.person and actor.agency
        found = membership(actor.person, actor.agency)
    assert found is not None
    return found


def post(person: Actor, place: Membership, last: date = TODAY + timedelta(days=5), **rest: Any) -> acting.Post:
    assert person.person
    return acting.Post(**{"person": person.person, "place": place.id, "form": Form.IN_PLACE, "first": TODAY, "last": last, **rest})  # fmt: skip


def test_somebody_serves_in_another_position_until_its_last_day(world: World) -> None:
    clerk, approver = world.colleague("clerk", Role.FRONT_DESK), world.colleague("approver", Role.APPROVER)
    with acting_as(world.officer):
        made = acting.order_acting(actor=world.officer, post=post(clerk, place_of(approver)), order=ORDER)
    member = place_of(clerk)
    assert member.granted == [Role.FRONT_DESK] and set(member.roles) == {Role.FRONT_DESK, Role.APPROVER}
    order = member.capacity(Role.APPROVER)
    assert order is not None and order.order.startswith("12/2569") and member.capacity(Role.FRONT_DESK) is None
    with acting_as(world.officer):
        assert clerk.person in {one.person_id for one in officers_of(world.agency, Role.APPROVER)}
    with standing_at(NOW + timedelta(days=6)):
        assert place_of(clerk).roles == (Role.FRONT_DESK,)
    with acting_as(world.officer):
        acting.end_acting(actor=world.officer, order_id=made.id)
    assert place_of(clerk).roles == (Role.FRONT_DESK,)


def test_an_order_is_the_heads_and_for_somebody_else(world: World) -> None:
    clerk = world.colleague("clerk", Role.FRONT_DESK)
    refused = (
        (clerk, post(clerk, place_of(world.officer)), "not_allowed"),
        (world.officer, post(world.officer, place_of(clerk)), "acting_person"),
        (world.officer, post(clerk, place_of(clerk)), "acting_place"),
        (world.officer, post(clerk, place_of(world.stranger)), "acting_place"),
        (world.officer, post(world.stranger, place_of(world.officer)), "acting_person"),
        (world.officer, post(clerk, place_of(world.officer), last=TODAY - timedelta(days=1)), "order_days"),
        (world.officer, post(clerk, place_of(world.officer), last=TODAY + timedelta(days=400)), "order_length"),
    )
    for actor, wanted, code in refused:
        with acting_as(actor), pytest.raises(Refusal) as refusal:
            acting.order_acting(actor=actor, post=wanted, order=ORDER)
        assert refusal.value.code == code, (code, refusal.value)
    with acting_as(world.officer), pytest.raises(Refusal, match="order_number"):
        acting.order_acting(actor=world.officer, post=post(clerk, place_of(world.officer)), order=Order(" ", TODAY))


def given(world: World, *roles: Role, accepted: bool = True) -> Delegation:
    terms = delegations.Terms(
        taker="other", services=["food-premises-licence"], roles=roles or [Role.REVIEWER], first=TODAY,
        last=TODAY + timedelta(days=10), offered=["food-premises-licence", "hazardous-business"],
    )  # fmt: skip
    with acting_as(world.officer):
        made = delegations.give(actor=world.officer, terms=terms, order=ORDER)
    if accepted:
        with acting_as(world.stranger):
            delegations.accept(actor=world.stranger, delegation_id=made.id)
    return made


def test_a_delegation_holds_when_the_other_head_accepts_and_ends_by_itself(world: World) -> None:
    made = given(world, accepted=False)
    with acting_as(world.stranger):
        with pytest.raises(Refusal, match="delegation_over"):
            delegations.working_under(actor=world.stranger, delegation_id=made.id)
        delegations.accept(actor=world.stranger, delegation_id=made.id)
        delegate = delegations.working_under(actor=world.stranger, delegation_id=made.id)
    assert (delegate.agency, delegate.delegation, delegate.kind) == (world.agency, made.id, Kind.OFFICER)
    with acting_as(delegate):
        member = serving_as(delegate)
        assert member is not None and member.roles == (Role.REVIEWER,) and member.agency_id == world.agency
    with standing_at(NOW + timedelta(days=11)), acting_as(delegate):
        assert serving_as(delegate) is None
    with acting_as(world.officer):
        delegations.end(actor=world.officer, delegation_id=made.id)
    with acting_as(delegate):
        assert serving_as(delegate) is None


def test_only_heads_give_accept_and_end_and_only_what_may_be_handed_over(world: World) -> None:
    clerk = world.colleague("clerk", Role.FRONT_DESK)
    base = {"taker": "other", "services": ["food-premises-licence"], "roles": ["reviewer"], "first": TODAY,
            "last": TODAY, "offered": ["food-premises-licence"]}  # fmt: skip
    wrong = (
        (clerk, {}, "not_allowed"), (world.officer, {"taker": "khonkaen"}, "taker"),
        (world.officer, {"services": []}, "delegated_services"), (world.officer, {"services": ["x"]}, "delegated_services"),
        (world.officer, {"roles": ["head"]}, "delegated_roles"), (world.officer, {"roles": []}, "delegated_roles"),
    )  # fmt: skip
    for actor, changed, code in wrong:
        with acting_as(actor), pytest.raises(Refusal) as refusal:
            delegations.give(actor=actor, terms=delegations.Terms(**{**base, **changed}), order=ORDER)  # type: ignore[arg-type]
        assert refusal.value.code == code
    made = given(world, accepted=False)
    with acting_as(world.officer), pytest.raises(Refusal, match="no_such_delegation"):
        delegations.accept(actor=world.officer, delegation_id=made.id)
    with acting_as(world.stranger):
        delegations.end(actor=world.stranger, delegation_id=made.id)
        with pytest.raises(Refusal, match="delegation_over"):
            delegations.accept(actor=world.stranger, delegation_id=made.id)


RIGHTS = people.Rights(email="New@Example.go.th", name="ใหม่", roles=("reviewer",), unit="กอง", position="นักวิชาการ")


def test_one_asks_for_rights_and_another_grants_them(world: World) -> None:
    clerk = world.colleague("clerk", Role.FRONT_DESK)
    with acting_as(clerk):
        asked = people.ask_for_rights(actor=clerk, rights=RIGHTS, reason="ขาดคน")
        with pytest.raises(Refusal, match="not_allowed"):
            people.decide_rights(actor=clerk, change_id=asked.id, grant=True)
    with acting_as(world.officer):
        row = people.decide_rights(actor=world.officer, change_id=asked.id, grant=True)
        assert row.outcome == "granted" and not row.exception
        new = next(one for one in officers_of(world.agency) if one.person.email == "new@example.go.th")
        assert new.roles == ("reviewer",)
        with pytest.raises(Refusal, match="decided_already"):
            people.decide_rights(actor=world.officer, change_id=asked.id, grant=False, words="x")


def test_a_head_who_asked_needs_another_head_or_in_a_tiny_office_a_reason(world: World) -> None:
    with acting_as(world.officer):
        asked = people.ask_for_rights(actor=world.officer, rights=RIGHTS, reason="ขาดคน")
        with pytest.raises(Refusal) as refusal:
            people.decide_rights(actor=world.officer, change_id=asked.id, grant=True)
        assert refusal.value.field == "exception"
    second = world.colleague("second", Role.HEAD)
    with acting_as(world.officer), pytest.raises(Refusal, match="second"):
        people.decide_rights(actor=world.officer, change_id=asked.id, grant=True, exception="ไม่มีใครอื่น")
    assert second.person
    with acting_as(world.officer):
        people.end_rights(actor=world.officer, person=second.person, reason="ย้าย")
        row = people.decide_rights(actor=world.officer, change_id=asked.id, grant=True, exception="ไม่มีใครอื่น")
    assert row.exception == "ไม่มีใครอื่น"


def test_rights_are_gone_through_and_an_agency_keeps_a_head(world: World) -> None:
    clerk = world.colleague("clerk", Role.FRONT_DESK)
    assert clerk.person and world.officer.person
    with acting_as(world.officer):
        agency = place_of(world.officer).agency
        assert reviews.review_due(agency) is not None
        with pytest.raises(Refusal, match="review_incomplete"):
            reviews.review_access(actor=world.officer, decisions={clerk.person: "ended"}, reason="")
        with pytest.raises(Refusal, match="last_head"):
            people.end_rights(actor=world.officer, person=world.officer.person, reason="ลาออก")
        decisions = {clerk.person: reviews.ENDED, world.officer.person: reviews.CONFIRMED}
        review = reviews.review_access(actor=world.officer, decisions=decisions, reason="ไม่ได้ใช้")
        assert {line["outcome"] for line in review.lines} == {"ended", "confirmed"}
        assert [one.person_id for one in officers_of(world.agency)] == [world.officer.person]
        assert RightsChange.objects.get(kind="end").reason == "ไม่ได้ใช้"
        due = reviews.review_due(agency)
        assert due is not None and due > NOW + timedelta(days=170)
    with acting_as(clerk), pytest.raises(Refusal, match="not_allowed"):
        people.ask_for_rights(actor=clerk, rights=RIGHTS, reason="x")


def test_sql_shows_a_delegation_to_both_sides_and_to_nobody_else(world: World) -> None:
    made = given(world)
    for actor, count in (
        (world.officer, 1), (world.stranger, 1), (Actor(Kind.OFFICER, agency=uuid4(), person=uuid4()), 0),
        (Actor(Kind.PERSON, person=world.stranger.person), 0),
    ):  # fmt: skip
        with acting_as(actor):
            assert Delegation.objects.filter(pk=made.id).count() == count


def test_heads_are_reminded_of_a_review_that_is_due_once_a_month(world: World) -> None:
    assert world.officer.person and world.stranger.person

    def letters() -> int:
        with acting_as(PLATFORM):
            reviews.remind_of_reviews()
            return Message.objects.filter(key__startswith="review/").count()

    assert letters() == 2 == letters()
    with acting_as(world.officer):
        reviews.review_access(actor=world.officer, decisions={world.officer.person: reviews.CONFIRMED}, reason="")
    with acting_as(world.stranger):
        reviews.choose_review(actor=world.stranger, months=0)
    with standing_at(NOW + timedelta(days=60)):
        assert letters() == 2, "one has kept it, the other wants no reminder"
    with standing_at(NOW + timedelta(days=190)):
        assert letters() == 3
