"""Everything that is open, listed for those who read all of it: search engines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Max

from thanjai.catalogue.models import Adoption
from thanjai.kernel.caching import for_seconds

MOST: Final = 24_000
"""Lines of a part, whatever has been added since it was named; each is two addresses, and a list holds 50,000."""
WANTED: Final = 5_000


@dataclass(frozen=True, slots=True)
class Part:
    """What agencies offer whose ids lie between two ids, both included; `changed`: the newest version among it."""

    first: UUID
    last: UUID
    changed: datetime


@for_seconds(600)
def parts(wanted: int = WANTED) -> list[Part]:
    """All that is open in parts of about `wanted` lines; one agency's services are never in two.

    One statement over an index, whose outcome has a line for each agency.
    """
    found = Adoption.objects.filter(is_open=True, service__current__isnull=False).values("agency_id")
    counted = found.annotate(lines=Count("id"), changed=Max("service__current__published_at")).order_by("agency_id")
    made: list[Part] = []
    held = wanted
    for agency, lines, changed in counted.values_list("agency_id", "lines", "changed"):
        if held + lines > wanted:
            made.append(Part(agency, agency, changed))
            held = lines
        else:
            made[-1] = Part(made[-1].first, agency, max(made[-1].changed, changed))
            held += lines
    return made


def lines_of(first: UUID, last: UUID) -> Iterator[tuple[str, str, datetime]]:
    """Agency, service and when its version was published, of agencies between two ids; some thousand at a time."""
    found = Adoption.objects.filter(
        agency_id__gte=first, agency_id__lte=last, is_open=True, service__current__isnull=False
    )
    lines = found.order_by("agency_id", "service_id").values_list(
        "agency__slug", "service_id", "service__current__published_at"
    )
    yield from lines[:MOST].iterator(chunk_size=2_000)
