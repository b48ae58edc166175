"""Which agencies give a service: at a place, near a point, or by province, a page at a time."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet

from thanjai.agencies.selectors import IN_ORDER, beyond, lying_in
from thanjai.catalogue.cards import listed
from thanjai.catalogue.models import Adoption
from thanjai.domain.areas import containing
from thanjai.domain.definition.base import AgencyKind
from thanjai.domain.distance import KM_OF_A_DEGREE, around, kilometres

PAGE: Final = 20
NEAREST: Final = 5
_DEGREES: Final = (0.15, 0.6, 2.5, 20.0)
"""How far to look for the nearest, in steps that each find some agencies or are quickly over."""


@dataclass(frozen=True, slots=True)
class Giver:
    """An agency that gives a service. `area` is what makes it responsible: a code, "" for the whole country, or None
    where we do not know; `km` how far its office is."""

    agency: Any
    area: str | None = None
    km: float | None = None


def givers(service: str, *, place: str = "", name: str = "", after: str = "") -> list[Giver]:
    """Those in a place, or all, in the order of lists and after an agency's slug; at most a page and one more."""
    found = _giving(service).filter(beyond(after, "agency__"))
    if place:
        found = found.filter(lying_in(place, "agency__"))
    if wanted := name.strip():
        found = found.filter(Q(agency__name_th__icontains=wanted) | Q(agency__name_en__icontains=wanted))
    return [Giver(row.agency) for row in found.order_by(*(f"agency__{column}" for column in IN_ORDER))[: PAGE + 1]]


def responsible(service: str, place: str) -> list[Giver]:
    """Who gives a service at a place, whoever has the smallest area first; central offices serve everywhere."""
    wanted = containing(place)
    rows = list(_giving(service).filter(agency__areas__overlap=wanted))
    known = listed().get(service)
    if known is not None and AgencyKind.DEPARTMENT in known.card.agency_kinds:
        # Asked for by itself: together with the areas, the database would go through all agencies.
        rows += _giving(service).filter(agency__areas=[], agency__kind=AgencyKind.DEPARTMENT.value)
    found = [Giver(row.agency, _area(row.agency, wanted)) for row in rows]
    return sorted(found, key=lambda one: (-len(one.area or ""), one.agency.slug))


def responsible_for_each(services: Collection[str], place: str) -> dict[str, Giver]:
    """Of several services whoever is responsible at a place, in one statement."""
    wanted = containing(place)
    found: dict[str, Giver] = {}
    rows = Adoption.objects.filter(service_id__in=services, is_open=True, agency__areas__overlap=wanted)
    for row in rows.select_related("agency").order_by("agency__slug"):
        one = Giver(row.agency, _area(row.agency, wanted))
        if row.service_id not in found or len(one.area or "") > len(found[row.service_id].area or ""):
            found[row.service_id] = one
    return found


def nearest(service: str, latitude: float, longitude: float) -> list[Giver]:
    """The agencies whose offices stand nearest. Where a border runs between them, they may still be the wrong ones."""
    found: list[Giver] = []
    for degrees in _DEGREES:
        box = around(latitude, longitude, degrees)
        rows = _giving(service).filter(
            agency__latitude__range=(box.south, box.north), agency__longitude__range=(box.west, box.east)
        )
        found = [
            Giver(row.agency, km=kilometres(latitude, longitude, row.agency.latitude, row.agency.longitude))
            for row in rows
            if row.agency.latitude is not None and row.agency.longitude is not None
        ]
        if sum(one.km is not None and one.km <= degrees * KM_OF_A_DEGREE for one in found) >= NEAREST:
            break  # What lies outside the box is farther away than these.
    return sorted(found, key=lambda one: (one.km if one.km is not None else math.inf, one.agency.slug))[:NEAREST]


def _area(agency: Any, wanted: tuple[str, ...]) -> str:
    """The smallest area, of those that contain the place, for which an agency is responsible."""
    return next((code for code in wanted if code in agency.areas), "")


def _giving(service: str) -> QuerySet[Adoption]:
    return Adoption.objects.select_related("agency").filter(service_id=service, is_open=True)
