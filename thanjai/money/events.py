"""What money tells the contexts above it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class InvoicePaid:
    """An invoice was settled in full by the bank's word. `subject` and `purpose` are whose asked for it.

    `paid_at` is when, by the bank, the payment was made that settled it.
    """

    agency_id: UUID
    subject: UUID
    purpose: str
    satang: int
    invoice_number: str
    receipt_number: str
    paid_at: datetime


@dataclass(frozen=True)
class BillerDecided:
    """Where money of a fund comes to was approved or refused. `people` are who asked and who decided."""

    agency_id: UUID
    biller_row: UUID
    people: tuple[UUID, UUID]


@dataclass(frozen=True)
class MoneySentBack:
    """Money was sent back to whoever paid it. `subject` is what it was paid for.

    A gateway has sent it where it was paid from; or the office, `to_account`, to an account that was named.
    """

    agency_id: UUID
    instruction_id: UUID
    subject: UUID
    satang: int
    to_account: bool = False


@dataclass(frozen=True)
class MoneyNotSent:
    """What was approved was not sent back. `people` are who asked and who approved."""

    agency_id: UUID
    instruction_id: UUID
    people: tuple[UUID, UUID]


@dataclass(frozen=True)
class PaymentHeld:
    """Money came that settles nothing: it is held for the payer. `why` is the word its notice is filed under."""

    agency_id: UUID
    subject: UUID
    purpose: str
    notice_id: UUID
    satang: int
    why: str
