"""A month's payments: drawn up, approved, sent, answered, and what came back paid again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.money.counting import balances
from tests.payouts.paying import (
    MONTH,
    MORNING,
    PAY_ON,
    answered,
    approved,
    do,
    drawn,
    enter,
    entry,
    lines_of,
    refused,
    said,
    scheme_for,
    sent,
)  # fmt: skip
from tests.world import World
from thanjai.domain.bank_accounts import Account
from thanjai.domain.payroll import Month
from thanjai.domain.refusals import Refusal
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as
from thanjai.messaging.models import Message
from thanjai.payouts import drawing, register, removals, results, rolls, selectors
from thanjai.payouts.models import AccountChange, Removal, Roll, Scheme

pytestmark = pytest.mark.django_db


def test_a_months_work(world: World, scheme: Scheme, maker: Actor) -> None:
    """Three people, one payment comes back, the account is corrected by two, and it is paid in a roll of its own."""
    for n, birth in enumerate(("1964-05-05", "1950-03", "1935"), 1):
        enter(maker, scheme, n, birth=birth)
    roll = drawn(maker, scheme)
    assert (roll.count, roll.satang, roll.state) == (3, 60_000 + 70_000 + 100_000, "draft")
    refused("roll_moved_on", rolls.approve, world.officer, roll_id=roll.id)
    do(rolls.submit, maker, roll_id=roll.id)
    refused("not_allowed", rolls.approve, maker, roll_id=roll.id)
    do(rolls.approve, world.officer, roll_id=roll.id)
    assert balances(world) == {}
    do(rolls.send, world.officer, roll_id=roll.id)
    assert balances(world) == {"allowance": 230_000, "payable": -230_000}

    assert answered(maker, roll, "paid", "AC04") == results.Taken(1, 1, 0)
    first, second, third = lines_of(maker, roll.id)
    assert balances(world) == {"allowance": 230_000 - second.satang, "bank": -first.satang, "payable": -third.satang}
    assert answered(maker, roll, "paid", "AC04") == results.Taken(0, 0, 2)
    assert answered(maker, roll, "paid", "AC04", "paid") == results.Taken(1, 0, 2)
    with acting_as(maker):
        assert Roll.objects.get(pk=roll.id).state == "closed"
        assert [one.payee_id for one in selectors.waiting_at(world.agency).returned] == [second.payee_id]

    refused("nobody_to_pay", drawing.draw, maker, scheme_id=scheme.id, month=MONTH, pay_on=PAY_ON)
    other = Account("014", "1112223334", second.name)
    change = do(register.ask_account, maker, payee_id=second.payee_id, account=other, reason="สมุดบัญชีเล่มใหม่")
    refused("not_allowed", register.decide_account, maker, change_id=change.id, approve=True)
    with standing_at(MORNING + timedelta(hours=1)):
        do(register.decide_account, world.officer, change_id=change.id, approve=True)
        again = sent(maker, world.officer, scheme)
    assert [line.payee_id for line in lines_of(maker, again.id)] == [second.payee_id]
    answered(maker, again, "paid")
    with acting_as(maker):
        assert selectors.waiting_at(world.agency).returned == []
    assert balances(world) == {"allowance": 230_000, "bank": -230_000}


def test_who_prepared_a_roll_does_not_approve_it(world: World, scheme: Scheme, maker: Actor) -> None:
    enter(maker, scheme, 1)
    mine = drawn(world.officer, scheme)
    do(rolls.submit, maker, roll_id=mine.id)
    assert (
        "prepares a payment roll"
        in refused("separate_duties", rolls.approve, world.officer, roll_id=mine.id).message.en
    )
    do(rolls.cancel, maker, roll_id=mine.id, words="ผู้จัดทำผิดคน")
    enter(world.officer, scheme, 2)
    roll = drawn(maker, scheme)
    do(rolls.submit, maker, roll_id=roll.id)
    refused("separate_duties", rolls.approve, world.officer, roll_id=roll.id)


def test_facts_that_change_before_approval_send_it_back(world: World, scheme: Scheme, maker: Actor) -> None:
    payee = enter(maker, scheme, 1)
    enter(maker, scheme, 2)
    roll = drawn(maker, scheme)
    do(rolls.submit, maker, roll_id=roll.id)
    do(
        register.record_facts,
        maker,
        payee_id=payee.id,
        facts={"confirmed_on": date(2020, 1, 5), "died_on": date(2026, 12, 30)},
    )
    assert payee.name in refused("facts_changed", rolls.approve, world.officer, roll_id=roll.id).message.en
    do(rolls.cancel, maker, roll_id=roll.id, words="เสียชีวิต")
    assert drawn(maker, scheme).count == 1


def test_a_roll_is_not_approved_before_its_month(world: World, scheme: Scheme, maker: Actor) -> None:
    enter(maker, scheme, 1)
    roll = drawn(maker, scheme, Month(2027, 2), date(2027, 2, 5))
    do(rolls.submit, maker, roll_id=roll.id)
    refused("too_early", rolls.approve, world.officer, roll_id=roll.id)
    with standing_at(MORNING + timedelta(days=28)):
        do(rolls.approve, world.officer, roll_id=roll.id)


def test_two_agencies_do_not_pay_one_person_for_a_month(world: World, scheme: Scheme, maker: Actor) -> None:
    there = scheme_for(world.stranger)
    enter(maker, scheme, 1)
    enter(world.stranger, there, 1)
    enter(world.stranger, there, 2)
    drawn(maker, scheme)
    elsewhere = drawn(world.stranger, there)
    assert elsewhere.count == 1 and [one["why"] for one in elsewhere.left_out] == ["paid_already"]
    with acting_as(world.stranger):
        assert Roll.objects.count() == 1
    do(rolls.cancel, world.stranger, roll_id=elsewhere.id, words="จัดทำใหม่")
    mine = Roll.objects
    with acting_as(maker):
        roll = mine.get()
    do(rolls.cancel, maker, roll_id=roll.id, words="ย้ายแล้ว")
    assert drawn(world.stranger, there).count == 2


def test_changes_against_the_last_month_are_told(world: World, scheme: Scheme, maker: Actor) -> None:
    people = [enter(maker, scheme, n, birth="1957-01-15") for n in (1, 2, 3)]
    answered(maker, sent(maker, world.officer, scheme), "paid", "paid", "paid")
    with standing_at(MORNING + timedelta(days=29)):
        do(register.record_facts, maker, payee_id=people[0].id,
           facts={"confirmed_on": date(2020, 1, 5), "died_on": date(2027, 1, 20)})  # fmt: skip
        shared = Account("034", "0000000003", "x")
        change = do(register.ask_account, maker, payee_id=people[1].id, account=shared, reason="x")
        do(register.decide_account, world.officer, change_id=change.id, approve=True)
        enter(maker, scheme, 4, birth="1960")
        roll = drawn(maker, scheme, Month(2027, 2), date(2027, 2, 5))
        with acting_as(maker):
            looked = selectors.roll(world.agency, roll.id)
    assert looked.counts == {"joined": 1, "amount": 2, "account": 1, "shared": 2}
    assert [one.payee_id for one in looked.left] == [people[0].id]
    assert [words.en for _, words in looked.left_out] == ["has died"]


def test_a_contradicting_answer_is_refused_whole(world: World, scheme: Scheme, maker: Actor) -> None:
    for n in (1, 2):
        enter(maker, scheme, n)
    roll = sent(maker, world.officer, scheme)
    answered(maker, roll, "paid")
    told = refused("unreadable_file", results.take, maker, roll_id=roll.id, content=said(
        {line.end_to_end: "AC04" for line in lines_of(maker, roll.id)} | {"nobody": "paid"}
    ))  # fmt: skip
    assert [(one.line, one.field) for one in told.faults] == [(2, "status"), (4, "end_to_end_id")]  # type: ignore[attr-defined]
    assert [line.outcome for line in lines_of(maker, roll.id)] == ["paid", ""]


def test_a_list_is_posted_before_somebody_is_taken_off(world: World, scheme: Scheme, maker: Actor) -> None:
    payee = enter(maker, scheme, 1, email="lamdab@example.com")
    row = do(removals.post, maker, payee_id=payee.id, ground="รับเบี้ยหวัด")
    assert row.posted_until == date(2027, 1, 19)
    refused("posted_already", removals.post, maker, payee_id=payee.id, ground="x")
    refused("posting_runs", removals.decide, world.officer, removal_id=row.id, remove=True, words="จริง")
    assert drawn(maker, scheme).count == 1
    with standing_at(MORNING + timedelta(days=15, hours=2)):
        refused("posting_runs", removals.decide, world.officer, removal_id=row.id, remove=True, words="จริง")
        do(removals.object_to, maker, removal_id=row.id, words="ไม่เคยรับ")
    with standing_at(MORNING + timedelta(days=16)):
        do(removals.decide, world.officer, removal_id=row.id, remove=True, words="ตรวจแล้วจริง")
        refused(
            "nobody_to_pay", drawing.draw, maker, scheme_id=scheme.id, month=Month(2027, 2), pay_on=date(2027, 2, 5)
        )
    with acting_as(world.officer):
        assert Removal.objects.get().objection == "ไม่เคยรับ"
    with acting_as(PLATFORM):
        assert [one.to for one in Message.objects.order_by("queued_at")] == ["lamdab@example.com"] * 2


def test_a_month_not_sent_by_the_tenth_is_late(world: World, scheme: Scheme, maker: Actor) -> None:
    with acting_as(maker):
        assert selectors.unsent_at(world.agency, date(2027, 1, 4)) == []
    enter(maker, scheme, 1)
    with acting_as(maker):
        assert [one.is_late for one in selectors.unsent_at(world.agency, date(2027, 1, 10))] == [False]
        assert [one.is_late for one in selectors.unsent_at(world.agency, date(2027, 1, 11))] == [True]
    sent(maker, world.officer, scheme)
    with acting_as(maker):
        assert selectors.unsent_at(world.agency, date(2027, 1, 11)) == []


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"national_id": "1101700230709"}, "national_id"),
        ({"name": " "}, "name"),
        ({"birth": "yesterday"}, "birth"),
        ({"confirmed_on": date(2027, 2, 1)}, "confirmed_on"),
        ({"email": "x"}, "email"),
        ({"account": Account("999", "0123456789", "x")}, "bank"),
        ({"account": Account("006", "12", "x")}, "account"),
        ({"account": Account("006", "0123456789", "")}, "account_name"),
    ],
)
def test_what_is_entered_wrong_is_named(scheme: Scheme, maker: Actor, more: dict[str, Any], field: str) -> None:
    with acting_as(maker), pytest.raises(Refusal) as told:
        register.enter(actor=maker, scheme_id=scheme.id, entry=replace(entry(1), **more))
    assert told.value.field == field
    with acting_as(maker):
        assert not AccountChange.objects.exists()


def test_nobody_is_entered_twice(scheme: Scheme, maker: Actor) -> None:
    enter(maker, scheme, 1)
    refused("payee_once", register.enter, maker, scheme_id=scheme.id, entry=entry(1))


def test_an_approved_roll_may_be_stopped_by_the_head_only(world: World, scheme: Scheme, maker: Actor) -> None:
    enter(maker, scheme, 1)
    roll = approved(maker, world.officer, scheme)
    refused("not_allowed", rolls.cancel, maker, roll_id=roll.id, words="x")
    do(rolls.cancel, world.officer, roll_id=roll.id, words="พบข้อผิดพลาด")
    refused("roll_moved_on", rolls.send, world.officer, roll_id=roll.id)
