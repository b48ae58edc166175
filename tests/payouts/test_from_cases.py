"""Cases put people on the register: with the month the decision names, by the paper that holds, and once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.payouts.paying import SERVICE, do, drawn, enter, lines_of, refused, sent
from tests.web.applicant import work_off
from tests.world import World, examples, pack
from thanjai.cases import selectors as cases
from thanjai.catalogue.actions import publish
from thanjai.documents import actions as documents
from thanjai.documents.models import Document
from thanjai.domain.bank_accounts import Account
from thanjai.domain.case import commands as c
from thanjai.domain.payroll import Month, Way
from thanjai.kernel.secrets import unseal
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as
from thanjai.payouts import drawing, entering, register, rolls, selectors
from thanjai.payouts.models import AccountChange, Payee, Roll, Scheme

pytestmark = pytest.mark.django_db
DECEMBER, PAID_ON = Month(2026, 12), date(2027, 1, 8)


@pytest.fixture
def reviewer(world: World) -> Actor:
    return world.colleague("พัฒนาชุมชน", *{step.role for step in pack(SERVICE).steps if step.role})


def approved_case(world: World, reviewer: Actor, *, paid_in_cash: bool = False) -> Any:
    """A confirmed right, checked by one officer and granted by another; its paper is issued."""
    _, case = world.submitted(SERVICE)
    found = examples(SERVICE)["examples"][0]["findings"]
    for step in ("check", "review"):
        world.do(case, c.Finish(step=step, findings=found.get(step, {})), reviewer)
    world.do(case, c.Decide(step="decide", outcome="approved", reasons="มีสิทธิ", findings=found["decide"]))
    work_off()
    with acting_as(PLATFORM):
        return cases.case(case.id)


def only_payee(maker: Actor) -> Payee:
    with acting_as(maker):
        return Payee.objects.get()


def test_an_approval_enters_the_payee_who_is_paid_from_the_month_it_names(
    world: World, scheme: Scheme, maker: Actor, reviewer: Actor
) -> None:
    case = approved_case(world, reviewer)
    payee = only_payee(maker)
    assert (payee.case_id, payee.pay_from, payee.bank) == (case.id, date(2026, 12, 1), "034")
    assert (payee.entered_by, payee.entered_by_name) == (reviewer.person, reviewer.name)
    assert unseal(payee.account) == "012345678901" and unseal(payee.national_id) == "3401600234560"
    with acting_as(maker):
        assert selectors.person(world.agency, payee.id).case == case.number
    refused("nobody_to_pay", drawing.draw, maker, scheme_id=scheme.id, month=Month(2026, 11), pay_on=PAID_ON)
    roll = sent(maker, world.officer, scheme, DECEMBER, PAID_ON)
    assert [(line.payee_id, line.satang) for line in lines_of(maker, roll.id)] == [(payee.id, 60_000)]
    assert roll.version_id == case.version_id


def test_running_twice_enters_once_and_what_came_before_the_set_up_is_taken_over(
    world: World, maker: Actor, reviewer: Actor, request: pytest.FixtureRequest
) -> None:
    case = approved_case(world, reviewer)
    with acting_as(maker):
        assert not Payee.objects.exists()
    request.getfixturevalue("scheme")
    for _ in range(2):
        work_off()
        with acting_as(PLATFORM):
            entering.enter_case(agency_id=world.agency, case_id=case.id)
    assert only_payee(maker).case_id == case.id


def test_who_is_not_paid_while_the_paper_is_suspended_nor_after_it_was_revoked(
    world: World, scheme: Scheme, maker: Actor, reviewer: Actor
) -> None:
    approved_case(world, reviewer)
    roll = drawn(maker, scheme, DECEMBER, PAID_ON)
    do(rolls.submit, maker, roll_id=roll.id)
    with acting_as(PLATFORM):
        paper = Document.objects.get()
    do(documents.revoke, world.officer, document_id=paper.id, reason="ขาดคุณสมบัติ")
    do(rolls.approve, world.officer, roll_id=roll.id)
    refused("nobody_to_pay", drawing.draw, maker, scheme_id=scheme.id, month=Month(2027, 2), pay_on=date(2027, 2, 5))


def test_somebody_known_is_entitled_anew_and_another_account_takes_two(
    world: World, scheme: Scheme, maker: Actor, reviewer: Actor
) -> None:
    known = enter(maker, scheme, 1, national_id="3401600234560", account=Account("006", "1112223334", "เดิม"))
    do(register.record_facts, maker, payee_id=known.id, facts={"moved_on": date(2026, 1, 5)})
    case = approved_case(world, reviewer)
    payee = only_payee(maker)
    assert (payee.id, payee.case_id, payee.moved_on) == (known.id, case.id, None)
    assert unseal(payee.account) == "1112223334"
    with acting_as(maker):
        change = AccountChange.objects.get()
    assert change.bank == "034" and change.reason == case.number and change.asked_by == reviewer.person


def test_rates_are_those_of_the_month_and_of_the_service_s_newest_version(
    world: World, scheme: Scheme, maker: Actor
) -> None:
    enter(maker, scheme, 1, birth="1950-03-31")
    one = pack(SERVICE)
    payment = one.payments[0]
    later = payment.rates[0].model_copy(
        update={"since": "2027-01", "bands": (payment.rates[0].bands[0].model_copy(update={"baht": Decimal(900)}),)}
    )
    raised = payment.model_copy(update={"rates": (*payment.rates, later)})
    with acting_as(PLATFORM):
        version = publish(definition=one.model_copy(update={"payments": (raised,)}))
    assert drawn(maker, scheme, DECEMBER, PAID_ON).satang == 70_000
    roll = drawn(maker, scheme)
    assert (roll.satang, roll.version_id) == (90_000, version.id)
    with acting_as(maker):
        assert Scheme.objects.get().version_id == version.id
        assert Roll.objects.filter(way=Way.BANK).count() == 2
    refused("no_rates", drawing.draw, maker, scheme_id=_before_all(maker), month=DECEMBER, pay_on=PAID_ON)


def _before_all(maker: Actor) -> Any:
    """The scheme as it is where its first rates begin after the month."""
    with acting_as(PLATFORM):
        row = Scheme.objects.get()
        row.rates = [{**one, "since": "2027-01"} for one in row.rates[:1]]
        row.save()
        Roll.objects.update(state="cancelled", cancelled_at=row.set_at)
        return row.id
