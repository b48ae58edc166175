"""Paid in cash, told when a payment came back, and never twice whichever way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.money.counting import balances
from tests.payouts.paying import MONTH, MORNING, PAY_ON, answered, do, enter, lines_of, refused, sent
from tests.world import World
from thanjai.domain.bank_accounts import Account
from thanjai.domain.definition.base import Role
from thanjai.domain.payroll import Way
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as
from thanjai.messaging.models import Message
from thanjai.payouts import banking, cash, drawing, register, results, selectors
from thanjai.payouts.models import Result, Roll, Scheme

pytestmark = pytest.mark.django_db
NONE = {"account": Account.none()}


@pytest.fixture
def in_cash(world: World, scheme: Scheme, maker: Actor) -> Roll:
    """Three without an account and one with: a roll in cash that was approved and fetched."""
    for n in (1, 2, 3):
        enter(maker, scheme, n, **NONE)
    enter(maker, scheme, 4)
    return sent(maker, world.officer, scheme, way=Way.CASH)


def test_cash_is_paid_to_who_signs_and_the_rest_goes_back(
    world: World, scheme: Scheme, maker: Actor, in_cash: Roll
) -> None:
    assert in_cash.count == 3
    assert do(cash.pay, maker, roll_id=in_cash.id, numbers=frozenset({1, 3})).paid == 2
    refused("paid_already", cash.pay, maker, roll_id=in_cash.id, numbers=frozenset({1, 2}))
    refused("nobody_chosen", cash.pay, maker, roll_id=in_cash.id, numbers=frozenset())
    assert balances(world) == {"allowance": 210_000, "bank": -140_000, "payable": -70_000}
    do(cash.give_back, maker, roll_id=in_cash.id)
    assert balances(world) == {"allowance": 140_000, "bank": -140_000}
    with acting_as(maker):
        assert Roll.objects.get(pk=in_cash.id).state == "closed"
        by = set(Result.objects.values_list("by", "by_name"))
    assert by == {(maker.person, maker.name)}
    missed = lines_of(maker, in_cash.id)[1]
    assert (missed.outcome, missed.code, missed.holds) == ("returned", cash.NOT_COLLECTED, False)
    again = sent(maker, world.officer, scheme, way=Way.CASH)
    assert [line.payee_id for line in lines_of(maker, again.id)] == [missed.payee_id]


def test_a_bank_roll_and_one_in_cash_of_a_month_go_side_by_side(
    world: World, scheme: Scheme, maker: Actor, in_cash: Roll
) -> None:
    by_bank = sent(maker, world.officer, scheme)
    assert by_bank.count == 1
    assert [one["why"] for one in by_bank.left_out] == ["no_account"] * 3
    assert in_cash.left_out == []
    refused("other_way", cash.pay, maker, roll_id=by_bank.id, numbers=frozenset({1}))
    refused("other_way", results.take, maker, roll_id=in_cash.id, content=b"end_to_end_id,status\n")
    refused("other_way", banking.file_of, world.officer, roll_id=in_cash.id, format="xml")


def test_whoever_approved_does_not_pay_out(world: World, maker: Actor, in_cash: Roll) -> None:
    refused("separate_duties", cash.pay, world.officer, roll_id=in_cash.id, numbers=frozenset({1}))
    refused("separate_duties", cash.give_back, world.officer, roll_id=in_cash.id)
    clerk = world.colleague("ธุรการ", Role.REVIEWER)
    refused("not_allowed", cash.pay, clerk, roll_id=in_cash.id, numbers=frozenset({1}))
    refused("no_such_page", cash.pay, world.stranger, roll_id=in_cash.id, numbers=frozenset({1}))


def test_who_gets_an_account_after_cash_is_not_paid_the_month_twice(
    world: World, scheme: Scheme, maker: Actor, in_cash: Roll
) -> None:
    line = lines_of(maker, in_cash.id)[0]
    do(cash.pay, maker, roll_id=in_cash.id, numbers=frozenset({line.number}))
    account = Account("014", "1112223334", line.name)
    change = do(register.ask_account, maker, payee_id=line.payee_id, account=account, reason="เปิดบัญชีแล้ว")
    do(register.decide_account, world.officer, change_id=change.id, approve=True)
    by_bank = sent(maker, world.officer, scheme)
    assert line.payee_id not in {one.payee_id for one in lines_of(maker, by_bank.id)}


def test_whose_payment_came_back_is_told_once_and_paid_again_once(world: World, scheme: Scheme, maker: Actor) -> None:
    payee = enter(maker, scheme, 1, email="lamdab@example.com")
    silent = enter(maker, scheme, 2)
    roll = sent(maker, world.officer, scheme)
    for _ in range(2):
        answered(maker, roll, "AC04", "AC04")
    with acting_as(PLATFORM):
        letter = Message.objects.get()
    assert letter.to == "lamdab@example.com" and "มกราคม 2570" in letter.body and "bank book" in letter.body
    with acting_as(maker):
        printed = selectors.last_returned(world.agency, silent.id)
        assert printed is not None and printed.payee.email == ""
    refused("nobody_to_pay", drawing.draw, maker, scheme_id=scheme.id, month=MONTH, pay_on=PAY_ON)
    with standing_at(MORNING + timedelta(hours=1)):
        account = Account("014", "1112223334", payee.name)
        change = do(register.ask_account, maker, payee_id=payee.id, account=account, reason="สมุดบัญชี")
        do(register.decide_account, world.officer, change_id=change.id, approve=True)
        again = sent(maker, world.officer, scheme)
        answered(maker, again, "paid")
        refused("nobody_to_pay", drawing.draw, maker, scheme_id=scheme.id, month=MONTH, pay_on=PAY_ON)


def test_the_digest_of_a_roll_in_cash_covers_who_is_paid(world: World, maker: Actor, in_cash: Roll) -> None:
    told: list[Any] = [line.account_name for line in lines_of(maker, in_cash.id)]
    assert told == [line.name for line in lines_of(maker, in_cash.id)]
