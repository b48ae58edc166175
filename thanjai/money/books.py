"""The ledger's tables: entries written as the domain balanced them, never changed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Sum

from thanjai.domain import ledger
from thanjai.kernel.ids import new_id
from thanjai.money.models import Entry, Line

NOBODY = UUID(int=0)
"""The books in which money waits that belongs to no agency we can tell."""

HEADS = {
    "bank": ledger.BANK,
    "receivable": ledger.RECEIVABLE,
    "unallocated": ledger.UNALLOCATED,
    "income": ledger.INCOME,
    "surcharge": ledger.SURCHARGE,
    "waived": ledger.WAIVED,
    "written_off": ledger.WRITTEN_OFF,
    "till": ledger.TILL,
    "handed_in": ledger.HANDED_IN,
    "over_short": ledger.OVER_SHORT,
    "payable": ledger.PAYABLE,
    "allowance": ledger.ALLOWANCE,
    "fees": ledger.FEES,
}

_WRITE = """
WITH entry AS (
    INSERT INTO money_entry
        (id, agency_id, at, what, source, value_day, corrects_id, "by", by_name, reason)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
    RETURNING id, agency_id
)
INSERT INTO money_line (agency_id, entry_id, account, satang)
SELECT agency_id, id, unnest(%s::text[]), unnest(%s::bigint[]) FROM entry
"""
_HOLD = """
INSERT INTO money_holding AS held (id, agency_id, key, satang, since, invoice_id, notice_id)
VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (agency_id, key) DO UPDATE SET satang = held.satang + excluded.satang
"""
_HELD = """
UPDATE money_holding SET satang = satang + %s, since = CASE WHEN satang = 0 THEN %s ELSE since END
WHERE agency_id = %s AND key = %s
"""


@dataclass(frozen=True)
class Cause:
    """Why an entry is written. `by` is who did it, None for the platform itself; `invoice` or `notice` are where money
    that is held comes from."""

    what: str
    reason: str = ""
    by: UUID | None = None
    by_name: str = ""
    value_day: date | None = None
    corrects: UUID | None = None
    invoice: UUID | None = None
    notice: UUID | None = None


def write(*, agency: UUID, entry: ledger.Entry, at: datetime, cause: Cause) -> UUID:
    """Write a balanced entry, and tell its id. The same reference twice in one agency's books is a fault, and refused."""
    id = new_id()
    facts: list[Any] = [
        id, agency, at, cause.what, entry.reference, cause.value_day, cause.corrects, cause.by, cause.by_name[:200],
        cause.reason[:500], [line.account for line in entry.lines], [line.amount for line in entry.lines],
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, facts)
        for line in entry.lines:
            if line.account.startswith(f"{ledger.UNALLOCATED}:"):
                key = line.account.partition(":")[2]
                cursor.execute(_HELD, [-line.amount, at, agency, key])
                if not cursor.rowcount:
                    cursor.execute(_HOLD, [new_id(), agency, key, -line.amount, at, cause.invoice, cause.notice])
    return id


def read(agency: UUID, reference: str) -> ledger.Entry:
    """An entry as it was written. Raises Entry.DoesNotExist."""
    return _as_written(Entry.objects.get(agency_id=agency, source=reference))


def _as_written(row: Entry) -> ledger.Entry:
    lines = Line.objects.filter(entry=row).order_by("id")
    return ledger.Entry(row.source, tuple(ledger.Posting(line.account, line.satang) for line in lines))


def found(agency: UUID, reference: str) -> tuple[UUID, ledger.Entry]:
    """An entry as it was written, with its id. Raises Entry.DoesNotExist."""
    row = Entry.objects.get(agency_id=agency, source=reference)
    return row.id, _as_written(row)


def standing(agency: UUID, accounts: Collection[str]) -> dict[str, int]:
    """What stands on these very accounts, without those under them."""
    rows = Line.objects.filter(agency_id=agency, account__in=accounts).values_list("account")
    return {account: int(total) for account, total in rows.annotate(total=Sum("satang"))}


def balances(agency: UUID, until: date | None = None) -> dict[str, int]:
    """What stands in each head of account, in satang; at the end of a day, when one is given."""
    totals: dict[str, int] = {}
    lines = Line.objects.filter(agency_id=agency)
    if until is not None:
        lines = lines.filter(entry__day__lte=until)
    for account, total in lines.values_list("account").annotate(total=Sum("satang")):
        name = next(name for name, head in HEADS.items() if account == head or account.startswith(f"{head}:"))
        totals[name] = totals.get(name, 0) + int(total)
    return totals


def unbalanced() -> list[UUID]:
    """Entries whose lines do not add up to nothing; there must be none."""
    return list(Line.objects.values_list("entry_id", flat=True).annotate(total=Sum("satang")).exclude(total=0))
