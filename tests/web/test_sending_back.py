"""Refunds of what was paid at a gateway: asked for, approved, sent back there once, booked when it says so."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from tests.money.counting import again, balances, cashier
from tests.plugins.payments.gateway import Gateway
from tests.web.applicant import work_off
from tests.web.desk import page, sit_down, words
from tests.web.test_gateway import applicant, events, invoice, knock, opened, opn, result, running, world
from tests.world import World
from thanjai.domain.bank_accounts import Account
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as, worker_at
from thanjai.messaging.models import Message
from thanjai.money import by_roll, gateway, instructions, sending_back
from thanjai.money.checking import Check
from thanjai.money.instructions import GIVE_BACK, REFUND, WAIVER, Wanted
from thanjai.money.jobs import send_waiting
from thanjai.money.models import Holding, Instruction, Invoice, Notice
from thanjai.money.providers import NotNow

__all__ = ["applicant", "invoice", "opn", "running", "world"]
MONEY = "/en/office/money/"


@pytest.fixture
def somchai(world: World) -> Actor:
    return cashier(world)


@pytest.fixture
def paid(invoice: Invoice, opn: Gateway) -> Invoice:
    """The invoice, paid by card at the gateway."""
    opn.say(opened(invoice, "card_online"), "pay")
    assert result(knock(events(opn, invoice)[-1])) == "settled"
    return invoice


def asks(actor: Actor, bill: Invoice, satang: int, **more: Any) -> Instruction:
    wanted = Wanted(REFUND, satang, 0, "ข้อบัญญัติ ข้อ 9", "คำขอถูกยกเลิก", by_gateway=True, **more)
    with acting_as(actor):
        return instructions.ask(actor=actor, wanted=wanted, invoice_id=bill.id)


def approves(world: World, row: Instruction) -> Instruction:
    """By a head who has not decided the case."""
    head = world.colleague(f"ผู้รักษาการ-{row.id.hex}", Role.HEAD)
    with acting_as(head):
        return instructions.decide(actor=head, instruction_id=row.id, approve=True)


def refunds(opn: Gateway) -> list[int]:
    return [one["amount"] for charge in opn.charges() for one in charge["refunds"]["data"]]


def now_is(world: World, row: Instruction) -> Instruction:
    with acting_as(world.officer):
        return Instruction.objects.get(pk=row.pk)


def sound() -> list[Any]:
    """What `thanjai money check` would find, within the test's own transaction."""
    found: list[Any] = []
    with acting_as(PLATFORM), connection.cursor() as cursor:
        for question in Check().questions:
            cursor.execute(question)
            found += cursor.fetchall()
    return found


def test_it_is_payable_when_approved_and_leaves_the_bank_when_the_gateway_has_sent_it(
    world: World, somchai: Actor, paid: Invoice, opn: Gateway
) -> None:
    before = balances(world)
    row = approves(world, asks(somchai, paid, 30_000))
    assert refunds(opn) == [] and row.sending == "to_send"
    assert balances(world)["bank"] == before["bank"] and balances(world)["payable"] == -30_000
    assert sound() == []
    assert "send_back" in work_off("send_back")
    row = now_is(world, row)
    assert refunds(opn) == [30_000] and (row.sending, row.sent_reference[:5]) == ("sent", "rfnd_")
    assert balances(world)["bank"] == before["bank"] - 30_000 and "payable" not in balances(world)
    assert again(world, paid).refunded_satang == 30_000 and sound() == []
    with acting_as(PLATFORM):
        (letter,) = Message.objects.filter(key__startswith="sent-back/")
        assert "300" in letter.body


def test_our_own_refund_is_not_found_odd_when_the_gateway_tells_of_it(
    world: World, somchai: Actor, paid: Invoice, opn: Gateway
) -> None:
    approves(world, asks(somchai, paid, 30_000))
    work_off("send_back")
    told = [one for one in opn.ask("GET", "/events?limit=100").json()["data"] if one["key"] == "refund.create"]
    assert [result(knock(one)) for one in told] == ["settled"] and gateway.ask(gateway.A_MONTH) == 1
    with acting_as(PLATFORM):
        assert not Notice.objects.filter(result="gone_back").exists()


def test_a_worker_that_dies_after_sending_sends_nothing_twice_even_days_later(
    world: World, somchai: Actor, paid: Invoice, opn: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = approves(world, asks(somchai, paid, 30_000))
    with monkeypatch.context() as dying:
        dying.setattr(sending_back, "book", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            sending_back.send(agency_id=world.agency, instruction_id=row.id)
    assert refunds(opn) == [30_000] and now_is(world, row).sending == "to_send"
    forget_keys(opn)
    send_waiting(timestamp=0)
    work_off("send_back")
    sending_back.send(agency_id=world.agency, instruction_id=row.id)
    assert refunds(opn) == [30_000] and now_is(world, row).sending == "sent"
    assert balances(world)["bank"] == paid.satang - 30_000 and sound() == []


def forget_keys(opn: Gateway) -> None:
    """As Opn does after a day."""
    import sqlite3
    from pathlib import Path

    with sqlite3.connect(Path(opn._environment["THANJAI_VAR"]) / "opn.sqlite") as store:
        assert store.execute("DELETE FROM answered").rowcount


def test_what_the_gateway_refuses_is_undone_said_and_paid_in_another_way(
    world: World, somchai: Actor, paid: Invoice, opn: Gateway
) -> None:
    before = balances(world)
    row = approves(world, asks(somchai, paid, 30_000))
    (charge,) = opn.charges()
    opn.ask("POST", f"{charge['location']}/reverse")
    work_off("send_back")
    row = now_is(world, row)
    assert row.sending == "refused" and balances(world) == before and sound() == []
    said = words(sit_down(Client(), world.officer).get(f"{MONEY}asked/{row.id}/"))
    assert "Opn does not give this payment back" in said and "Ask for it in another way" in said
    with acting_as(PLATFORM):
        assert Message.objects.filter(key__startswith="not-sent/").count() == 2
    with acting_as(somchai):
        wanted = Wanted(REFUND, 30_000, 0, "ข้อบัญญัติ ข้อ 9", "โอนเข้าบัญชี", payee="ธนาคาร 123")
        other = instructions.ask(actor=somchai, wanted=wanted, invoice_id=paid.id)
    assert approves(world, other).sending == "" and balances(world)["bank"] == before["bank"] - 30_000
    assert sound() == []


def test_while_the_gateway_is_silent_it_waits_and_is_sent_when_it_answers(
    world: World, somchai: Actor, paid: Invoice, opn: Gateway, settings: Any
) -> None:
    row = approves(world, asks(somchai, paid, 30_000))
    settings.THANJAI_PRIVATE_HOSTS = []
    with pytest.raises(NotNow):
        sending_back.send(agency_id=world.agency, instruction_id=row.id)
    send_waiting(timestamp=0)
    assert now_is(world, row).sending == "to_send" and balances(world)["payable"] == -30_000
    settings.THANJAI_PRIVATE_HOSTS = [opn.netloc]
    send_waiting(timestamp=0)
    assert now_is(world, row).sending == "sent" and refunds(opn) == [30_000]


def test_parts_go_back_and_never_more_than_was_paid(world: World, somchai: Actor, paid: Invoice, opn: Gateway) -> None:
    first, second = asks(somchai, paid, paid.satang - 100), asks(somchai, paid, 200)
    approves(world, first)
    with pytest.raises(Refusal):
        approves(world, second)
    with pytest.raises(Refusal):
        asks(somchai, paid, 200)
    approves(world, asks(somchai, paid, 100))
    work_off("send_back")
    assert sorted(refunds(opn)) == [100, paid.satang - 100] and balances(world) == {}


def test_what_went_back_in_the_dashboard_is_not_offered_to_be_sent_again(
    world: World, somchai: Actor, paid: Invoice, opn: Gateway
) -> None:
    (charge,) = opn.charges()
    opn.ask("POST", f"{charge['location']}/refunds", {"amount": paid.satang - 1_000})
    gateway.ask(gateway.A_MONTH)
    with pytest.raises(Refusal) as refused:
        asks(somchai, paid, 2_000)
    assert (refused.value.code, refused.value.field) == ("no_way_back", "how")
    root = page(sit_down(Client(), somchai), f"{MONEY}invoices/{paid.id}/")
    assert root.xpath("//input[@name='how' and @checked]/@value") == ["other"]


def test_a_second_payment_that_is_held_goes_back_to_whoever_made_it(
    world: World, somchai: Actor, paid: Invoice, opn: Gateway
) -> None:
    ours = {"reference1": paid.reference1, "reference2": paid.reference2}
    what = {"currency": "THB", "source": {"type": "promptpay"}, "metadata": ours, "amount": paid.satang}
    second = opn.ask("POST", "/charges", what).json()
    opn.say(second["authorize_uri"], "pay")
    assert gateway.ask(gateway.LATELY) == 1
    with acting_as(somchai), transaction.atomic():
        held = Holding.objects.get(satang=paid.satang)
        wanted = Wanted(GIVE_BACK, paid.satang, 0, "ข้อบัญญัติ ข้อ 9", "ชำระซ้ำ", by_gateway=True)
        row = instructions.ask(actor=somchai, wanted=wanted, holding_id=held.id)
    approves(world, row)
    assert sound() == []
    work_off("send_back")
    sent = {one["id"]: one["refunded_amount"] for one in opn.charges()}
    assert sent.pop(second["id"]) == paid.satang and set(sent.values()) == {0} and sound() == []


def test_a_debt_that_is_let_go_sends_nothing_whatever_the_form_says(
    world: World, somchai: Actor, invoice: Invoice, opn: Gateway
) -> None:
    ours = {"reference1": invoice.reference1, "reference2": invoice.reference2}
    what = {"currency": "THB", "source": {"type": "promptpay"}, "metadata": ours, "amount": 50_000}
    opn.say(opn.ask("POST", "/charges", what).json()["authorize_uri"], "pay")
    assert gateway.ask(gateway.LATELY) == 1
    with acting_as(somchai):
        wanted = Wanted(WAIVER, 1_000, 0, "ข้อบัญญัติ ข้อ 9", "ยกเว้น", by_gateway=True)
        row = instructions.ask(actor=somchai, wanted=wanted, invoice_id=invoice.id)
    assert approves(world, row).sending == "" and work_off("send_back") == [] and refunds(opn) == []


def test_what_was_paid_at_a_bank_is_not_sent_by_a_gateway(world: World, somchai: Actor, invoice: Invoice) -> None:
    from tests.money.counting import pays

    pays(invoice, invoice.satang, "T1")
    with pytest.raises(Refusal, match="another way"):
        asks(somchai, invoice, 1_000)


def test_on_the_pages_nobody_types_an_account_and_the_applicant_sees_it(
    world: World, somchai: Actor, paid: Invoice, opn: Gateway, applicant: Client
) -> None:
    till, desk = sit_down(Client(), somchai), sit_down(Client(), world.colleague("ผู้รักษาการ", Role.HEAD))
    place = f"{MONEY}invoices/{paid.id}/"
    assert page(till, place).xpath("//input[@name='how' and @checked]/@value") == ["gateway"]
    typed = {"command": "refund", "fee": "300", "how": "gateway", "provision": "ข้อ 9", "reason": "คืน"}
    till.post(place, typed)
    with acting_as(somchai):
        row = Instruction.objects.get()
    shown = words(desk.get(f"{MONEY}asked/{row.id}/"))
    assert "sends it back to the card or account it was paid from" in shown and "send it back" in shown
    done = desk.post(f"{MONEY}asked/{row.id}/", {"command": "approve_money"}, follow=True)
    assert "The gateway is told to send it back" in words(done)
    case = f"/en/case/{paid.subject}/"
    assert "being sent back to the card" in words(applicant.get(case))
    work_off("send_back")
    assert "300" in (said := words(applicant.get(case))) and "sent back to the card or account you paid from" in said
    assert "sent back" in words(desk.get(f"{MONEY}asked/"))


def test_what_is_paid_to_an_account_is_told_to_the_applicant(
    world: World, somchai: Actor, paid: Invoice, applicant: Client
) -> None:
    account = Account("034", "0123456789012", "นายสมชาย ใจดี")
    wanted = Wanted(REFUND, 30_000, 0, "ข้อบัญญัติ ข้อ 9", "คำขอถูกยกเลิก", account=account)
    with acting_as(somchai):
        row = instructions.ask(actor=somchai, wanted=wanted, invoice_id=paid.id)
    assert approves(world, row).sending == "to_send" and send_waiting(0) is None and work_off("send_back") == []
    case = f"/en/case/{paid.subject}/"
    assert "with the office’s next payments to the bank account" in words(applicant.get(case))
    with acting_as(worker_at(world.agency)):
        by_roll.paid_by_roll(world.agency, row.id, "R-1")
    assert "paid to the bank account that was named for it" in words(applicant.get(case)) and sound() == []
    with acting_as(PLATFORM):
        (letter,) = Message.objects.filter(key__contains=f"sent-back/{row.id}")
    assert "300.00 บาท เข้าบัญชีธนาคารที่แจ้งไว้แล้ว" in letter.body


def test_what_is_taken_back_from_an_account_is_told_to_both_officers(
    world: World, somchai: Actor, paid: Invoice
) -> None:
    wanted = Wanted(REFUND, 30_000, 0, "ข้อ 9", "คืน", account=Account("034", "0123456789012", "นายสมชาย ใจดี"))
    with acting_as(somchai):
        row = instructions.ask(actor=somchai, wanted=wanted, invoice_id=paid.id)
    approves(world, row)
    with acting_as(worker_at(world.agency)):
        by_roll.not_by_roll(world.agency, row.id, Text(th="ขอเป็นเช็ค", en="By cheque"))
    with acting_as(PLATFORM):
        assert Message.objects.filter(key__contains=f"not-sent/{row.id}").count() == 2
    assert now_is(world, row).sending == "refused" and sound() == []
