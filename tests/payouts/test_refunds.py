"""Refunds with the bank's file: owed when approved, paid once, told, and what came back paid again or settled otherwise."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests.money.counting import again, balances, owing, pays
from tests.payouts.paying import (
    MORNING,
    OURS,
    PAY_ON,
    THEIRS,
    answered,
    do,
    drawn,
    enter,
    given_to_bank,
    lines_of,
    refused,
    said,
    sent,
    set_account,
    to_pay,
)
from tests.threads import together
from tests.world import World
from thanjai.domain.bank_accounts import Account
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.kernel.clock import standing_at
from thanjai.kernel.ids import new_id
from thanjai.kernel.secrets import unseal
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as, worker_at
from thanjai.money import instructions
from thanjai.money.checking import Check
from thanjai.money.forgetting import forget_payers, payers_left
from thanjai.money.instructions import GIVE_BACK, REFUND, Wanted
from thanjai.money.models import Holding, Instruction, Invoice
from thanjai.payouts import banking, refunds, register, removals, results, rolls, selectors
from thanjai.payouts.checking import PayoutsCheck
from thanjai.payouts.copying import paid_to
from thanjai.payouts.erasing import erase_due, payees_left
from thanjai.payouts.models import Payee, Roll, RollLine, Scheme


def now_is(world: World, row: Instruction) -> Instruction:
    with acting_as(world.officer):
        return Instruction.objects.get(pk=row.pk)


def flaws() -> list[Any]:
    """What `thanjai money check` and `thanjai payouts check` would find, within the test's own transaction."""
    found: list[Any] = []
    with acting_as(PLATFORM), connection.cursor() as cursor:
        for question in (*Check().questions, *PayoutsCheck().questions):
            cursor.execute(question)
            found += cursor.fetchall()
    return found


@pytest.mark.django_db
def test_a_refund_is_owed_then_paid_with_the_banks_file(world: World, maker: Actor) -> None:
    row = to_pay(world, maker)
    assert (row.sending, row.way, row.payee) == ("to_send", "roll", "") and unseal(row.account) == THEIRS.number
    assert balances(world) == {"bank": 100_000, "income": -70_000, "payable": -30_000} and flaws() == []
    refused("no_account", refunds.draw, maker, pay_on=PAY_ON)
    refused("not_allowed", refunds.set_account, maker, account=OURS)
    set_account(world)
    roll = do(refunds.draw, maker, pay_on=PAY_ON)
    assert (roll.count, roll.satang) == (1, 30_000)
    refused("roll_open", refunds.draw, maker, pay_on=PAY_ON)
    do(rolls.submit, maker, roll_id=roll.id)
    refused("not_allowed", rolls.approve, maker, roll_id=roll.id)
    do(rolls.approve, world.officer, roll_id=roll.id)
    _, content = do(banking.file_of, world.officer, roll_id=roll.id, format="csv")
    assert f"034,{THEIRS.number},{THEIRS.name},300.00,THB" in content.decode("utf-8-sig")
    do(rolls.send, world.officer, roll_id=roll.id)
    assert balances(world)["payable"] == -30_000 and flaws() == []
    refused("nobody_to_pay", refunds.draw, maker, pay_on=PAY_ON)
    assert answered(maker, roll, "paid") == results.Taken(1, 0, 0)
    assert answered(maker, roll, "paid") == results.Taken(0, 0, 1)
    paid = now_is(world, row)
    assert paid.sending == "sent" and paid.sent_reference == lines_of(maker, roll.id)[0].end_to_end
    assert balances(world) == {"bank": 70_000, "income": -70_000} and flaws() == []
    with acting_as(maker):
        assert refunds.waiting(world.agency) == [] and Roll.objects.get(pk=roll.id).state == "closed"


@pytest.mark.django_db
def test_what_came_back_waits_for_another_account_and_is_paid_again(world: World, maker: Actor) -> None:
    row, other = to_pay(world, maker), to_pay(world, maker, 5_000)
    set_account(world)
    roll = given_to_bank(world, maker)
    assert [one.changes for one in lines_of(maker, roll.id)] == ["joined,shared"] * 2
    answered(maker, roll, "AC04", "paid")
    assert balances(world)["payable"] == -30_000 and flaws() == []
    with acting_as(maker):
        (waits,) = refunds.waiting(world.agency)
        assert waits.row.id == row.id and waits.returned and waits.returned.code == "AC04"
        assert selectors.waiting_at(world.agency).returned == [], "the page of refunds tells of it"
        payee = Payee.objects.get(pk=waits.returned.payee_id)
    refused("nobody_to_pay", refunds.draw, maker, pay_on=PAY_ON)
    refused("no_such_page", register.record_facts, maker, payee_id=payee.id, facts={})
    refused("no_such_page", removals.post, maker, payee_id=payee.id, ground="x")
    with standing_at(MORNING + timedelta(hours=1)):
        account = Account("014", "1112223334", THEIRS.name)
        change = do(register.ask_account, maker, payee_id=payee.id, account=account, reason="สมุดบัญชีใหม่")
        refused("not_allowed", register.decide_account, maker, change_id=change.id, approve=True)
        do(register.decide_account, world.officer, change_id=change.id, approve=True)
        following = given_to_bank(world, maker)
    (line,) = lines_of(maker, following.id)
    assert (line.instruction_id, line.bank, line.changes) == (row.id, "014", "account")
    answered(maker, following, "paid")
    assert now_is(world, row).sending == now_is(world, other).sending == "sent"
    assert balances(world)["bank"] == 200_000 - 35_000 and flaws() == []


@pytest.mark.django_db
def test_what_came_back_is_settled_in_another_way_by_the_head(world: World, maker: Actor) -> None:
    row = to_pay(world, maker)
    set_account(world)
    facts = {"instruction_id": row.id, "words": "ผู้รับขอเป็นเช็ค"}
    roll = given_to_bank(world, maker)
    assert roll.number in refused("on_a_roll", refunds.settle_otherwise, world.officer, **facts).message.en
    answered(maker, roll, "AC04")
    refused("not_allowed", refunds.settle_otherwise, maker, **facts)
    refused("words", refunds.settle_otherwise, world.officer, **{**facts, "words": " "})
    refused("not_waiting", refunds.settle_otherwise, world.stranger, **facts)
    do(refunds.settle_otherwise, world.officer, **facts)
    assert now_is(world, row).sending == "refused" and now_is(world, row).answer["th"] == facts["words"]
    assert balances(world) == {"bank": 100_000, "income": -100_000} and flaws() == []
    refused("not_waiting", refunds.settle_otherwise, world.officer, **facts)
    anew = Wanted(REFUND, 30_000, 0, "ข้อ 9", "คืน", payee="เช็ค")
    asked = do(instructions.ask, maker, wanted=anew, invoice_id=row.invoice_id)
    do(instructions.decide, world.officer, instruction_id=asked.id, approve=True)
    assert balances(world) == {"bank": 70_000, "income": -70_000} and flaws() == []


@pytest.mark.django_db
def test_held_money_goes_the_same_way(world: World, maker: Actor) -> None:
    bill = owing(world)
    pays(bill, bill.satang + 4_000, "T-over")
    with acting_as(world.officer):
        held = Holding.objects.get()
    wanted = Wanted(GIVE_BACK, 4_000, 0, "ข้อ 9", "ชำระเกิน", account=THEIRS)
    asked = do(instructions.ask, maker, wanted=wanted, holding_id=held.id)
    do(instructions.decide, world.officer, instruction_id=asked.id, approve=True)
    set_account(world)
    answered(maker, given_to_bank(world, maker), "paid")
    assert balances(world) == {"bank": 100_000, "income": -100_000} and flaws() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("account", "field"),
    [
        (Account("999", "0123456789012", "x"), "bank"),
        (Account("034", "12", "x"), "account"),
        (Account("034", "0123456789012", " "), "account_name"),
    ],
)
def test_the_account_is_checked_when_it_is_typed(world: World, maker: Actor, account: Account, field: str) -> None:
    bill = owing(world)
    pays(bill, bill.satang, "T1")
    with pytest.raises(Refusal) as told:
        do(instructions.ask, maker, wanted=Wanted(REFUND, 1_000, 0, "x", "y", account=account), invoice_id=bill.id)
    assert told.value.field == field and again(world, bill).refunded_satang == 0


@pytest.mark.django_db
def test_whoever_asked_for_a_refund_does_not_approve_its_roll(world: World, maker: Actor) -> None:
    both = world.colleague("หัวหน้าการเงิน", Role.CASHIER, Role.HEAD)
    to_pay(world, both)
    set_account(world)
    roll = do(refunds.draw, maker, pay_on=PAY_ON)
    do(rolls.submit, maker, roll_id=roll.id)
    refused("separate_duties", rolls.approve, both, roll_id=roll.id)
    with acting_as(worker_at(world.agency)):
        Payee.objects.update(account_key=b"another")
    assert THEIRS.name in refused("facts_changed", rolls.approve, world.officer, roll_id=roll.id).message.en


@pytest.mark.django_db
def test_the_register_and_months_know_nothing_of_refunds(world: World, maker: Actor, scheme: Scheme) -> None:
    enter(maker, scheme, 1)
    to_pay(world, maker)
    theirs = set_account(world)
    given_to_bank(world, maker)
    with acting_as(maker):
        assert selectors.schemes_of(world.agency) == [scheme] and len(selectors.unsent_at(world.agency, PAY_ON)) == 1
        assert [one.scheme_id for one in selectors.payees_of(world.agency, "", after=None, limit=9)] == [scheme.id]
    with pytest.raises(Refusal):
        enter(maker, theirs, 2)
    with pytest.raises(Refusal):
        drawn(maker, theirs)
    sent(maker, world.officer, scheme)
    assert flaws() == []


@pytest.mark.django_db
def test_who_is_paid_is_told_to_them_and_forgotten_with_their_case(world: World, maker: Actor) -> None:
    row = to_pay(world, maker)
    set_account(world)
    given_to_bank(world, maker)
    with acting_as(world.officer):
        subject = Invoice.objects.get(pk=row.invoice_id).subject
    (kept,) = paid_to(world.agency, case_ids=[subject])
    assert (kept.account, kept.national_id, kept.payments[0].satang) == (THEIRS.number, "", 30_000)
    with acting_as(worker_at(world.agency)):
        assert payers_left([subject]) > 0
        forget_payers([subject])
        assert payers_left([subject]) == 0
    left = now_is(world, row)
    assert (left.bank, left.account, left.account_name) == ("", "", "")


@pytest.mark.django_db
def test_after_ten_years_only_who_still_waits_is_known(world: World, maker: Actor) -> None:
    to_pay(world, maker)
    to_pay(world, maker, 5_000)
    set_account(world)
    answered(maker, given_to_bank(world, maker), "AC04", "paid")
    with standing_at(MORNING + timedelta(days=4_000)):
        assert erase_due() == 1 and erase_due() == 0
    with acting_as(PLATFORM):
        assert payees_left() == [] and sorted(Payee.objects.values_list("name", flat=True)) == ["", THEIRS.name]
    assert flaws() == []


def test_two_who_draw_at_once_and_answers_at_once_pay_it_once(world: World, maker: Actor) -> None:
    with transaction.atomic():
        row = to_pay(world, maker)
        set_account(world)
        other = world.colleague("การเงิน 2", Role.CASHIER)

    def told(what: Any, actor: Actor, **facts: Any) -> Any:
        try:
            with standing_at(MORNING), transaction.atomic():
                return do(what, actor, **facts)
        except Refusal as refusal:
            return refusal.code

    facts = {"instruction_id": row.id, "words": "เช็ค"}
    made = together(
        lambda: told(refunds.draw, maker, pay_on=PAY_ON),
        lambda: told(refunds.draw, other, pay_on=PAY_ON),
        lambda: told(refunds.settle_otherwise, world.officer, **facts),
    )
    drawn_up = [one for one in made if isinstance(one, Roll)]
    assert (len(drawn_up), made[2]) in ((1, "on_a_roll"), (0, None))
    if not drawn_up:
        with transaction.atomic():
            row = to_pay(world, maker)
            drawn_up = [do(refunds.draw, maker, pay_on=PAY_ON)]
    with transaction.atomic():
        (roll,) = drawn_up
        do(rolls.submit, maker, roll_id=roll.id)
        do(rolls.approve, world.officer, roll_id=roll.id)
        do(rolls.send, world.officer, roll_id=roll.id)
        content = said({line.end_to_end: "paid" for line in lines_of(maker, roll.id)})
    taken = together(*(lambda: told(results.take, maker, roll_id=roll.id, content=content) for _ in range(2)))
    assert sorted((one.paid, one.known) for one in taken) == [(0, 1), (1, 0)]
    with transaction.atomic():
        assert now_is(world, row).sending == "sent" and flaws() == []
    with transaction.atomic():
        to_pay(world, maker)
        (line,) = lines_of(maker, do(refunds.draw, maker, pay_on=PAY_ON).id)
    line.id, line.number, line.person_key, line.instruction_id = new_id(), 99, b"another", row.id
    line._state.adding = True
    with (
        pytest.raises(IntegrityError, match="refund_paid_once"),
        acting_as(worker_at(world.agency)),
        transaction.atomic(),
    ):
        line.save(force_insert=True)
    with (
        pytest.raises(IntegrityError, match="is not changed"),
        acting_as(worker_at(world.agency)),
        transaction.atomic(),
    ):
        RollLine.objects.filter(roll=roll).update(instruction_id=new_id())
