"""Numbering receipts: without gaps, in the transaction of the payment, so that a crash gives the number back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Sum

from thanjai.domain.buddhist import bangkok_day, fiscal_year_be
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.ids import new_id
from thanjai.kernel.sequences import next_number
from thanjai.kernel.tenancy import Actor, acting_as, worker_at
from thanjai.money.desk import cashier_of
from thanjai.money.models import BookNumber, Invoice, Receipt, ReceiptBook

ELECTRONIC, COUNTER, BOOK = "electronic", "counter", "book"
GATEWAY: Final = "gateway"
"""How money came that a gateway told of, where reports do not say by which of its ways."""
TRANSFER: Final = "transfer"
"""How a payment came that a line of a bank's statement told of, and whose word it was."""
_SERIES: Final = {ELECTRONIC: ("receipt/{}", "{:05}/{}"), COUNTER: ("receipt/counter/{}", "C{:05}/{}")}
"""For each kind, its series of numbers in a fiscal year, and how a number of it is written."""
_PART: Final = Text(th="ชำระบางส่วนตามใบแจ้งชำระ", en="Part of the fee")
_MORE: Final = Text(th="เงินเพิ่มหรือค่าปรับที่ชำระช้า", en="Surcharge for paying late")


@dataclass(frozen=True)
class Slip:
    """What a receipt says beside its number. `lines` None is for all that the invoice says."""

    satang: int
    method: str
    paid_at: datetime
    lines: Sequence[dict[str, Any]] | None = None
    reference: str = ""
    payer: str = ""


@dataclass(frozen=True)
class Printed:
    """The number of a printed book that the payer is given."""

    book: UUID
    number: int


def lines_of(invoice: Invoice, fee: int, surcharge: int) -> list[dict[str, Any]] | None:
    """What a payment was for; None when it was for the whole of the invoice, as that says it."""
    if (fee, surcharge) == (invoice.satang, 0):
        return None
    parts = ((Text(**invoice.lines[0]["title"]) if fee == invoice.satang else _PART, fee), (_MORE, surcharge))
    return [{"title": title.model_dump(), "satang": satang} for title, satang in parts if satang]


def issue(invoice: Invoice, slip: Slip, kind: str = ELECTRONIC, replaces: Receipt | None = None) -> Receipt:
    """Give a receipt the next number of its kind, in the transaction of the payment."""
    moment = now()
    year = fiscal_year_be(bangkok_day(moment))
    series, written = _SERIES[kind]
    return _make(
        invoice, slip, kind, written.format(next_number(invoice.agency_id, series.format(year)), year), replaces
    )


def issue_printed(invoice: Invoice, slip: Slip, printed: Printed, *, by: UUID, by_name: str) -> Receipt:
    """The payer has the number of a printed book; it is used now. Raises Refusal when it cannot be."""
    book = book_of(invoice.agency_id, printed.book)
    _check_left(book, printed.number)
    id = new_id()
    # Of two who write the same number, the second is told here, before there is a receipt of it.
    _take(book, printed.number, receipt_id=id, by=by, by_name=by_name)
    return _make(invoice, slip, BOOK, f"B{book.label}/{printed.number}", None, id=id)


def _take(book: ReceiptBook, number: int, **facts: Any) -> BookNumber:
    """The number is gone. Raises Refusal when another was quicker."""
    try:
        with transaction.atomic():
            return BookNumber.objects.create(agency_id=book.agency_id, book=book, number=number, at=now(), **facts)
    except IntegrityError:
        raise _gone(number) from None


def _make(
    invoice: Invoice, slip: Slip, kind: str, number: str, replaces: Receipt | None, id: UUID | None = None
) -> Receipt:
    return Receipt.objects.create(
        id=id or new_id(), agency_id=invoice.agency_id, invoice=invoice, kind=kind, number=number, person_id=invoice.person_id,
        bearer=invoice.bearer, satang=slip.satang, lines=slip.lines, method=slip.method, reference=slip.reference,
        payer=slip.payer, paid_at=slip.paid_at, issued_at=now(), replaces=replaces,
    )  # fmt: skip


def issue_rest(invoice: Invoice, paid_at: datetime, method: str = "qr") -> Receipt | None:
    """A receipt for what was paid and has none yet. The newest of the invoice; None when nothing was ever paid."""
    standing = Receipt.objects.filter(invoice=invoice, voided_at__isnull=True)
    rest = invoice.paid_satang - (standing.aggregate(total=Sum("satang"))["total"] or 0)
    if rest > 0:
        whole = rest == invoice.satang and not invoice.surcharge_satang
        lines = None if whole else lines_of(invoice, rest, 0)
        return issue(invoice, Slip(rest, method, paid_at, lines))
    return standing.order_by("-issued_at", "-id").first()


def void(receipt: Receipt, *, by: UUID, by_name: str, reason: str) -> None:
    """Say that a receipt does not hold. It stays, with who said so and why."""
    if receipt.voided_at is not None:
        raise Refusal("void_already", Text(th="ใบเสร็จนี้ยกเลิกไปแล้ว", en="This receipt is void already."))
    receipt.voided_at, receipt.voided_by, receipt.voided_by_name = now(), by, by_name[:200]
    receipt.void_reason = reason[:500]
    receipt.save(update_fields=["voided_at", "voided_by", "voided_by_name", "void_reason"])


@transaction.atomic
def reissue(*, actor: Actor, receipt_id: UUID, reason: str, payer: str = "") -> Receipt:
    """A receipt was wrong: it is void, and another with a new number takes its place. Raises Refusal."""
    member = cashier_of(actor)
    if not reason.strip():
        raise Refusal("reason", Text(th="ระบุเหตุผลที่ยกเลิกใบเสร็จ", en="Say why the receipt is void."), field="reason")
    with acting_as(worker_at(member.agency_id)):
        receipt = Receipt.objects.select_for_update().filter(pk=receipt_id, agency_id=member.agency_id).first()
        if receipt is None:
            raise Refusal("no_such_receipt", Text(th="ไม่พบใบเสร็จนี้", en="There is no such receipt."))
        void(receipt, by=member.person_id, by_name=actor.name, reason=reason.strip())
        slip = Slip(
            receipt.satang, receipt.method, receipt.paid_at or receipt.issued_at, receipt.lines, receipt.reference,
            payer.strip()[:200] or receipt.payer,
        )  # fmt: skip
        kind = ELECTRONIC if receipt.kind == ELECTRONIC else COUNTER
        return issue(receipt.invoice, slip, kind, replaces=receipt)


def book_of(agency_id: UUID, id: UUID) -> ReceiptBook:
    """Raises Refusal."""
    found = ReceiptBook.objects.filter(agency_id=agency_id, pk=id).first()
    if found is None:
        raise Refusal(
            "no_such_book",
            Text(th="เลือกเล่มใบเสร็จจากรายการ", en="Choose a book of receipts from the list."),
            field="book",
        )
    return found


def _check_left(book: ReceiptBook, number: int) -> None:
    if not book.first <= number <= book.last:
        raise Refusal(
            "number_not_in_book",
            Text(
                th=f"เล่มที่ {book.label} มีเลขที่ {book.first} ถึง {book.last}",
                en=f"Book {book.label} has the numbers {book.first} to {book.last}.",
            ),
            field="number",
        )
    if BookNumber.objects.filter(book=book, number=number).exists():
        raise _gone(number)


def _gone(number: int) -> Refusal:
    return Refusal(
        "number_gone",
        Text(th=f"เลขที่ {number} ใช้หรือเสียไปแล้ว", en=f"Number {number} was used or spoilt already."),
        field="number",
    )


@transaction.atomic
def enter_book(*, actor: Actor, label: str, first: int, last: int) -> ReceiptBook:
    """Enter a printed book with the numbers in it. Raises Refusal."""
    member, label = cashier_of(actor), label.strip()
    if not label or len(label) > 20 or "/" in label:
        raise Refusal(
            "book_label", Text(th="กรอกเล่มที่ ไม่เกิน 20 ตัวอักษร ไม่มีเครื่องหมาย /", en="Enter the book's number: at most 20 signs, without /."),
            field="label",
        )  # fmt: skip
    if not 0 < first <= last <= 9_999_999 or last - first >= 10_000:
        raise Refusal(
            "book_numbers",
            Text(th="กรอกเลขที่แรกและเลขที่สุดท้ายของเล่ม", en="Enter the first and the last number of the book."),
            field="last",
        )
    if ReceiptBook.objects.filter(agency_id=member.agency_id, label=label).exists():
        raise Refusal(
            "book_known", Text(th=f"เล่มที่ {label} บันทึกไว้แล้ว", en=f"Book {label} was entered already."), field="label"
        )
    with acting_as(worker_at(member.agency_id)):
        return ReceiptBook.objects.create(
            agency_id=member.agency_id, label=label, first=first, last=last, entered_by=member.person_id,
            entered_by_name=actor.name, entered_at=now(),
        )  # fmt: skip


@transaction.atomic
def spoil(*, actor: Actor, book_id: UUID, number: int, reason: str) -> BookNumber:
    """A printed receipt was spoilt: its number is gone, with the reason. Raises Refusal."""
    member = cashier_of(actor)
    if not reason.strip():
        raise Refusal("reason", Text(th="ระบุเหตุที่เสีย", en="Say how it was spoilt."), field="reason")
    with acting_as(worker_at(member.agency_id)):
        book = book_of(member.agency_id, book_id)
        _check_left(book, number)
        return _take(book, number, reason=reason.strip()[:300], by=member.person_id, by_name=actor.name)
