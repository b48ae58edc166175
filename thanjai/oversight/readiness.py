"""How far services have come: who offers what, and how much of each can be done without going anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from thanjai.agencies.selectors import all_agencies
from thanjai.catalogue.spread import Spread, spreads
from thanjai.domain.definition.base import AgencyKind
from thanjai.kernel.caching import for_seconds

LEVELS: Final = ("L1", "L2", "L3")
"""สะดวกยื่น, สะดวกจ่าย, สะดวกรับ: applied for online; paid as well; and the document comes online too."""


@dataclass(frozen=True)
class Level:
    """What has come to one level."""

    id: str
    services: int
    offers: int
    """How many times an agency offers one of them."""


@dataclass(frozen=True)
class Readiness:
    """The spread of services over agencies, and the agencies of each kind with and without any."""

    levels: list[Level]
    services: list[Spread]
    kinds: list[tuple[str, int, int]]
    """An agency kind, how many there are, how many of them take requests for at least one service."""


@for_seconds(60)
def readiness() -> Readiness:
    """Two statements, whatever the number of agencies."""
    found = spreads()
    levels = [
        Level(
            level,
            sum(one.definition.level == level and one.open > 0 for one in found.services),
            sum(one.open for one in found.services if one.definition.level == level),
        )
        for level in LEVELS
    ]
    agencies = [agency for agency in all_agencies() if agency.kind != AgencyKind.OVERSIGHT]
    kinds = [
        (kind, len(own), sum(agency.id in found.agencies for agency in own))
        for kind in AgencyKind
        if (own := [agency for agency in agencies if agency.kind == kind])
    ]
    return Readiness(levels, found.services, [(kind.value, all_of, some) for kind, all_of, some in kinds])
