"""Whose the lines of a provider's report are. One account at a provider may take money for several agencies."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from thanjai.domain.reporting import share
from thanjai.money import billers
from thanjai.money.actions import agency_meant
from thanjai.money.models import Invoice, Notice, ReportLine
from thanjai.money.providers import Lump, NoticeRejected, Taken

_LATELY: Final = timedelta(days=35)


def agencies_of(provider: str, taken: Collection[Taken]) -> dict[str, UUID]:
    """By the payment's reference: in whose books it is, to whose account it came, whose invoice it names."""
    known = _booked(provider, {one.reference for one in taken})
    rest = [one for one in taken if one.reference not in known]
    invoices = Invoice.objects.filter(reference1__in={one.reference1 for one in rest})
    named = {
        (reference1, reference2): agency
        for reference1, reference2, agency in invoices.values_list("reference1", "reference2", "agency_id")
    }
    for one in rest:
        meant = named.get((one.reference1, one.reference2)) or agency_meant(one.reference1)
        if agency := _owner(provider, one, meant):
            known[one.reference] = agency
    return known


def _owner(provider: str, one: Taken, meant: UUID | None) -> UUID | None:
    """Whose account it came to decides; what it names, where several share that account."""
    try:
        owners = billers.owners_of(provider, one)
    except NoticeRejected:
        return None
    if owners is None or meant in owners:
        return meant
    return next(iter(owners)) if len(owners) == 1 else None


def _booked(provider: str, references: Collection[str]) -> dict[str, UUID]:
    notices = Notice.objects.filter(provider=provider, outside_reference__in=references, agency_id__isnull=False)
    return {reference: agency for reference, agency in notices.values_list("outside_reference", "agency_id") if agency}


def parts_of(provider: str, lump: Lump, agencies: Mapping[str, UUID]) -> dict[UUID | None, tuple[int, int]]:
    """How much of a lump is each agency's, and of its fee; under None what is nobody's that we know.

    A lump that names no payments is that agency's for which alone the provider has lately taken money.
    """
    if not lump.of:
        return {_only_agency(provider, lump, agencies): (lump.satang, lump.fee)}
    known = _earlier(provider, lump.of.keys() - agencies.keys()) | dict(agencies)
    parts: dict[UUID | None, int] = {}
    for reference, satang in lump.of.items():
        agency = known.get(reference)
        parts[agency] = parts.get(agency, 0) + satang
    if over := lump.satang - sum(parts.values()):
        parts[None] = parts.get(None, 0) + over
    fees = share(lump.fee, {str(one): max(satang, 0) for one, satang in parts.items()}) if lump.fee else {}
    return {one: (satang, fees.get(str(one), 0)) for one, satang in parts.items() if satang}


def _earlier(provider: str, references: Collection[str]) -> dict[str, UUID]:
    """Payments of earlier days that are sent on only now."""
    lines = ReportLine.objects.filter(provider=provider, reference__in=references, agency_id__isnull=False)
    return {reference: agency for reference, agency in lines.values_list("reference", "agency_id") if agency}


def _only_agency(provider: str, lump: Lump, agencies: Mapping[str, UUID]) -> UUID | None:
    lines = ReportLine.objects.filter(provider=provider, kind=ReportLine.PAYMENT, day__gte=lump.day - _LATELY)
    found = set(lines.values_list("agency_id", flat=True).distinct()) | set(agencies.values())
    return found.pop() if len(found) == 1 else None
