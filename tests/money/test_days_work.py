"""A cashier's day, and what becomes of money that came too much, too late or in parts: the stories first."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.money.counting import again, balances, cashier, hand, owing, pays
from tests.money.test_money import notice_of, take
from tests.world import World, pack
from thanjai.cases import apart
from thanjai.cases import selectors as cases
from thanjai.domain.definition.base import Role
from thanjai.domain.instalments import even
from thanjai.domain.refusals import Refusal
from thanjai.domain.surcharge import PUBLIC_HEALTH
from thanjai.domain.tills import Way
from thanjai.kernel.clock import BANGKOK, standing_at, today
from thanjai.kernel.tenancy import Actor, acting_as, worker_at
from thanjai.money import allocating, counter, instructions, planning, selectors
from thanjai.money.actions import raise_invoice
from thanjai.money.instructions import GIVE_BACK, REFUND, WAIVER, WRITE_OFF, Wanted
from thanjai.money.models import Entry, Holding, Receipt

pytestmark = pytest.mark.django_db
FOOD = "food-premises-licence"
MORNING = datetime(2027, 1, 11, 9, 0, tzinfo=BANGKOK)


def opened(actor: Actor, float_satang: int = 50_000) -> Any:
    with acting_as(actor):
        return counter.open_shift(actor=actor, float_satang=float_satang)


def refused(code: str, make: Any) -> Refusal:
    with pytest.raises(Refusal) as told:
        make()
    assert told.value.code == code
    return told.value


def receipts(world: World) -> list[Receipt]:
    with acting_as(world.officer):
        return list(Receipt.objects.order_by("issued_at", "id"))


def test_a_cashiers_day(world: World, somchai: Actor) -> None:
    """Float, cash with change, a cheque, a card, one mistake, a count that is twenty baht short, the head's approval."""
    bills = [owing(world, satang) for satang in (100_000, 50_000, 30_000, 20_000)]
    opened(somchai)
    paid = hand(somchai, bills[0], 100_000, tendered=150_000)
    hand(somchai, bills[1], 50_000, Way.CHEQUE)
    hand(somchai, bills[2], 30_000, Way.CARD)
    wrong = hand(somchai, bills[3], 20_000)
    with acting_as(somchai):
        counter.cancel(actor=somchai, taking_id=wrong.id, reason="ผู้ชำระขอไปจ่ายผ่านธนาคาร")
    assert paid.receipt.number.startswith("C00001/") and again(world, bills[0]).settled_at
    assert [one.number[:6] for one in receipts(world)] == ["C00001", "C00002", "C00003", "C00004"]
    assert [bool(one.voided_at) for one in receipts(world)] == [False, False, False, True]
    assert again(world, bills[3]).outstanding == 20_000
    assert balances(world) == {"till": 180_000, "receivable": 20_000, "income": -200_000}

    short = {Way.CASH: 50_000 + 98_000, Way.CHEQUE: 50_000, Way.CARD: 30_000}
    with acting_as(somchai):
        refused("explanation", lambda: counter.close_shift(actor=somchai, counted=short))
        shift = counter.close_shift(actor=somchai, counted=short, explanation="ทอนเงินเกิน")
        refused("not_allowed", lambda: counter.approve_difference(actor=somchai, shift_id=shift.id))
    assert balances(world) == {"handed_in": 178_000, "over_short": 2_000, "receivable": 20_000, "income": -200_000}
    with acting_as(world.officer):
        assert counter.approve_difference(actor=world.officer, shift_id=shift.id).approved_by_name == "สมศรี"


def test_money_is_taken_only_in_an_open_shift_and_only_what_is_owed(world: World, somchai: Actor) -> None:
    bill = owing(world)
    assert refused("no_shift", lambda: hand(somchai, bill, 100_000))
    opened(somchai)
    assert refused("shift_open", lambda: opened(somchai))
    assert refused("amount", lambda: hand(somchai, bill, 100_001)).field == "amount"
    assert refused("amount", lambda: hand(somchai, bill, 0)).field == "amount"
    assert refused("tendered", lambda: hand(somchai, bill, 100_000, tendered=90_000)).field == "tendered"
    assert refused("tendered", lambda: hand(somchai, bill, 100_000, Way.CARD, tendered=110_000))
    assert refused("not_allowed", lambda: opened(world.colleague("ตรวจสอบ", Role.REVIEWER)))
    opened(world.stranger)
    assert refused("no_such_invoice", lambda: hand(world.stranger, bill, 5))
    assert balances(world) == {"receivable": 100_000, "income": -100_000}
    hand(somchai, bill, 100_000)
    assert refused("nothing_owed", lambda: hand(somchai, bill, 1))


def test_the_same_form_sent_twice_takes_the_money_once(world: World, somchai: Actor) -> None:
    bill, key = owing(world), uuid4()
    opened(somchai)
    first, second = hand(somchai, bill, 40_000, key=key), hand(somchai, bill, 40_000, key=key)
    assert first.id == second.id and len(receipts(world)) == 1
    assert again(world, bill).outstanding == 60_000


def test_an_overpaid_fee_is_held_asked_back_by_one_and_given_back_by_another(world: World, somchai: Actor) -> None:
    bill = owing(world)
    assert pays(bill, 130_000, "T1").result == "too_much"
    with acting_as(somchai):
        held = Holding.objects.get()
        assert held.satang == 30_000 and held.invoice_id == bill.id
        wanted = Wanted(GIVE_BACK, 30_000, 0, "ระเบียบการรับเงิน ข้อ 12", "โอนเกิน", "บัญชี 123-4-56789-0")
        refused("payee", lambda: instructions.ask(
            actor=somchai, wanted=Wanted(GIVE_BACK, 1, 0, "x", "y"), holding_id=held.id))  # fmt: skip
        asked = instructions.ask(actor=somchai, wanted=wanted, holding_id=held.id)
        refused("not_allowed", lambda: instructions.decide(actor=somchai, instruction_id=asked.id, approve=True))
    with acting_as(world.officer):
        assert instructions.decide(actor=world.officer, instruction_id=asked.id, approve=True).outcome == "approved"
        refused("decided_already", lambda: instructions.decide(
            actor=world.officer, instruction_id=asked.id, approve=True))  # fmt: skip
        entry = Entry.objects.get(source=f"give_back/{asked.id}")
        assert entry.by == world.officer.person and "โอนเกิน" in entry.reason
    assert balances(world) == {"bank": 100_000, "income": -100_000}


def test_a_fee_that_was_paid_goes_back_once_and_no_more_than_was_paid(world: World, somchai: Actor) -> None:
    bill = owing(world)
    pays(bill, 100_000, "T1")
    with acting_as(somchai):
        wanted = Wanted(REFUND, 60_000, 0, "ข้อบัญญัติ ข้อ 5", "คำขอถูกถอน", "บัญชี 1")
        asked = [instructions.ask(actor=somchai, wanted=wanted, invoice_id=bill.id) for _ in range(2)]
    with acting_as(world.officer):
        instructions.decide(actor=world.officer, instruction_id=asked[0].id, approve=True)
        refused("ledger.more_than_available", lambda: instructions.decide(
            actor=world.officer, instruction_id=asked[1].id, approve=True))  # fmt: skip
        refused("words", lambda: instructions.decide(actor=world.officer, instruction_id=asked[1].id, approve=False))
        instructions.decide(actor=world.officer, instruction_id=asked[1].id, approve=False, words="คืนไปแล้ว")
    assert balances(world) == {"bank": 40_000, "income": -40_000}
    assert again(world, bill).refunded_satang == 60_000 and again(world, bill).outstanding == 0


def test_the_head_who_asks_does_not_approve(world: World) -> None:
    bill = owing(world)
    with acting_as(world.officer):
        asked = instructions.ask(
            actor=world.officer, wanted=Wanted(WAIVER, 1000, 0, "ข้อบัญญัติ", "อุทกภัย"), invoice_id=bill.id
        )
        told = refused("separate_duties", lambda: instructions.decide(
            actor=world.officer, instruction_id=asked.id, approve=True))  # fmt: skip
        assert "Let another cashier ask" in told.message.en
    assert again(world, bill).waived_satang == 0
    other = world.colleague("ปลัด", Role.HEAD)
    with acting_as(world.officer):
        told = refused("separate_duties", lambda: instructions.decide(
            actor=world.officer, instruction_id=asked.id, approve=True))  # fmt: skip
        assert "ปลัด" in told.message.en
    with acting_as(other):
        instructions.decide(actor=other, instruction_id=asked.id, approve=True)
    assert again(world, bill).outstanding == 99_000


def test_a_fee_in_instalments_with_a_surcharge(world: World, somchai: Actor) -> None:
    """Three parts; the second comes late, so a fifth of it is added, and is paid before the fee."""
    with standing_at(MORNING):
        bill = owing(world, 90_000, pay_by=date(2027, 1, 31))
        with acting_as(somchai):
            planning.agree_plan(
                actor=somchai, invoice_id=bill.id, parts=even(90_000, 3, date(2027, 2, 10)), reason="รายได้น้อย",
                rule=PUBLIC_HEALTH,
            )  # fmt: skip
    with standing_at(MORNING + timedelta(days=30)):
        assert pays(bill, 30_000, "T1").result == "instalment"
        assert [one.satang for one in receipts(world)] == [30_000]
    with standing_at(datetime(2027, 3, 11, 9, tzinfo=BANGKOK)):
        assert pays(bill, 30_000, "T2").result == "instalment"
        standing = again(world, bill)
        assert (standing.surcharge_satang, standing.outstanding) == (6_000, 36_000)
        titles = [line["title"]["en"] for line in receipts(world)[1].lines or []]
        assert titles == ["Part of the fee", "Surcharge for paying late"]
    with standing_at(datetime(2027, 4, 1, 9, tzinfo=BANGKOK)):
        opened(somchai)
        assert refused("amount", lambda: hand(somchai, bill, 36_001))
        hand(somchai, bill, 36_000)
    assert again(world, bill).settled_at and sum(one.satang for one in receipts(world)) == 96_000
    assert balances(world) == {"bank": 60_000, "till": 36_000, "income": -90_000, "surcharge": -6_000}


def test_the_banks_day_decides_what_was_late_also_when_we_hear_of_it_later(world: World, somchai: Actor) -> None:
    with standing_at(MORNING):
        bill = owing(world, 10_000, pay_by=date(2027, 1, 20))
        with acting_as(somchai):
            planning.set_rule(actor=somchai, invoice_id=bill.id, rule=PUBLIC_HEALTH)
    with standing_at(MORNING + timedelta(days=12)):
        with acting_as(somchai):
            assert planning.charge(actor=somchai, invoice_id=bill.id) == 2_000
            assert planning.charge(actor=somchai, invoice_id=bill.id) == 0
        in_time = datetime(2027, 1, 20, 23, 59, tzinfo=BANGKOK)
        assert pays(bill, 10_000, "T1", paid_at=in_time).result == "settled"
    assert balances(world) == {"bank": 10_000, "income": -10_000}


def test_a_plan_that_does_not_add_up_or_has_no_reason_is_refused(world: World, somchai: Actor) -> None:
    bill = owing(world, 90_000)
    with acting_as(somchai):
        parts = even(80_000, 2, today())
        refused("instalments_amount", lambda: planning.agree_plan(
            actor=somchai, invoice_id=bill.id, parts=parts, reason="x"))  # fmt: skip
        refused("reason", lambda: planning.agree_plan(actor=somchai, invoice_id=bill.id, parts=parts, reason=" "))
        refused("no_last_day", lambda: planning.set_rule(actor=somchai, invoice_id=bill.id, rule=PUBLIC_HEALTH))


def test_a_waived_rest_settles_and_the_applicants_case_goes_on_but_a_written_off_one_does_not(world: World) -> None:
    done = []
    for kind in (WAIVER, WRITE_OFF):
        _, case = world.submitted()
        decider = world.colleague(f"ผู้อนุมัติ {kind}", *Role)
        somsri, world_ = cashier(world, f"การเงิน {kind}"), World(world.agency, world.other, decider, world.stranger)
        world_.until(case, "pay")
        with acting_as(somsri):
            bill = selectors.invoice_of(case.id)
            assert bill is not None
            asked = instructions.ask(
                actor=somsri, wanted=Wanted(kind, bill.satang, 0, "ข้อบัญญัติ", "อุทกภัย"), invoice_id=bill.id
            )
        with acting_as(world.officer):
            instructions.decide(actor=world.officer, instruction_id=asked.id, approve=True)
            done.append(cases.case(case.id).status)
    assert done == ["approved", "waiting_payment"]


def test_whoever_decides_a_case_does_not_take_its_money_and_the_other_way_round(world: World, somchai: Actor) -> None:
    _, case = world.submitted()
    world.until(case, "pay")
    with acting_as(world.officer):
        bill = selectors.invoice_of(case.id)
    assert bill is not None
    opened(world.officer)
    told = refused("separate_duties", lambda: hand(world.officer, bill, bill.satang))
    assert told.message.en == "Whoever decides a case does not handle its money."
    opened(somchai)
    hand(somchai, bill, bill.satang)
    with acting_as(world.officer):
        assert cases.case(case.id).status == "approved"
        assert str(somchai.person) in selectors.handlers_of(case.id)[case.id]


def test_whoever_took_money_of_a_case_does_not_decide_it(world: World) -> None:
    _, case = world.submitted()
    both = world.colleague("ทำทุกอย่าง", *Role)
    assert both.person
    decide = next(step.id for step in pack(FOOD).steps if step.kind == "decide")
    with acting_as(world.officer):
        row = cases.case(case.id)
        assert apart.hindrance(row, both.person, decide) is None
    with acting_as(worker_at(world.agency)):
        bill = raise_invoice(
            agency_id=world.agency, subject=case.id, purpose="early", payer="x",
            lines=[{"title": {"th": "ก", "en": "a"}, "satang": 500}],
        )  # fmt: skip
    opened(both)
    hand(both, bill, 500)
    with acting_as(world.officer):
        found = apart.hindrance(row, both.person, decide)
        assert found is not None and found.rule.id == "decide_money"


def test_money_of_a_mistyped_reference_is_proposed_to_its_invoice_and_pays_it(world: World, somchai: Actor) -> None:
    bill, other = owing(world), owing(world, 100_000, payer="Mr Other")
    slip = bill.reference1[:-1] + ("0" if bill.reference1[-1] != "0" else "1")
    assert take(notice_of(bill, reference=slip, satang=100_000)).result == "unknown_reference"
    with acting_as(somchai):
        held = Holding.objects.get()
        found = allocating.proposals(held)
        assert (
            found[0].invoice.id == bill.id and len(found[0].why) == 2 and other.id in {one.invoice.id for one in found}
        )
        refused("reason", lambda: allocating.allocate(
            actor=somchai, holding_id=held.id, invoice_id=bill.id, satang=100_000, reason=""))  # fmt: skip
        refused("ledger.more_than_available", lambda: allocating.allocate(
            actor=somchai, holding_id=held.id, invoice_id=bill.id, satang=100_001, reason="x"))  # fmt: skip
        allocating.allocate(
            actor=somchai, holding_id=held.id, invoice_id=bill.id, satang=100_000, reason="พิมพ์ผิดหลักเดียว"
        )
    assert again(world, bill).settled_at and receipts(world)[0].method == "held"
    assert balances(world) == {"bank": 100_000, "receivable": 100_000, "income": -200_000}


def test_money_that_was_nobodys_is_given_to_its_agency(world: World, somchai: Actor) -> None:
    bill = owing(world)
    take(notice_of(bill, reference="NOSUCH", satang=700, id="T9"), id="T9")
    allocating.give_to(outside_reference="T9", agency_id=world.agency)
    with acting_as(somchai):
        held = Holding.objects.get()
        assert held.satang == 700 and held.notice is not None
    assert balances(world)["bank"] == 700
    refused("no_such_money", lambda: allocating.give_to(outside_reference="T9", agency_id=world.agency))
