"""Double-entry bookkeeping of public fees, in satang.

A debit is positive and a credit negative. Every entry balances, so money can move but
never appear; every entry has a reference from outside, so a repeat changes nothing.

Accounts are paths: `receivable:INV-1` is part of `receivable`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

RECEIVABLE: Final = "receivable"
"""What people owe, under it one account for each invoice (debit)."""
BANK: Final = "bank_clearing"
"""What came in and is not yet matched with the bank's statement (debit)."""
UNALLOCATED: Final = "unallocated"
"""What came in and belongs to no invoice: owed back to the payer (credit)."""
INCOME: Final = "income"
"""Fees, under it one account for each fund that they belong to (credit)."""


@dataclass(frozen=True, slots=True)
class Posting:
    """One line: `amount` satang to `account`, debit above nothing, credit below."""

    account: str
    amount: int


@dataclass(frozen=True, slots=True)
class Entry:
    """Postings that happen together. Raises Refusal unless they add up to nothing.

    `reference` names the cause for ever: the invoice, the bank's transaction, the refund order.
    """

    reference: str
    lines: tuple[Posting, ...]

    def __post_init__(self) -> None:
        if len(self.lines) < 2 or sum(line.amount for line in self.lines) != 0:
            raise Refusal(
                "ledger.unbalanced",
                Text(
                    th="รายการบัญชีไม่สมดุล ยอดเดบิตต้องเท่ากับยอดเครดิต",
                    en="The entry does not balance: debits must equal credits",
                ),
            )


def post(entries: tuple[Entry, ...], entry: Entry) -> tuple[Entry, ...]:
    """The books with `entry` added; unchanged when the same entry is there already.

    Raises Refusal when another entry already bears its reference.
    """
    earlier = next((known for known in entries if known.reference == entry.reference), None)
    if earlier is None:
        return (*entries, entry)
    if earlier == entry:
        return entries
    raise Refusal(
        "ledger.reference_taken",
        Text(
            th=f"เลขอ้างอิง {entry.reference} ใช้กับรายการอื่นแล้ว ตรวจสอบกับหลักฐานของธนาคาร",
            en=f"Reference {entry.reference} already belongs to another entry: compare with the bank's notice",
        ),
    )


def balance(entries: Iterable[Entry], account: str) -> int:
    """Satang on `account` and the accounts under it; the empty path is all of them."""
    under = f"{account}:"
    return sum(
        line.amount
        for entry in entries
        for line in entry.lines
        if not account or line.account == account or line.account.startswith(under)
    )


def receivable(invoice: str) -> str:
    """The account of what is still owed on `invoice`."""
    return f"{RECEIVABLE}:{invoice}"


def unallocated(payer: str) -> str:
    """The account of what is held for `payer`: an invoice overpaid, or a bank reference."""
    return f"{UNALLOCATED}:{payer}"


def income(fund: str) -> str:
    """The account of fees that belong to `fund`."""
    return f"{INCOME}:{fund}"


def invoice_raised(*, reference: str, invoice: str, charges: Mapping[str, int]) -> Entry:
    """Fees become owed. `charges` says how many satang go to each fund. Raises Refusal."""
    for amount in charges.values():
        _require_above_nothing(amount)
    _require_above_nothing(sum(charges.values()))
    credits = tuple(Posting(income(fund), -charges[fund]) for fund in sorted(charges))
    return Entry(reference, (Posting(receivable(invoice), sum(charges.values())), *credits))


def payment_received(*, reference: str, invoice: str, amount: int, outstanding: int) -> Entry:
    """Money came in for `invoice`, on which `outstanding` satang were still owed.

    What exceeds the debt is held for the payer, never called income. Raises Refusal.
    """
    _require_above_nothing(amount)
    settled = min(amount, max(outstanding, 0))
    lines = [Posting(BANK, amount)]
    if settled:
        lines.append(Posting(receivable(invoice), -settled))
    if amount > settled:
        lines.append(Posting(unallocated(invoice), settled - amount))
    return Entry(reference, tuple(lines))


def payment_unmatched(*, reference: str, payer: str, amount: int) -> Entry:
    """Money came in that names no invoice we know; it is held until somebody finds out. Raises Refusal."""
    _require_above_nothing(amount)
    return Entry(reference, (Posting(BANK, amount), Posting(unallocated(payer), -amount)))


def allocated(*, reference: str, payer: str, invoice: str, amount: int, held: int, outstanding: int) -> Entry:
    """Held money pays an invoice. Raises Refusal beyond what is held or what is owed."""
    _require_above_nothing(amount)
    _require_within(amount, held)
    _require_within(amount, outstanding)
    return Entry(reference, (Posting(unallocated(payer), amount), Posting(receivable(invoice), -amount)))


def overpayment_refunded(*, reference: str, payer: str, amount: int, held: int) -> Entry:
    """Held money goes back to its payer. Raises Refusal beyond the `held` satang."""
    _require_above_nothing(amount)
    _require_within(amount, held)
    return Entry(reference, (Posting(unallocated(payer), amount), Posting(BANK, -amount)))


def fees_refunded(*, reference: str, amounts: Mapping[str, int], collected: Mapping[str, int]) -> Entry:
    """Fees go back, fund by fund. Raises Refusal beyond what each fund `collected` and still holds."""
    for fund, amount in amounts.items():
        _require_above_nothing(amount)
        _require_within(amount, collected.get(fund, 0))
    _require_above_nothing(sum(amounts.values()))
    debits = tuple(Posting(income(fund), amounts[fund]) for fund in sorted(amounts))
    return Entry(reference, (*debits, Posting(BANK, -sum(amounts.values()))))


def invoice_voided(*, reference: str, raised: Entry, outstanding: int) -> Entry:
    """The mirror of the entry that raised an invoice on which nothing was paid.

    Raises Refusal when something was paid: refund it, so that the payer's money leaves a trace.
    """
    owed = sum(line.amount for line in raised.lines if line.account.startswith(f"{RECEIVABLE}:"))
    if outstanding != owed:
        raise Refusal(
            "ledger.void_after_payment",
            Text(
                th="ใบแจ้งหนี้นี้มีการชำระแล้ว ยกเลิกไม่ได้ ให้คืนเงินแทน",
                en="Something was paid on this invoice: refund it instead of voiding it",
            ),
        )
    return undone(reference=reference, entry=raised)


def invoice_lapsed(*, reference: str, raised: Entry, outstanding: int) -> Entry:
    """The time to pay is over: no fee is owed or earned, and what was paid in part is held for the payer."""
    debt = next(line for line in raised.lines if line.account.startswith(f"{RECEIVABLE}:"))
    lines = [Posting(debt.account, -outstanding)] if outstanding else []
    lines += [Posting(line.account, -line.amount) for line in raised.lines if line is not debt]
    if paid := debt.amount - outstanding:
        lines.append(Posting(unallocated(debt.account.removeprefix(f"{RECEIVABLE}:")), -paid))
    return Entry(reference, tuple(lines))


def undone(*, reference: str, entry: Entry) -> Entry:
    """The mirror of an entry: everything stands again as before it."""
    return Entry(reference, tuple(Posting(line.account, -line.amount) for line in entry.lines))


def _require_above_nothing(amount: int) -> None:
    if amount <= 0:
        raise Refusal(
            "ledger.amount",
            Text(th="จำนวนเงินต้องมากกว่าศูนย์", en="The amount must be more than nothing"),
            field="amount",
        )


def _require_within(amount: int, limit: int) -> None:
    if amount > limit:
        raise Refusal(
            "ledger.more_than_available",
            Text(
                th="จำนวนเงินเกินกว่ายอดที่มีอยู่ ตรวจสอบยอดคงเหลือแล้วลองใหม่",
                en="The amount is more than there is: look at the balance and try again",
            ),
            field="amount",
        )
