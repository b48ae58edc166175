"""What providers kept for themselves, in the books: by their reports, once for each payment and each lump."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Sum

from thanjai.domain import ledger
from thanjai.kernel.clock import now
from thanjai.kernel.ids import new_id
from thanjai.money import books
from thanjai.money.books import Cause
from thanjai.money.models import Entry, Line, Notice, ReportLine

WHAT: Final = "fee kept"
Key = tuple[UUID, str]


def book(provider: str, keys: Collection[Key]) -> None:
    """Write what is not in the books yet; what a newer report says otherwise is corrected by one more entry.

    `keys` are agencies and references. A payment's fee waits until the payment itself is booked, and stands in the same books. As the platform, while no
    other does the same.
    """
    told, booked = _told(provider, keys), _booked(provider, keys)
    for key in sorted(told.keys() | booked.keys(), key=str):
        (agency, reference), before = key, booked.get(key)
        amount = told.get(key, 0) - (before.satang if before else 0)
        if amount:
            source = _source(provider, reference) + (f"/{new_id().hex}" if before else "")
            entry = ledger.fee_kept(reference=source, provider=provider, amount=amount)
            cause = Cause(WHAT, corrects=before.entry if before else None)
            books.write(agency=agency, entry=entry, at=now(), cause=cause)


def _told(provider: str, keys: Collection[Key]) -> dict[Key, int]:
    """What each payment in the books, and each lump, cost by the newest reports."""
    references = {reference for _, reference in keys}
    lines = ReportLine.objects.filter(provider=provider, reference__in=references, agency_id__isnull=False)
    rows = lines.values_list("agency_id", "reference", "kind").annotate(fee=Sum("fee_satang"))
    notices = Notice.objects.filter(provider=provider, outside_reference__in=references).exclude(result="new")
    in_books = set(notices.values_list("agency_id", "outside_reference"))
    return {
        (agency, reference): int(fee)
        for agency, reference, kind, fee in rows
        if kind == ReportLine.LUMP or (agency, reference) in in_books
    }


@dataclass(frozen=True, slots=True)
class _Before:
    """What stands in the books of one, all corrections together; and the first entry of it."""

    entry: UUID
    satang: int


def _booked(provider: str, keys: Collection[Key]) -> dict[Key, _Before]:
    sources = {_source(provider, reference): reference for _, reference in keys}
    agencies = {agency for agency, _ in keys}
    firsts = {
        id: (agency, sources[source])
        for id, agency, source in Entry.objects.filter(agency_id__in=agencies, source__in=sources).values_list(
            "id", "agency_id", "source"
        )
    }
    later = dict(Entry.objects.filter(corrects_id__in=firsts).values_list("id", "corrects_id"))
    found = {key: _Before(id, 0) for id, key in firsts.items()}
    lines = Line.objects.filter(entry_id__in=[*firsts, *later], account=f"{ledger.FEES}:{provider}")
    for entry, satang in lines.values_list("entry_id", "satang"):
        key = firsts[later.get(entry) or entry]
        found[key] = _Before(found[key].entry, found[key].satang + satang)
    return found


def _source(provider: str, reference: str) -> str:
    return f"fee/{provider}/{reference}"
