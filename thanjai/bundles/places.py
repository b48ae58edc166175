"""Which agency is responsible for a part, and whether it takes it online."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from thanjai.agencies.selectors import responsible_for
from thanjai.catalogue.selectors import Offer, offer
from thanjai.domain.areas import subdistrict_code
from thanjai.domain.bundle.model import BundlePart
from thanjai.domain.definition.base import AgencyKind
from thanjai.domain.refusals import Refusal

ONE_TO_A_PLACE: Final = frozenset({AgencyKind.PAO, AgencyKind.MUNICIPALITY, AgencyKind.SAO, AgencyKind.SPECIAL_LOCAL})
"""Kinds of which the place alone says which agency it is; of others there are several, each for matters of its own."""


@dataclass(frozen=True)
class Place:
    """Where a part goes to. `agency` is None where no agency here is known to be responsible."""

    agency: Any = None
    offer: Offer | None = None
    """The service there, where it can be filed online now."""


def area_of(address: Any) -> str | None:
    """The code of the subdistrict of an answered address; None where there is none, or more than one, called so."""
    if not isinstance(address, Mapping):
        return None
    return subdistrict_code(
        str(address.get("subdistrict", "")), str(address.get("district", "")), str(address.get("province", ""))
    )


def place_of(part: BundlePart, names: Mapping[str, Any]) -> Place:
    """The agency that takes the part online at its address, or else the one that is responsible there."""
    area = area_of(names.get(part.at))
    found = responsible_for(area, part.agency_kinds) if area else []
    for agency in found:
        offered = _offer(agency.slug, part.service)
        if offered is not None and offered.is_open:
            return Place(agency, offered)
    return Place(next((agency for agency in found if agency.kind in ONE_TO_A_PLACE), None))


def _offer(slug: str, service: str) -> Offer | None:
    try:
        return offer(slug, service)
    except Refusal:
        return None
