"""Where an agency's money of each fund comes to: set by two, named by invoices, and known when a bank tells of it."""

from __future__ import annotations

import importlib
import json
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from tests.money.counting import again, cashier, owing
from tests.money.test_money import notice_of, take
from tests.web.applicant import work_off
from tests.web.desk import page, sit_down, words
from tests.world import World, build
from thanjai.domain import thaiqr
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as, worker_at
from thanjai.messaging.models import Message
from thanjai.money import banking, billers
from thanjai.money.actions import raise_invoice
from thanjai.money.models import Biller, Invoice, Notice
from thanjai.money.providers import NoticeRejected
from thanjai.money.selectors import due_now
from thanjai.plugins.payments.demo_bank.plugin import DEMO_BILLER_ID

HEALTH, OFFICE, NEXT = "099400012345101", "099400067890801", "010555812345102"
PAGE = "/en/office/money/billers/"


@pytest.fixture
def world(db: None) -> World:
    return build("food-premises-licence")


@pytest.fixture
def somchai(world: World) -> Actor:
    return cashier(world)


def asks(actor: Actor, biller: str, fund: str = "", number: str = "1234567890") -> Biller:
    with acting_as(actor):
        known = [one for one in banking.accounts_of(actor.agency) if one.number == number]  # type: ignore[arg-type]
        account = known[0] if known else banking.enter_account(actor=actor, bank="ธนาคาร", number=number, name="เทศบาล")
        wanted = billers.Wanted(fund, biller, account.id, "หนังสือธนาคารที่ 1/2569")
        return billers.ask(actor=actor, wanted=wanted)


def sets(world: World, asker: Actor, biller: str, fund: str = "") -> Biller:
    row = asks(asker, biller, fund)
    with acting_as(world.officer):
        return billers.decide(actor=world.officer, id=row.id, approve=True)


def bill_for(world: World, *funds: str) -> Invoice:
    with acting_as(worker_at(world.agency)):
        return raise_invoice(
            agency_id=world.agency, subject=uuid4(), purpose="test", payer="นายสมชาย ใจดี",
            lines=[{"title": {"th": "ค่า", "en": "Fee"}, "satang": 50_000, "fund": fund} for fund in funds],
        )  # fmt: skip


def named(invoice: Invoice) -> str:
    return thaiqr.parse(invoice.qr_payload).target


def told(invoice: Invoice, biller: str, id: str = "T1") -> Notice:
    """The bank tells that this invoice was paid into the account of a biller."""
    body = json.loads(notice_of(invoice, id=id)) | {"biller_id": biller}
    return take(json.dumps(body).encode(), id)


def test_an_invoice_names_the_biller_of_its_fund_and_the_agencys_where_it_is_for_several(
    world: World, somchai: Actor
) -> None:
    assert named(owing(world)) == DEMO_BILLER_ID
    sets(world, somchai, OFFICE)
    sets(world, somchai, HEALTH, fund="fees")
    assert [named(bill_for(world, *funds)) for funds in (("fees",), ("waste",), ("fees", "waste"))] == [
        HEALTH, OFFICE, OFFICE,
    ]  # fmt: skip


def test_what_was_asked_for_holds_only_when_another_has_approved_it(world: World, somchai: Actor) -> None:
    row = asks(somchai, OFFICE)
    assert named(owing(world)) == DEMO_BILLER_ID
    with acting_as(somchai), pytest.raises(Refusal):
        billers.decide(actor=somchai, id=row.id, approve=True)
    by_head = asks(world.officer, HEALTH, fund="fees")
    with acting_as(world.officer), pytest.raises(Refusal) as refused:
        billers.decide(actor=world.officer, id=by_head.id, approve=True)
    assert refused.value.code == "separate_duties" and named(owing(world)) == DEMO_BILLER_ID
    with acting_as(world.officer):
        billers.decide(actor=world.officer, id=row.id, approve=False, words="เลขไม่ตรงกับหนังสือ")
        with pytest.raises(Refusal, match="already"):
            billers.decide(actor=world.officer, id=row.id, approve=True)
    assert named(owing(world)) == DEMO_BILLER_ID


def test_a_replaced_biller_is_still_known_for_the_invoices_made_with_it(world: World, somchai: Actor) -> None:
    shared = owing(world)
    sets(world, somchai, OFFICE)
    old = owing(world)
    sets(world, somchai, NEXT)
    new = owing(world)
    assert [named(one) for one in (shared, old, new)] == [DEMO_BILLER_ID, OFFICE, NEXT]
    results = [
        told(one, biller, f"T{number}").result
        for number, (one, biller) in enumerate([(shared, DEMO_BILLER_ID), (old, OFFICE), (new, NEXT)])
    ]
    assert results == ["settled"] * 3


def test_what_is_paid_in_part_names_the_same_biller_as_the_invoice(world: World, somchai: Actor) -> None:
    sets(world, somchai, OFFICE)
    bill = owing(world)
    sets(world, somchai, NEXT)
    take_part = json.loads(notice_of(bill, satang=10_000)) | {"biller_id": OFFICE}
    take(json.dumps(take_part).encode())
    with acting_as(world.officer):
        code = thaiqr.parse(due_now(again(world, bill)).qr_payload)
    assert (code.target, code.satang) == (OFFICE, 90_000)


def test_money_that_came_to_a_strangers_account_under_our_reference_is_not_ours(world: World) -> None:
    bill = owing(world)
    with pytest.raises(NoticeRejected) as refused:
        told(bill, HEALTH)
    assert refused.value.code == "notice.other_biller"
    with acting_as(world.officer):
        assert not Notice.objects.exists() and again(world, bill).paid_satang == 0


def test_money_that_came_to_another_agency_does_not_pay_our_invoice(world: World, somchai: Actor) -> None:
    sets(world, somchai, OFFICE)
    with acting_as(PLATFORM):
        Biller.objects.create(
            agency_id=world.other, biller_id=HEALTH, asked_at=now(), decided_at=now(), outcome="approved"
        )
    bill = owing(world)
    notice = told(bill, HEALTH)
    assert (notice.result, notice.agency_id) == ("unknown_reference", world.other)
    assert again(world, bill).paid_satang == 0
    with pytest.raises(Refusal) as refused:
        asks(somchai, HEALTH, "fees")
    assert (refused.value.code, refused.value.field) == ("biller_anothers", "biller_id")


def test_what_was_decided_cannot_be_changed_even_in_sql(world: World, somchai: Actor) -> None:
    row = sets(world, somchai, OFFICE)
    with acting_as(worker_at(world.agency)), connection.cursor() as cursor:
        for wish in ("UPDATE money_biller SET biller_id = '000000000000000'", "DELETE FROM money_biller"):
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(f"{wish} WHERE id = %s", [row.id])
    with acting_as(world.officer):
        assert Biller.objects.get(pk=row.pk).biller_id == OFFICE


def test_on_the_page_two_officers_set_it_and_both_are_told(world: World, somchai: Actor) -> None:
    till, desk = sit_down(Client(), somchai), sit_down(Client(), world.officer)
    empty = words(till.get(PAGE))
    assert "No biller was set here" in empty and "enter the bank account" in empty
    with acting_as(somchai):
        account = banking.enter_account(actor=somchai, bank="ธนาคาร", number="1234567890", name="เทศบาล")
    typed = {"command": "ask_biller", "fund": "", "biller_id": "123", "account": str(account.id), "reason": "x"}
    wrong = till.post(PAGE, typed)
    assert wrong.status_code == 422 and "15 digits" in words(wrong) and 'href="#biller_id"' in wrong.content.decode()
    asked = till.post(PAGE, typed | {"biller_id": OFFICE}, follow=True)
    assert "everything stays as it is" in words(asked) and not page(till, PAGE).xpath("//input[@name='biller']")
    (chosen,) = page(desk, PAGE).xpath("//input[@name='biller']/@value")
    done = desk.post(PAGE, {"command": "approve_biller", "biller": chosen}, follow=True)
    assert "Approved" in words(done) and OFFICE in words(done) and named(owing(world)) == OFFICE
    work_off()
    with acting_as(PLATFORM):
        letters = Message.objects.filter(key__startswith="biller/")
        assert len({one.to for one in letters}) == 2 and all(OFFICE in one.body for one in letters)


def test_somebody_who_handles_no_money_sees_it_and_changes_nothing(world: World) -> None:
    clerk = sit_down(Client(), world.colleague("เจ้าหน้าที่", Role.FRONT_DESK))
    assert "ask_biller" not in clerk.get(PAGE).content.decode()
    answer = clerk.post(PAGE, {"command": "ask_biller", "biller_id": OFFICE, "account": str(uuid4()), "reason": "x"})
    assert answer.status_code == 403 and named(owing(world)) == DEMO_BILLER_ID


def test_what_invoices_named_before_becomes_their_agencys_default(world: World) -> None:
    """The migration's own statement, over invoices that were made when agencies had no billers."""
    migration = importlib.import_module("thanjai.money.migrations.0011_billers")
    first, second = owing(world), owing(world)
    with acting_as(PLATFORM):
        other = second.qr_payload.replace(DEMO_BILLER_ID, OFFICE)
        Invoice.objects.filter(pk=second.pk).update(qr_payload=other)
        with connection.cursor() as cursor:
            cursor.execute(migration.AS_IT_WAS)
    with acting_as(world.officer):
        rows = Biller.objects.order_by("decided_at").values_list("biller_id", "fund", "outcome", "decided_at")
        assert [*rows] == [
            (DEMO_BILLER_ID, "", "approved", first.raised_at), (OFFICE, "", "approved", second.raised_at),
        ]  # fmt: skip
        assert [row.biller_id for row in billers.in_force(world.agency)] == [OFFICE]
