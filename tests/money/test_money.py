"""Money moves by the bank's word alone, once, and every satang is in the books."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from tests.world import World
from thanjai.cases import selectors as cases
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.money import books, claims, selectors
from thanjai.money.actions import lapse_invoice, raise_invoice, take_notice
from thanjai.money.events import InvoicePaid, PaymentHeld
from thanjai.money.models import Invoice, Notice, Receipt
from thanjai.money.providers import NoticeRejected
from thanjai.plugins.payments.demo_bank import signatures

pytestmark = pytest.mark.django_db
SECRET = "demo-bank-secret"


@pytest.fixture
def invoice(world: World) -> Invoice:
    _, case = world.submitted()
    world.until(case, "pay")
    with acting_as(world.officer):
        found = selectors.invoice_of(case.id)
    assert found is not None
    return found


def notice_of(
    invoice: Invoice,
    *,
    satang: int | None = None,
    id: str = "T1",
    reference: str | None = None,
    paid_at: datetime | None = None,
) -> bytes:
    """A notice as the demonstration bank writes it."""
    from thanjai.plugins.payments.demo_bank.plugin import DEMO_BILLER_ID

    return json.dumps({
        "type": "payment.received", "transaction": id, "biller_id": DEMO_BILLER_ID,
        "reference1": reference or invoice.reference1, "reference2": invoice.reference2,
        "satang": invoice.satang if satang is None else satang, "paid_at": (paid_at or now()).isoformat(),
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


CLOSES = datetime.fromisoformat("2027-05-05T00:00:00+07:00")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """What money tells of payments for purposes that a judge of this test decides: too late from `CLOSES` on."""

    def judge(subject: UUID, purpose: str, paid_at: datetime) -> str:
        return "" if paid_at < CLOSES else "too_late"

    heard: list[object] = []
    monkeypatch.setattr(claims, "_judges", {"judged/": judge})
    for place in ("actions", "crediting"):
        monkeypatch.setattr(f"thanjai.money.{place}.publish", heard.append)
    yield heard


def judged(world: World) -> Invoice:
    with acting_as(PLATFORM):
        return raise_invoice(
            agency_id=world.agency, subject=uuid4(), purpose="judged/2028", payer="x",
            lines=[{"title": {"th": "ก", "en": "a"}, "satang": 1000}],
        )  # fmt: skip


def lapse(invoice: Invoice) -> None:
    with acting_as(PLATFORM):
        lapse_invoice(agency_id=invoice.agency_id, subject=invoice.subject, purpose=invoice.purpose)


def balances(world: World) -> dict[str, int]:
    with acting_as(world.officer):
        assert books.unbalanced() == []
        found = books.balances(world.agency)
    return {name: amount for name, amount in found.items() if amount}


def test_the_bank_s_moment_decides_also_when_we_hear_of_it_after_the_invoice_lapsed(
    world: World, told: list[object]
) -> None:
    invoice = judged(world)
    lapse(invoice)
    lapse(invoice)
    assert balances(world) == {}
    in_time = CLOSES - timedelta(seconds=1)
    assert take(notice_of(invoice, paid_at=in_time)).result == "settled"
    assert balances(world) == {"bank": 1000, "income": -1000}
    paid = told[0]
    assert isinstance(paid, InvoicePaid)
    assert paid.paid_at == in_time
    lapse(invoice)
    assert balances(world) == {"bank": 1000, "income": -1000}


def test_a_payment_its_judge_refuses_is_held_and_its_payer_can_be_told(world: World, told: list[object]) -> None:
    invoice = judged(world)
    notice = take(notice_of(invoice, paid_at=CLOSES))
    assert notice.result == "too_late"
    assert balances(world) == {"bank": 1000, "receivable": 1000, "unallocated": -1000, "income": -1000}
    assert told == [
        PaymentHeld(world.agency, invoice.subject, invoice.purpose, notice_id=notice.id, satang=1000, why="too_late")
    ]
    lapse(invoice)
    assert balances(world) == {"bank": 1000, "unallocated": -1000}


def test_what_was_paid_in_part_is_held_when_the_time_is_over_and_counts_again_if_the_rest_was_in_time(
    world: World, told: list[object]
) -> None:
    invoice, in_time = judged(world), CLOSES - timedelta(hours=1)
    assert take(notice_of(invoice, satang=300, paid_at=in_time)).result == "too_little"
    lapse(invoice)
    assert balances(world) == {"bank": 300, "unallocated": -300}
    assert take(notice_of(invoice, satang=200, id="T2", paid_at=in_time), id="T2").result == "too_little"
    assert balances(world) == {"bank": 500, "receivable": 500, "income": -1000}
    lapse(invoice)
    assert balances(world) == {"bank": 500, "unallocated": -500}
    assert take(notice_of(invoice, satang=600, id="T3", paid_at=in_time), id="T3").result == "too_much"
    assert balances(world) == {"bank": 1100, "unallocated": -100, "income": -1000}
    held = [(one.why, one.satang) for one in told if isinstance(one, PaymentHeld)]
    assert held == [("lapsed", 300), ("lapsed", 300), ("lapsed", 200), ("too_much", 100)]
