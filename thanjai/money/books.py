"""The ledger's tables: entries written as the domain balanced them, never changed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Sum

from thanjai.domain import ledger
from thanjai.money.models import Entry, Line

NOBODY = UUID(int=0)
"""The books in which money waits that belongs to no agency we can tell."""

HEADS = {
    "bank": ledger.BANK,
    "receivable": ledger.RECEIVABLE,
    "unallocated": ledger.UNALLOCATED,
    "income": ledger.INCOME,
}


def write(*, agency: UUID, entry: ledger.Entry, what: str, at: datetime) -> None:
    """Write a balanced entry. Its reference is unique per agency: the same entry twice is a fault, and refused."""
    row = Entry.objects.create(agency_id=agency, at=at, what=what, source=entry.reference)
    Line.objects.bulk_create(
        Line(agency_id=agency, entry=row, account=line.account, satang=line.amount) for line in entry.lines
    )


def read(agency: UUID, reference: str) -> ledger.Entry:
    """An entry as it was written. Raises Entry.DoesNotExist."""
    row = Entry.objects.get(agency_id=agency, source=reference)
    lines = Line.objects.filter(entry=row).order_by("id")
    return ledger.Entry(reference, tuple(ledger.Posting(line.account, line.satang) for line in lines))


def balances(agency: UUID) -> dict[str, int]:
    """What stands in each head of account, in satang: bank, receivable, unallocated, income."""
    totals: dict[str, int] = {}
    rows = Line.objects.filter(agency_id=agency).values_list("account").annotate(total=Sum("satang"))
    for account, total in rows:
        name = next(name for name, head in HEADS.items() if account == head or account.startswith(f"{head}:"))
        totals[name] = totals.get(name, 0) + total
    return totals


def unbalanced() -> list[UUID]:
    """Entries whose lines do not add up to nothing; there must be none."""
    return list(Line.objects.values_list("entry_id", flat=True).annotate(total=Sum("satang")).exclude(total=0))
