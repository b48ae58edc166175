"""Refunds that go back with the office's payments to people: owed from the approval on, until the bank has paid them.

Whoever pays them asks here what waits, and says what became of it; what a payment roll is, money does not know.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.money import sending_back
from thanjai.money.going_back import ROLL, TO_SEND
from thanjai.money.models import Instruction


@dataclass(frozen=True)
class Refund:
    """What was approved to go to an account. `account` is sealed; it and its name are empty once they are erased."""

    id: UUID
    agency_id: UUID
    satang: int
    bank: str
    account: str
    account_name: str
    of: str
    """The number of the invoice, or the key of the money held, of which it is"""
    subject: UUID | None
    """What was paid for; None for money of which nobody knows"""
    asked_by: UUID
    asked_by_name: str
    decided_by_name: str
    decided_at: datetime


def waiting_for_a_roll(agency_id: UUID, *, lock: bool = False) -> list[Refund]:
    """What was approved to be paid to an account and is not paid, the oldest first."""
    return [_refund(one) for one in _waiting(agency_id, lock).order_by("decided_at", "id")]


def _waiting(agency_id: UUID, lock: bool) -> QuerySet[Instruction]:
    rows = Instruction.objects.select_for_update(of=("self",)) if lock else Instruction.objects.all()
    rows = rows.filter(agency_id=agency_id, way=ROLL, sending=TO_SEND)
    return rows.select_related("invoice", "holding__invoice")


def _refund(row: Instruction) -> Refund:
    assert row.decided_at is not None
    of = row.invoice.number if row.invoice is not None else row.holding.key if row.holding is not None else ""
    return Refund(
        id=row.id, agency_id=row.agency_id, satang=row.fee_satang, bank=row.bank, account=row.account,
        account_name=row.account_name, of=of, subject=sending_back.subject_of(row), asked_by=row.asked_by,
        asked_by_name=row.asked_by_name, decided_by_name=row.decided_by_name, decided_at=row.decided_at,
    )  # fmt: skip


def locked(agency_id: UUID, instruction_id: UUID) -> Refund:
    """One that waits, locked until the caller's transaction ends. Raises Refusal."""
    row = _waiting(agency_id, lock=True).filter(pk=instruction_id).first()
    if row is None:
        words = Text(
            th="เงินคืนรายการนี้ไม่รอจ่ายแล้ว เปิดหน้านี้ใหม่", en="This refund does not wait any more: open the page anew."
        )
        raise Refusal("not_waiting", words, field="instruction")
    return _refund(row)


def paid_by_roll(agency_id: UUID, instruction_id: UUID, reference: str) -> None:
    """The bank has paid it: it leaves the bank account, and whoever paid the fee is told. Raises Refusal."""
    sending_back.book(locked(agency_id, instruction_id).id, reference)


def not_by_roll(agency_id: UUID, instruction_id: UUID, why: Text) -> None:
    """It will not be paid this way: all stands as before the approval, and it is asked for anew. Raises Refusal."""
    sending_back.undo(locked(agency_id, instruction_id).id, why)
