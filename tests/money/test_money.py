"""Money moves by the bank's word alone, once, and every satang is in the books."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.world import World, build
from thanjai.cases import selectors as cases
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.money import books, selectors
from thanjai.money.actions import raise_invoice, take_notice
from thanjai.money.models import Invoice, Notice, Receipt
from thanjai.money.providers import NoticeRejected
from thanjai.plugins.payments.demo_bank import signatures

pytestmark = pytest.mark.django_db
SECRET = "demo-bank-secret"


@pytest.fixture
def world() -> World:
    return build("food-premises-licence")


@pytest.fixture
def invoice(world: World) -> Invoice:
    _, case = world.submitted()
    world.until(case, "pay")
    with acting_as(world.officer):
        found = selectors.invoice_of(case.id)
    assert found is not None
    return found


def notice_of(invoice: Invoice, *, satang: int | None = None, id: str = "T1", reference: str | None = None) -> bytes:
    """A notice as the demonstration bank writes it."""
    from thanjai.plugins.payments.demo_bank.plugin import DEMO_BILLER_ID

    return json.dumps({
        "type": "payment.received", "transaction": id, "biller_id": DEMO_BILLER_ID,
        "reference1": reference or invoice.reference1, "reference2": invoice.reference2,
        "satang": invoice.satang if satang is None else satang, "paid_at": now().isoformat(),
    }).encode()  # fmt: skip


def take(body: bytes, id: str = "T1", secret: str = SECRET, late: timedelta = timedelta()) -> Notice:
    headers = signatures.signed_headers(secret, id, now() - late, body)
    return take_notice(provider_id="demo-bank", headers=headers, body=body)


def test_the_banks_word_settles_the_invoice_gives_a_receipt_and_moves_the_case(world: World, invoice: Invoice) -> None:
    assert take(notice_of(invoice)).result == "settled"
    with acting_as(world.officer):
        receipt = Receipt.objects.get()
        assert receipt.number.startswith("00001/") and receipt.satang == invoice.satang
        assert cases.case(invoice.subject).status == "approved"
        assert books.balances(world.agency)["receivable"] == 0


def test_a_repeated_notice_changes_nothing(world: World, invoice: Invoice) -> None:
    body = notice_of(invoice)
    assert take(body).id == take(body).id
    with acting_as(world.officer):
        assert Receipt.objects.count() == 1 and books.balances(world.agency)["bank"] == invoice.satang


@pytest.mark.parametrize(("secret", "late"), [("wrong", timedelta()), (SECRET, timedelta(hours=1))])
def test_a_forged_or_stale_notice_is_not_believed(world: World, invoice: Invoice, secret: str, late: timedelta) -> None:
    with pytest.raises(NoticeRejected):
        take(notice_of(invoice), secret=secret, late=late)
    with acting_as(PLATFORM):
        assert not Notice.objects.exists()
        assert cases.case(invoice.subject).status == "waiting_payment"


def test_too_little_waits_for_the_rest(world: World, invoice: Invoice) -> None:
    assert take(notice_of(invoice, satang=100)).result == "too_little"
    with acting_as(world.officer):
        assert cases.case(invoice.subject).status == "waiting_payment"
    assert take(notice_of(invoice, satang=invoice.satang - 100, id="T2"), id="T2").result == "settled"


def test_too_much_settles_and_the_rest_is_held_for_the_payer(world: World, invoice: Invoice) -> None:
    assert take(notice_of(invoice, satang=invoice.satang + 500)).result == "too_much"
    with acting_as(world.officer):
        assert books.balances(world.agency)["unallocated"] == -500


def test_a_second_payment_is_kept_and_never_income(world: World, invoice: Invoice) -> None:
    take(notice_of(invoice))
    assert take(notice_of(invoice, id="T2"), id="T2").result == "already_paid"
    with acting_as(world.officer):
        balances = books.balances(world.agency)
        assert balances["income"] == -invoice.satang and balances["unallocated"] == -invoice.satang


def test_money_of_an_unknown_reference_is_kept_and_shown(world: World, invoice: Invoice) -> None:
    assert take(notice_of(invoice, reference="NOSUCH")).result == "unknown_reference"
    with acting_as(PLATFORM):
        assert len(selectors.unmatched_notices()) == 1
        assert books.balances(books.NOBODY)["bank"] == invoice.satang and books.unbalanced() == []


def test_money_for_a_withdrawn_request_is_held_not_taken(world: World) -> None:
    from thanjai.domain.case import commands as c

    holder, case = world.submitted()
    world.until(case, "pay")
    with acting_as(world.officer):
        invoice = selectors.invoice_of(case.id)
    assert invoice is not None
    world.do(case, c.Withdraw(), actor=holder)
    assert take(notice_of(invoice)).result == "cancelled_invoice"
    with acting_as(world.officer):
        balances = books.balances(world.agency)
        assert balances["income"] == 0 and balances["unallocated"] == -invoice.satang


def test_an_invoice_is_raised_once_and_numbers_have_no_gap(world: World, invoice: Invoice) -> None:
    facts = {"agency_id": world.agency, "payer": "x", "lines": [{"title": {"th": "ก", "en": "a"}, "satang": 100}]}
    from uuid import uuid4

    with acting_as(PLATFORM):
        subject = uuid4()
        first = raise_invoice(subject=subject, purpose="p", **facts)  # type: ignore[arg-type]
        assert raise_invoice(subject=subject, purpose="p", **facts).id == first.id  # type: ignore[arg-type]
        second = raise_invoice(subject=uuid4(), purpose="p", **facts)  # type: ignore[arg-type]
    assert int(second.number[-6:]) == int(first.number[-6:]) + 1 == int(invoice.number[-6:]) + 2


def test_another_agencys_officer_sees_no_money(world: World, invoice: Invoice) -> None:
    take(notice_of(invoice))
    with acting_as(world.stranger):
        assert not Invoice.objects.exists() and not Receipt.objects.exists() and not Notice.objects.exists()
