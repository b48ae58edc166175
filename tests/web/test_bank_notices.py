"""The bank's word at our door: believed only when proven, and then counted once."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.money.test_money import SECRET, notice_of
from tests.threads import together
from tests.web.applicant import work_off
from tests.web.desk import sit_down, words
from tests.world import World, build
from thanjai.cases import selectors as cases
from thanjai.domain.case import commands as c
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.money import books, selectors
from thanjai.money.models import Entry, Invoice, Notice, Receipt
from thanjai.plugins.payments.demo_bank import signatures

FOOD = "food-premises-licence"
DOOR = "/hooks/payments/demo-bank/"


@pytest.fixture
def world(db: None) -> World:
    return build(FOOD)


@pytest.fixture
def invoice(world: World) -> Invoice:
    return asked_for(world)[1]


@transaction.atomic
def asked_for(world: World) -> tuple[Any, Invoice]:
    """The applicant of a case that waits for its fee, and the invoice."""
    holder, case = world.submitted()
    world.until(case, "pay")
    with acting_as(world.officer):
        found = selectors.invoice_of(case.id)
    assert found is not None
    return holder, found


def knock(
    body: bytes,
    id: str = "T1",
    *,
    secret: str = SECRET,
    late: timedelta = timedelta(),
    change: dict[str, str] | None = None,
) -> Any:
    """Bring a notice to the door, over HTTP as the bank does: without a session and without our token."""
    headers = signatures.signed_headers(secret, id, now() - late, body) | (change or {})
    client = Client(enforce_csrf_checks=True)
    return client.post(DOOR, body, content_type="application/json", headers=headers)


def told(answer: Any) -> str:
    assert answer.status_code == 200, answer.content
    return str(answer.json()["result"])


def counts(world: World) -> tuple[int, int, int]:
    with acting_as(PLATFORM), transaction.atomic():
        return (
            Notice.objects.count(),
            Receipt.objects.count(),
            Entry.objects.filter(source__startswith="notice/").count(),
        )


def status(world: World, invoice: Invoice) -> str:
    with acting_as(world.officer), transaction.atomic():
        return str(cases.case(invoice.subject).status)


def test_a_proven_notice_settles_the_invoice_once_however_often_it_comes(world: World, invoice: Invoice) -> None:
    body = notice_of(invoice)
    assert told(knock(body)) == "settled" == told(knock(body)) == told(knock(body, late=timedelta(minutes=2)))
    assert counts(world) == (1, 1, 1) and status(world, invoice) == "approved"
    assert "issue" in work_off("issue") and status(world, invoice) == "issued"


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"secret": "another"}, "notice.forged"),
        ({"late": timedelta(minutes=6)}, "notice.stale"),
        ({"late": -timedelta(minutes=6)}, "notice.stale"),
        ({"change": {"webhook-signature": "v1,AAAA"}}, "notice.forged"),
        ({"change": {"webhook-signature": ""}}, "notice.unsigned"),
        ({"change": {"webhook-id": "T2"}}, "notice.forged"),
        ({"change": {"webhook-timestamp": "1"}}, "notice.forged"),
    ],
)
def test_what_is_not_proven_is_refused_and_not_kept(
    world: World, invoice: Invoice, how: dict[str, Any], code: str
) -> None:
    answer = knock(notice_of(invoice), **how)
    assert answer.status_code == 400 and answer.json()["error"] == code
    assert counts(world) == (0, 0, 0) and status(world, invoice) == "waiting_payment"


def test_a_changed_body_a_broken_one_and_one_of_another_biller_are_refused(world: World, invoice: Invoice) -> None:
    body = notice_of(invoice)
    signed = signatures.signed_headers(SECRET, "T1", now(), body)
    changed = json.dumps(json.loads(body) | {"satang": 1}).encode()
    sent = Client().post(DOOR, changed, content_type="application/json", headers=signed)
    assert sent.status_code == 400 and sent.json()["error"] == "notice.forged"
    for broken in (b"", b"{", b"[]", json.dumps(json.loads(body) | {"reference1": "a\0b"}).encode()):
        assert knock(broken).status_code == 400
    other = json.dumps(json.loads(body) | {"biller_id": "099999999999918"}).encode()
    assert knock(other).json()["error"] == "notice.other_biller"
    assert counts(world) == (0, 0, 0)


def test_too_little_waits_for_the_rest_and_too_much_is_held_for_the_payer(world: World, invoice: Invoice) -> None:
    assert told(knock(notice_of(invoice, satang=invoice.satang - 1))) == "too_little"
    assert status(world, invoice) == "waiting_payment" and counts(world)[1] == 0
    assert told(knock(notice_of(invoice, satang=501, id="T2"), "T2")) == "too_much"
    assert status(world, invoice) == "approved" and counts(world)[1] == 1
    with acting_as(world.officer):
        assert books.balances(world.agency)["unallocated"] == -500 and books.unbalanced() == []


def test_money_of_an_unknown_reference_is_kept_and_shown_to_whom_it_was_meant_for(
    world: World, invoice: Invoice
) -> None:
    mistaken = invoice.reference1[:-1] + ("A" if invoice.reference1[-1] != "A" else "B")
    assert told(knock(notice_of(invoice, reference=mistaken))) == "unknown_reference"
    assert told(knock(notice_of(invoice, reference="ร้านป้า 1", id="T2"), "T2")) == "unknown_reference"
    assert status(world, invoice) == "waiting_payment"
    with acting_as(PLATFORM):
        assert [one.agency_id for one in selectors.unmatched_notices()] == [None, world.agency]
        for whose in (world.agency, books.NOBODY):
            assert books.balances(whose)["bank"] == invoice.satang == -books.balances(whose)["unallocated"]
    cashier = sit_down(Client(), world.officer)
    assert mistaken in words(cashier.get("/en/office/money/?view=odd"))


def test_money_that_comes_after_the_request_was_withdrawn_is_held(world: World) -> None:
    holder, invoice = asked_for(world)
    with acting_as(world.officer):
        case = cases.case(invoice.subject)
    world.do(case, c.Withdraw(), actor=holder)
    assert told(knock(notice_of(invoice))) == "cancelled_invoice"
    assert status(world, invoice) == "withdrawn" and counts(world) == (1, 0, 1)
    with acting_as(world.officer):
        assert books.balances(world.agency)["income"] == 0


def test_another_transaction_for_a_paid_invoice_is_kept_and_never_income(world: World, invoice: Invoice) -> None:
    knock(notice_of(invoice))
    assert told(knock(notice_of(invoice, id="T2"), "T2")) == "already_paid"
    assert counts(world) == (2, 1, 2)


def test_the_door_takes_notices_only_and_knows_its_banks(world: World) -> None:
    for method in ("get", "put", "delete", "head"):
        assert getattr(Client(), method)(DOOR).status_code == 405
    assert Client().post("/hooks/payments/no-such-bank/", b"{}", content_type="application/json").status_code == 404
    assert Client().post("/en/hooks/payments/demo-bank/").status_code == 404


def test_the_same_notice_at_the_same_moment_is_counted_once(own_database: str) -> None:
    with transaction.atomic():
        world = build(FOOD)
    for number in range(4):
        _, invoice = asked_for(world)
        id = f"T{number}"
        body = notice_of(invoice, id=id)
        answers = together(*[lambda body=body, id=id: knock(body, id)] * 4)
        assert {told(answer) for answer in answers} == {"settled"}
        assert status(world, invoice) == "approved"
    assert counts(world) == (4, 4, 4)


def test_two_transactions_at_the_same_moment_settle_one_invoice_once(own_database: str) -> None:
    with transaction.atomic():
        world = build(FOOD)
    for number in range(3):
        _, invoice = asked_for(world)
        ids = [f"T{number}a", f"T{number}b"]
        answers = together(*(lambda invoice=invoice, id=id: knock(notice_of(invoice, id=id), id) for id in ids))
        assert sorted(told(answer) for answer in answers) == ["already_paid", "settled"]
    with acting_as(PLATFORM), transaction.atomic():
        numbers = sorted(Receipt.objects.values_list("number", flat=True))
        assert [int(number.partition("/")[0]) for number in numbers] == [1, 2, 3]
        assert books.unbalanced() == []
