"""Reading money as cashiers and heads do: an invoice with its history, shifts, what waits for somebody; what goes back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from thanjai.domain import dues, instalments, ledger
from thanjai.domain.instalments import Part, State
from thanjai.domain.refusals import Refusal
from thanjai.domain.surcharge import Rule
from thanjai.domain.text import Text
from thanjai.domain.tills import Way
from thanjai.kernel.clock import today
from thanjai.kernel.paging import Place, newest_first
from thanjai.kernel.tenancy import acting_as, worker_at
from thanjai.money import counter, crediting
from thanjai.money.going_back import REFUSED, ROLL
from thanjai.money.instructions import GIVE_BACK, REFUND, refundable
from thanjai.money.models import (
    BookNumber,
    Entry,
    Holding,
    Instruction,
    Invoice,
    Line,
    Plan,
    Receipt,
    ReceiptBook,
    Shift,
    Taking,
)  # fmt: skip
from thanjai.money.sending_back import WayBack, ways_back
from thanjai.money.wording import account_words, deed_words


@dataclass(frozen=True)
class Posting:
    """An entry in words. `owed` is by how much it changed what is outstanding, in satang."""

    row: Entry
    words: Text
    owed: int
    lines: tuple[tuple[Text, int], ...]


@dataclass(frozen=True)
class Bill:
    """An invoice with all that is known of it. `coming` is what would be added if it were charged today."""

    row: Invoice
    owed: dues.Owed
    coming: int
    rule: Rule | None
    plan: Plan | None
    parts: list[State]
    history: list[Posting]
    receipts: list[Receipt]
    instructions: list[Instruction]
    refundable: int
    ways_back: list[WayBack]


def bill(agency_id: UUID, id: UUID) -> Bill:
    """Raises Refusal no_such_invoice."""
    row = Invoice.objects.filter(agency_id=agency_id, pk=id).first()
    if row is None:
        raise Refusal("no_such_invoice", Text(th="ไม่พบใบแจ้งชำระนี้", en="There is no such invoice."))
    plan = crediting.plan_of(row)
    is_open = row.settled_at is None and row.cancelled_at is None
    owed = crediting.owed_on(row) if is_open else dues.Owed(0, 0)
    coming = max(0, crediting.accrued_on(row, today()) - row.surcharge_satang) if is_open and row.rule else 0
    return Bill(
        row=row, owed=owed, coming=coming, rule=crediting.rule_of(row), plan=plan, parts=_states(row, plan, owed),
        history=history(row), refundable=refundable(row), ways_back=ways_back(invoice=row),
        receipts=list(Receipt.objects.filter(invoice=row).order_by("issued_at", "id")),
        instructions=list(Instruction.objects.filter(invoice=row).order_by("-asked_at")),
    )  # fmt: skip


def _states(row: Invoice, plan: Plan | None, owed: dues.Owed) -> list[State]:
    if plan is None:
        return []
    parts = [Part(due, satang) for due, satang in crediting.parts_of(plan)]
    total = sum(part.satang for part in parts)
    return instalments.standing(parts, total - owed.fee, today())


def history(row: Invoice) -> list[Posting]:
    """Every entry that touched the invoice, the first one first."""
    own = [*dues.accounts_of(row.number), ledger.unallocated(row.number)]
    touched = Line.objects.filter(agency_id=row.agency_id, account__in=own).values_list("entry_id", flat=True)
    return postings(list(Entry.objects.filter(pk__in=set(touched)).prefetch_related("lines").order_by("at", "id")), row)


def postings(entries: Collection[Entry], row: Invoice | None = None) -> list[Posting]:
    debts = {ledger.receivable(row.number), ledger.receivable_surcharge(row.number)} if row else set()
    return [
        Posting(
            entry, deed_words(entry.what), sum(line.satang for line in entry.lines.all() if line.account in debts),
            tuple((account_words(line.account), line.satang) for line in entry.lines.all()),
        )
        for entry in entries
    ]  # fmt: skip


def invoice_numbered(agency_id: UUID, text: str) -> Invoice | None:
    """The invoice that is meant by its number or its first reference, however it is typed."""
    typed = "".join(text.split()).upper()
    if not typed:
        return None
    found = Invoice.objects.filter(Q(number=typed) | Q(reference1=typed), agency_id=agency_id)
    return found.first()


def own_shift(agency_id: UUID, cashier: UUID) -> Shift | None:
    """The shift that a cashier has open."""
    return Shift.objects.filter(agency_id=agency_id, cashier=cashier, closed_at__isnull=True).first()


def shift(agency_id: UUID, id: UUID) -> Shift:
    """Raises Refusal no_such_shift."""
    found = Shift.objects.filter(agency_id=agency_id, pk=id).first()
    if found is None:
        raise Refusal("no_such_shift", Text(th="ไม่พบกะนี้", en="There is no such shift."))
    return found


def takings_of(row: Shift) -> list[Taking]:
    return list(Taking.objects.filter(shift=row).select_related("invoice", "receipt").order_by("-at", "-id"))


def taken_in(row: Shift) -> dict[Way, int]:
    """By way of paying, what should be there without the float."""
    if row.taken is not None:
        return {Way(way): satang for way, satang in row.taken.items()}
    return {way: counter.taken_in(row).get(way, 0) for way in Way}


def shifts_of(agency_id: UUID, *, after: Place | None = None, limit: int = 100) -> list[Shift]:
    found = Shift.objects.filter(agency_id=agency_id)
    return list(newest_first(found, "opened_at", after)[:limit])


def instructions_of(agency_id: UUID, *, after: Place | None = None, limit: int = 100) -> list[Instruction]:
    found = Instruction.objects.filter(agency_id=agency_id).select_related("invoice", "holding")
    return list(newest_first(found, "asked_at", after)[:limit])


def instruction(agency_id: UUID, id: UUID) -> Instruction:
    """Raises Refusal no_such_instruction."""
    found = Instruction.objects.filter(agency_id=agency_id, pk=id).select_related(
        "invoice", "holding__invoice", "payment"
    )
    row = found.defer("payment__raw").first()
    if row is None:
        raise Refusal("no_such_instruction", Text(th="ไม่พบคำขอนี้", en="There is no such request."))
    return row


def waiting_instructions(agency_id: UUID) -> int:
    return Instruction.objects.filter(agency_id=agency_id, outcome="").count()


def holdings_of(agency_id: UUID, *, after: Place | None = None, limit: int = 100) -> list[Holding]:
    found = Holding.objects.filter(agency_id=agency_id, satang__gt=0).select_related("invoice", "notice")
    return list(newest_first(found.defer("notice__raw"), "since", after)[:limit])


def holding(agency_id: UUID, id: UUID) -> Holding:
    """Raises Refusal no_such_money."""
    found = Holding.objects.filter(agency_id=agency_id, pk=id).select_related("invoice", "notice").defer("notice__raw")
    row = found.first()
    if row is None:
        raise Refusal("no_such_money", Text(th="ไม่พบเงินรอจัดสรรนี้", en="There is no such money held."))
    return row


def receipt(agency_id: UUID, id: UUID) -> Receipt:
    """Raises Refusal no_such_receipt."""
    found = Receipt.objects.filter(agency_id=agency_id, pk=id).select_related("invoice", "replaces").first()
    if found is None:
        raise Refusal("no_such_receipt", Text(th="ไม่พบใบเสร็จนี้", en="There is no such receipt."))
    return found


def replacement_of(row: Receipt) -> Receipt | None:
    return Receipt.objects.filter(replaces=row).first()


def taking_of(row: Receipt) -> Taking | None:
    """The money taken at the counter for which this receipt was given."""
    return Taking.objects.filter(receipt=row).select_related("shift").first()


@dataclass(frozen=True)
class Book:
    """A printed book: how many of its numbers were used and spoilt, and the first that is left."""

    row: ReceiptBook
    used: int
    spoilt: tuple[BookNumber, ...]
    next: int | None

    @property
    def left(self) -> int:
        return self.row.last - self.row.first + 1 - self.used - len(self.spoilt)


def books_of(agency_id: UUID) -> list[Book]:
    """The newest first."""
    return [_book(row) for row in ReceiptBook.objects.filter(agency_id=agency_id).order_by("-entered_at", "-id")[:50]]


def _book(row: ReceiptBook) -> Book:
    gone = list(BookNumber.objects.filter(book=row).order_by("number"))
    numbers = {one.number for one in gone}
    following = next((number for number in range(row.first, row.last + 1) if number not in numbers), None)
    spoilt = tuple(one for one in gone if one.receipt_id is None)
    return Book(row, len(gone) - len(spoilt), spoilt, following)


def booked_on(agency_id: UUID, day: date) -> list[Posting]:
    """What was booked under a day."""
    rows = Entry.objects.filter(agency_id=agency_id, day=day).prefetch_related("lines").order_by("id")
    return postings(list(rows[:500]))


@dataclass(frozen=True)
class GivenBack:
    """Money that goes back to whoever paid it. `at` is when it was sent, or approved; `sending` as of an instruction."""

    satang: int
    at: datetime
    sending: str
    to_account: bool
    """To an account that was named, with the office's payments to people"""


def given_back(agency_id: UUID, *subjects: UUID) -> list[GivenBack]:
    """What was approved to go back of what was paid for these, in order: for the payer's page.

    They see the books of nobody: the platform looks there for them."""
    about = Q(invoice__subject__in=subjects) | Q(holding__invoice__subject__in=subjects)
    with acting_as(worker_at(agency_id)), transaction.atomic():
        rows = Instruction.objects.filter(about, agency_id=agency_id, outcome="approved", kind__in=(REFUND, GIVE_BACK))
        return [
            GivenBack(row.fee_satang, row.sent_at or row.decided_at, row.sending, row.way == ROLL)
            for row in rows.exclude(sending=REFUSED).order_by("decided_at")
            if row.decided_at is not None
        ]
