"""What money tells the contexts above it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class InvoicePaid:
    """An invoice was settled in full by the bank's word. `subject` and `purpose` are whose asked for it."""

    agency_id: UUID
    subject: UUID
    purpose: str
    satang: int
    invoice_number: str
    receipt_number: str
