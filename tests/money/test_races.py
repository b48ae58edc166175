"""Two at once, and a crash in the middle: no satang twice, no receipt's number lost or given twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from tests.money.counting import cashier, hand, owing, pays, printed
from tests.money.test_days_work import opened
from tests.threads import together
from tests.world import World, build
from thanjai.domain.refusals import Refusal
from thanjai.domain.tills import Way
from thanjai.kernel.clock import today
from thanjai.kernel.processes import wait_for
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as
from thanjai.money import allocating, counter, days, instructions, receipting
from thanjai.money.checking import Check
from thanjai.money.instructions import GIVE_BACK, Wanted
from thanjai.money.models import BookNumber, ClosedDay, Entry, Holding, Invoice, Receipt, Taking

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def world(own_database: str) -> World:
    with transaction.atomic():
        return build("food-premises-licence")


@pytest.fixture
def cashiers(world: World) -> list[Actor]:
    with transaction.atomic():
        found = [cashier(world, f"การเงิน {n}") for n in (1, 2)]
        for one in found:
            opened(one)
    return found


def told(make: Any) -> Any:
    """What came of it; the code of a refusal."""
    try:
        with transaction.atomic():
            return make()
    except Refusal as refusal:
        return refusal.code


def rows(model: Any, **facts: Any) -> list[Any]:
    with acting_as(PLATFORM), transaction.atomic():
        return list(model.objects.filter(**facts))


def all_is_well() -> None:
    assert list(Check().flaws()) == []


def bill_of(world: World, satang: int = 100_000) -> Invoice:
    with transaction.atomic():
        return owing(world, satang)


def test_two_cashiers_take_money_for_one_invoice_at_once(world: World, cashiers: list[Actor]) -> None:
    bill = bill_of(world)
    results = together(*(lambda one=one: told(lambda: hand(one, bill, 100_000)) for one in cashiers))
    assert sum(isinstance(one, Taking) for one in results) == 1 and "nothing_owed" in results
    assert len(rows(Taking)) == len(rows(Receipt)) == 1
    all_is_well()


def test_a_bank_and_a_cashier_at_once_leave_the_rest_to_be_given_back(world: World, cashiers: list[Actor]) -> None:
    bill = bill_of(world)
    taken, notice = together(
        lambda: told(lambda: hand(cashiers[0], bill, 100_000)), lambda: told(lambda: pays(bill, 100_000, "T1"))
    )
    assert notice.result == ("already_paid" if isinstance(taken, Taking) else "settled")
    held = sum(one.satang for one in rows(Holding))
    assert held == (100_000 if isinstance(taken, Taking) else 0)
    all_is_well()


def test_one_form_sent_twice_at_once_takes_the_money_once(world: World, cashiers: list[Actor]) -> None:
    bill, key = bill_of(world), uuid4()
    results = together(*[lambda: told(lambda: hand(cashiers[0], bill, 30_000, key=key))] * 4)
    assert len({one.id for one in results}) == 1 and rows(Invoice)[0].paid_satang == 30_000
    all_is_well()


def test_receipts_have_no_gap_and_no_double_when_many_are_given_at_once(world: World, cashiers: list[Actor]) -> None:
    bills = [bill_of(world, 1_000) for _ in range(12)]

    def work(one: Actor, mine: list[Invoice]) -> None:
        for number, bill in enumerate(mine):
            if number % 3 == 2:
                assert told(lambda bill=bill: hand(one, bill, 1_001)) == "amount"
            assert isinstance(told(lambda bill=bill: hand(one, bill, 1_000)), Taking)

    together(lambda: work(cashiers[0], bills[::2]), lambda: work(cashiers[1], bills[1::2]))
    numbers = sorted(int(one.number[1:6]) for one in rows(Receipt))
    assert numbers == list(range(1, 13))
    all_is_well()


def test_a_printed_number_goes_to_one_of_two(world: World, cashiers: list[Actor]) -> None:
    bills = [bill_of(world) for _ in range(2)]
    with transaction.atomic(), acting_as(cashiers[0]):
        book = receipting.enter_book(actor=cashiers[0], label="1", first=1, last=5)
    results = together(
        *(
            lambda one=one, bill=bill: told(lambda: hand(one, bill, 100_000, printed=printed(book.id, 3)))
            for one, bill in zip(cashiers, bills, strict=True)
        )
    )
    assert sum(isinstance(one, Taking) for one in results) == 1 and "number_gone" in results
    assert len(rows(BookNumber)) == 1
    all_is_well()


def test_held_money_is_spent_once(world: World, cashiers: list[Actor]) -> None:
    over, bill = bill_of(world), bill_of(world, 5_000)
    with transaction.atomic():
        pays(over, 105_000, "T1")
    held = rows(Holding)[0]
    with transaction.atomic(), acting_as(cashiers[0]):
        wanted = Wanted(GIVE_BACK, 5_000, 0, "x", "x", "x")
        asked = instructions.ask(actor=cashiers[0], wanted=wanted, holding_id=held.id)

    def allocate() -> Any:
        with acting_as(cashiers[1]):
            return allocating.allocate(
                actor=cashiers[1], holding_id=held.id, invoice_id=bill.id, satang=5_000, reason="x"
            )

    def give_back() -> Any:
        with acting_as(world.officer):
            return instructions.decide(actor=world.officer, instruction_id=asked.id, approve=True)

    results = together(lambda: told(allocate), lambda: told(give_back))
    assert results.count("ledger.more_than_available") == 1
    assert rows(Holding)[0].satang == 0
    all_is_well()


def test_a_head_approves_once_however_often_they_press(world: World, cashiers: list[Actor]) -> None:
    bill = bill_of(world)
    with transaction.atomic(), acting_as(cashiers[0]):
        wanted = Wanted(instructions.WAIVER, 60_000, 0, "x", "x")
        asked = instructions.ask(actor=cashiers[0], wanted=wanted, invoice_id=bill.id)

    def approve() -> Any:
        with acting_as(world.officer):
            return instructions.decide(actor=world.officer, instruction_id=asked.id, approve=True).outcome

    assert sorted(together(*[lambda: told(approve)] * 3)) == ["approved", "decided_already", "decided_already"]
    assert rows(Invoice)[0].waived_satang == 60_000
    all_is_well()


def test_a_day_is_closed_while_money_comes_and_nothing_slips_in(world: World, cashiers: list[Actor]) -> None:
    bills = [bill_of(world, 1_000) for _ in range(8)]
    for one in cashiers:
        with transaction.atomic(), acting_as(one):
            counter.close_shift(actor=one, counted={Way.CASH: 50_000})

    def close() -> Any:
        with acting_as(world.officer):
            return days.close_day(actor=world.officer, day=today())

    def come(mine: list[Invoice], name: str) -> None:
        for number, bill in enumerate(mine):
            told(lambda bill=bill, number=number: pays(bill, 1_000, f"{name}{number}"))

    results = together(lambda: come(bills[::2], "A"), lambda: told(close), lambda: come(bills[1::2], "B"))
    assert isinstance(results[1], ClosedDay)
    late = {one.day for one in rows(Entry)}
    assert late <= {today(), today() + timedelta(days=1)}
    all_is_well()


CRASH = """
import os, sys, django
django.setup()
from uuid import UUID
from django.db import connection, transaction
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at
from thanjai.money.models import Invoice
from thanjai.money.receipting import Slip, issue
from thanjai.kernel.clock import now
agency, bill = UUID(sys.argv[1]), UUID(sys.argv[2])
with acting_as(worker_at(agency)), transaction.atomic():
    receipt = issue(Invoice.objects.get(pk=bill), Slip(1, "qr", now()))
    print(receipt.number, flush=True)
    sys.stdin.read()
"""


def test_a_process_killed_with_a_receipt_in_its_hand_leaves_no_gap(
    world: World, cashiers: list[Actor], own_database: str
) -> None:
    bill = bill_of(world)
    facts = {**os.environ, "DATABASE_URL": own_database, "DJANGO_SETTINGS_MODULE": "thanjai.config.settings"}
    command = [sys.executable, "-c", CRASH, str(world.agency), str(bill.id)]
    with subprocess.Popen(
        command, cwd=ROOT, env=facts, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        number = process.stdout.readline().strip()
        assert number.startswith("00001/")
        process.send_signal(signal.SIGKILL)
        process.wait(20)

    def is_free() -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%%'"
                " AND datname = current_database()"
            )
            return bool(cursor.fetchone()[0] == 0)

    wait_for(is_free, 20)
    with transaction.atomic():
        pays(bill, 100_000, "T1")
    assert [one.number for one in rows(Receipt)] == [number]
    all_is_well()
