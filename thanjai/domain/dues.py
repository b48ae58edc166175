"""Entries about what is owed on an invoice: payments, surcharges, waivers, write-offs, and their undoing.

On an invoice are outstanding: what was raised and what was added, less what was waived, written off and paid.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from thanjai.domain import ledger
from thanjai.domain.ledger import Entry, Posting, require_above_nothing, require_within
from thanjai.domain.refusals import Refusal
from thanjai.domain.surcharge import Debt, Order, split
from thanjai.domain.text import Text


class Kind(StrEnum):
    """How a debt ends without being paid."""

    WAIVER = "waiver"
    WRITE_OFF = "write_off"


@dataclass(frozen=True, slots=True)
class Owed:
    """What is outstanding on an invoice, in satang."""

    fee: int
    surcharge: int

    @property
    def total(self) -> int:
        return self.fee + self.surcharge


@dataclass(frozen=True, slots=True)
class Authority:
    """By whom money is let go, under which provision, and why. Raises Refusal when one of them is not said."""

    person: str
    provision: str
    reason: str

    def __post_init__(self) -> None:
        if not self.person:
            raise _refused("person", "ต้องมีผู้สั่ง", "Somebody must order it.")
        if not self.provision.strip():
            raise _refused(
                "provision", "ระบุกฎหมายหรือระเบียบที่ให้อำนาจ", "Name the law or regulation that gives the power to do so."
            )
        if not self.reason.strip():
            raise _refused("reason", "ระบุเหตุผล", "Give the reason.")


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment as it was divided."""

    entry: Entry
    fee: int
    surcharge: int
    held: int


def payment(*, reference: str, into: str, invoice: str, amount: int, owed: Owed, order: Order) -> Paid:
    """Money came in for an invoice, into the account `into`; what is too much is held. Raises Refusal."""
    require_above_nothing(amount)
    fee, surcharge, held = split(amount, max(owed.fee, 0), max(owed.surcharge, 0), order)
    lines = [Posting(into, amount), *_towards(invoice, fee, surcharge)]
    if held:
        lines.append(Posting(ledger.unallocated(invoice), -held))
    return Paid(Entry(reference, tuple(lines)), fee, surcharge, held)


def allocation(
    *, reference: str, payer: str, invoice: str, amount: int, held: int, owed: Owed, order: Order
) -> Paid:  # fmt: skip
    """Held money pays an invoice. Raises Refusal beyond what is held or what is owed."""
    require_above_nothing(amount)
    require_within(amount, held)
    require_within(amount, owed.total)
    fee, surcharge, _ = split(amount, owed.fee, owed.surcharge, order)
    lines = (Posting(ledger.unallocated(payer), amount), *_towards(invoice, fee, surcharge))
    return Paid(Entry(reference, lines), fee, surcharge, 0)


def _towards(invoice: str, fee: int, surcharge: int) -> list[Posting]:
    parts = ((ledger.receivable(invoice), fee), (ledger.receivable_surcharge(invoice), surcharge))
    return [Posting(account, -amount) for account, amount in parts if amount]


def surcharge_added(*, reference: str, invoice: str, amount: int) -> Entry:
    """The law adds to a fee that is late. Raises Refusal."""
    require_above_nothing(amount)
    lines = (Posting(ledger.receivable_surcharge(invoice), amount), Posting(f"{ledger.SURCHARGE}:{invoice}", -amount))
    return Entry(reference, lines)


def surcharge_taken_back(*, reference: str, invoice: str, amount: int, owed: Owed) -> Entry:
    """Money turns out to have come earlier than was known, so less was added. Raises Refusal."""
    require_above_nothing(amount)
    require_within(amount, owed.surcharge)
    lines = (Posting(f"{ledger.SURCHARGE}:{invoice}", amount), Posting(ledger.receivable_surcharge(invoice), -amount))
    return Entry(reference, lines)


def let_go(
    *, reference: str, invoice: str, kind: Kind, fee: int, surcharge: int, owed: Owed, authority: Authority
) -> Entry:  # fmt: skip
    """A debt is waived, or written off, by somebody who may. Raises Refusal beyond what is owed.

    `authority` is asked for so that nothing is let go without one.
    """
    for amount, limit in ((fee, owed.fee), (surcharge, owed.surcharge)):
        if amount < 0:
            require_above_nothing(amount)
        require_within(amount, limit)
    require_above_nothing(fee + surcharge)
    head = ledger.WAIVED if kind is Kind.WAIVER else ledger.WRITTEN_OFF
    return Entry(reference, (Posting(f"{head}:{invoice}", fee + surcharge), *_towards(invoice, fee, surcharge)))


def accounts_of(invoice: str) -> tuple[str, ...]:
    """The invoice's own accounts, each by itself."""
    more = (f"{head}:{invoice}" for head in (ledger.SURCHARGE, ledger.WAIVED, ledger.WRITTEN_OFF))
    return (ledger.receivable(invoice), ledger.receivable_surcharge(invoice), *more)


def unwound(*, reference: str, invoice: str, raised: Entry, standing: Mapping[str, int]) -> Entry:
    """The invoice is no more: nothing is owed, added, waived or earned by it, and what was paid is held for the payer.

    `standing` is what stands on the invoice's own accounts now.
    """
    lines = [Posting(account, -amount) for account in accounts_of(invoice) if (amount := standing.get(account, 0))]
    lines += [Posting(line.account, -line.amount) for line in raised.lines if line.amount < 0]
    if paid := sum(line.amount for line in lines):
        lines.append(Posting(ledger.unallocated(invoice), -paid))
    return Entry(reference, tuple(lines))


def handed_over(*, reference: str, payer: str, amount: int, held: int) -> tuple[Entry, Entry]:
    """Money held in one book is held in another from now on: what leaves the first, what comes into the second."""
    leaves = ledger.overpayment_refunded(reference=f"{reference}/out", payer=payer, amount=amount, held=held)
    return leaves, ledger.payment_unmatched(reference=f"{reference}/in", payer=payer, amount=amount)


def debts_of(parts: tuple[tuple[date, int], ...], paid: tuple[tuple[date, int], ...]) -> tuple[Debt, ...]:
    """The parts of a fee as debts, each with the payments that went to it: the oldest part is paid first."""
    debts = []
    left = list(paid)
    for due, satang in parts:
        mine, wanted = [], satang
        while left and wanted:
            day, amount = left[0]
            taken = min(amount, wanted)
            mine.append((day, taken))
            wanted -= taken
            left[0] = (day, amount - taken)
            if not left[0][1]:
                left.pop(0)
        debts.append(Debt(due, satang, tuple(mine)))
    return tuple(debts)


def first_open_day(day: date, closed_until: date | None) -> date:
    """The day under which something that happens on `day` is booked: the next one that is not closed."""
    return day if closed_until is None else max(day, closed_until + timedelta(days=1))


def _refused(field: str, th: str, en: str) -> Refusal:
    return Refusal(f"authority_{field}", Text(th=th, en=en), field=field)
