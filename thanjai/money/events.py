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
    """A gateway has sent money back to whoever paid it. `subject` is what it was paid for."""

    agency_id: UUID
    instruction_id: UUID
    subject: UUID
    satang: int


@dataclass(frozen=True)
class MoneyNotSent:
    """A gateway would not send back what was approved. `people` are who asked and who approved."""

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
