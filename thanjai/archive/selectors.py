"""Reading how long papers can be checked, and which file of a paper to hand out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Min, Q

from thanjai.archive import needs
from thanjai.archive.models import KeptPaper
from thanjai.archive.stock import is_paper
from thanjai.kernel import files
from thanjai.kernel.clock import now
from thanjai.kernel.models import StoredFile
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at

URGENT: Final = timedelta(days=60)
"""Papers that hold no longer than this and could not be stamped are a matter for their agency too."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How papers stand, all agencies together or one. A paper may have more than one need."""

    papers: int
    unseen: int
    unstamped: int
    weak: int
    ending: int
    needing: int
    failing: int
    over: int
    """Whose newest proof ended before it was renewed: no stamp helps any more."""
    first_end: datetime | None
    next_try: datetime | None


@dataclass(frozen=True, slots=True)
class Fault:
    words: str
    papers: int
    since: datetime
    first_end: datetime | None


def standing(agency_id: UUID | None = None) -> Standing:
    """For the platform, or one agency's worker."""
    found = KeptPaper.objects.filter(agency_id=agency_id) if agency_id else KeptPaper.objects.all()
    counts = found.aggregate(
        papers=Count("pk"), unseen=Count("pk", needs.unseen()),
        unstamped=Count("pk", needs.unstamped()), weak=Count("pk", needs.weak()),
        ending=Count("pk", needs.ending()), needing=Count("pk", needs.needing()), failing=Count("pk", Q(failing_since__isnull=False)),
        over=Count("pk", Q(holds_until__lte=now())), first_end=Min("holds_until"),
        next_try=Min("next_at", filter=Q(failing_since__isnull=False)),
    )  # fmt: skip
    return Standing(**counts)


def waiting() -> int:
    """How many papers may be given a new stamp now."""
    with acting_as(PLATFORM), transaction.atomic():
        return KeptPaper.objects.filter(needs.needing(), next_at__lte=now()).count()


def faults(agency_id: UUID | None = None) -> list[Fault]:
    """What came in the way, most papers first."""
    found = KeptPaper.objects.filter(failing_since__isnull=False)
    if agency_id:
        found = found.filter(agency_id=agency_id)
    rows = found.values("fault").annotate(papers=Count("pk"), since=Min("failing_since"), first_end=Min("holds_until"))
    return [Fault(one["fault"], one["papers"], one["since"], one["first_end"]) for one in rows.order_by("-papers")]


def newest_of(file: StoredFile) -> StoredFile:
    """The paper with its latest time stamps, for one who was let see the paper; any other file is its own."""
    return next(iter(newest([file]).values()))


def newest(found: Collection[StoredFile]) -> dict[UUID, StoredFile]:
    """Of files that somebody was let see, by their ids: what is handed out in place of each."""
    handed = {one.id: one for one in found}
    by_agency: dict[UUID, list[UUID]] = {}
    for one in found:
        if is_paper(one):
            by_agency.setdefault(one.agency_id, []).append(one.id)
    for agency, ids in by_agency.items():
        with acting_as(worker_at(agency)):
            later = _later(ids)
            kept = files.find_files(later.values())
        handed |= {id: kept[newer] for id, newer in later.items()}
    return handed


def _later(ids: Iterable[UUID]) -> dict[UUID, UUID]:
    return dict(KeptPaper.objects.filter(pk__in=list(ids), newest__isnull=False).values_list("pk", "newest_id"))
