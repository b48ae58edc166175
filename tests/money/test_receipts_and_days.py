"""Receipts that are void and replaced, printed books, closed days, and what is undone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.money.counting import again, balances, hand, owing, pays, printed
from tests.money.test_days_work import opened, receipts, refused
from tests.world import World
from thanjai.domain.tills import Way
from thanjai.kernel.clock import today
from thanjai.kernel.tenancy import Actor, acting_as, worker_at
from thanjai.money import counter, days, instructions, receipting, selectors
from thanjai.money.actions import lapse_invoice
from thanjai.money.instructions import WAIVER, Wanted
from thanjai.money.models import BookNumber, Entry, Taking
from thanjai.money.receipts import paper_of

pytestmark = pytest.mark.django_db


def test_a_wrong_receipt_is_void_for_ever_and_another_takes_its_place(world: World, somchai: Actor) -> None:
    bill = owing(world)
    pays(bill, 100_000, "T1")
    first = receipts(world)[0]
    with acting_as(somchai):
        refused("reason", lambda: receipting.reissue(actor=somchai, receipt_id=first.id, reason=" "))
        second = receipting.reissue(actor=somchai, receipt_id=first.id, reason="ชื่อผู้ชำระผิด", payer="นางสมหญิง")
        refused("void_already", lambda: receipting.reissue(actor=somchai, receipt_id=first.id, reason="x"))
        assert selectors.receipts_for(bill.subject) == [second]
        assert selectors.receipt_numbered(bill.subject, first.number) == second
    old, new = receipts(world)
    assert (old.number[:5], new.number[:5], new.replaces_id) == ("00001", "00002", old.id)
    assert (old.void_reason, old.voided_by_name, old.voided_by) == ("ชื่อผู้ชำระผิด", "การเงิน", somchai.person)
    assert balances(world) == {"bank": 100_000, "income": -100_000}
    with acting_as(world.officer):
        pdf = paper_of(new)
        assert pdf.name == f"receipt-{new.number.replace('/', '-')}.pdf"


def test_the_numbers_of_a_printed_book_are_used_once_spoilt_or_left(world: World, somchai: Actor) -> None:
    first, second = owing(world), owing(world)
    opened(somchai)
    with acting_as(somchai):
        book = receipting.enter_book(actor=somchai, label="12", first=1, last=3)
        refused("book_known", lambda: receipting.enter_book(actor=somchai, label="12", first=1, last=3))
        refused("book_numbers", lambda: receipting.enter_book(actor=somchai, label="13", first=5, last=4))
        refused("book_label", lambda: receipting.enter_book(actor=somchai, label="a/b", first=5, last=6))
    taking = hand(somchai, first, 100_000, printed=printed(book.id, 1))
    assert taking.receipt.number == "B12/1"
    refused("number_gone", lambda: hand(somchai, second, 100_000, printed=printed(book.id, 1)))
    refused("number_not_in_book", lambda: hand(somchai, second, 100_000, printed=printed(book.id, 4)))
    with acting_as(somchai):
        receipting.spoil(actor=somchai, book_id=book.id, number=2, reason="หมึกเลอะ")
        refused("number_gone", lambda: receipting.spoil(actor=somchai, book_id=book.id, number=2, reason="x"))
        refused("reason", lambda: receipting.spoil(actor=somchai, book_id=book.id, number=3, reason=""))
        assert list(BookNumber.objects.order_by("number").values_list("number", "reason")) == [(1, ""), (2, "หมึกเลอะ")]
        refused("printed_receipt", lambda: paper_of(taking.receipt))
    assert again(world, second).outstanding == 100_000


def test_a_closed_day_stays_closed_and_what_comes_goes_to_the_next(world: World, somchai: Actor) -> None:
    bill = owing(world)
    opened(somchai)
    hand(somchai, bill, 40_000)
    with acting_as(world.officer):
        refused("shift_open", lambda: days.close_day(actor=world.officer, day=today()))
    with acting_as(somchai):
        counter.close_shift(actor=somchai, counted={Way.CASH: 90_000})
        refused("not_allowed", lambda: days.close_day(actor=somchai, day=today()))
    with acting_as(world.officer):
        closed = days.close_day(actor=world.officer, day=today())
        assert closed.balances == {"receivable": 60_000, "income": -100_000, "till": 0, "handed_in": 40_000}
        refused("day", lambda: days.close_day(actor=world.officer, day=today()))
        refused("day", lambda: days.close_day(actor=world.officer, day=today() + timedelta(days=1)))
    pays(bill, 60_000, "T1")
    with acting_as(world.officer):
        late = Entry.objects.order_by("at").last()
        assert late is not None and late.day == today() + timedelta(days=1)
        assert days.closed_until(world.agency) == today()


def test_a_cheque_that_was_taken_back_leaves_the_fee_owed_and_the_case_is_told_once(
    world: World, somchai: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Any] = []
    monkeypatch.setattr("thanjai.money.crediting.publish", heard.append)
    bill = owing(world)
    opened(somchai)
    taking = hand(somchai, bill, 100_000, Way.CHEQUE)
    with acting_as(somchai):
        refused("reason", lambda: counter.cancel(actor=somchai, taking_id=taking.id, reason=""))
        counter.cancel(actor=somchai, taking_id=taking.id, reason="เช็คเด้ง")
        refused("no_such_taking", lambda: counter.cancel(actor=somchai, taking_id=taking.id, reason="x"))
    assert again(world, bill).outstanding == 100_000 and again(world, bill).settled_at is None
    hand(somchai, bill, 100_000)
    assert again(world, bill).settled_at and len(heard) == 1
    with acting_as(world.officer):
        undo = Entry.objects.get(what="taking cancelled")
        assert undo.corrects is not None and undo.reason == "เช็คเด้ง"
        assert Taking.objects.filter(cancelled_at__isnull=False).count() == 1


def test_an_invoice_partly_paid_and_waived_that_ends_holds_just_what_was_paid(world: World, somchai: Actor) -> None:
    bill = owing(world)
    pays(bill, 30_000, "T1")
    with acting_as(somchai):
        asked = instructions.ask(actor=somchai, wanted=Wanted(WAIVER, 20_000, 0, "ข้อบัญญัติ", "x"), invoice_id=bill.id)
    with acting_as(world.officer):
        instructions.decide(actor=world.officer, instruction_id=asked.id, approve=True)
    with acting_as(worker_at(world.agency)):
        lapse_invoice(agency_id=world.agency, subject=bill.subject, purpose=bill.purpose)
    assert balances(world) == {"bank": 30_000, "unallocated": -30_000}
