"""When a next version is published: who goes on with it at once, and who has something to decide first.

Judged once for all agencies with the same figures and the same arrangement, written by one statement.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import connection

from thanjai.agencies.selectors import agencies_serving_in
from thanjai.catalogue.arranging import read_arrangement
from thanjai.catalogue.models import Adoption, Version
from thanjai.catalogue.selectors import definition_of
from thanjai.domain.following import decisions, new_roles

_HOLD: Final = """
WITH judged AS (
    SELECT * FROM jsonb_to_recordset(%(judged)s) AS one(settings jsonb, arrangement jsonb, held uuid, goes_on boolean,
                                                        needs_people boolean)
), wanted AS (
    SELECT adoption.id, CASE
        WHEN judged.goes_on AND (NOT judged.needs_people OR adoption.agency_id = ANY(%(staffed)s)) THEN NULL
        ELSE coalesce(adoption.held_id, %(before)s) END AS held_id
    FROM catalogue_adoption adoption JOIN judged ON adoption.settings = judged.settings
        AND adoption.arrangement = judged.arrangement AND adoption.held_id IS NOT DISTINCT FROM judged.held
    WHERE adoption.service_id = %(service)s
), changed AS (
    UPDATE catalogue_adoption SET held_id = wanted.held_id FROM wanted
    WHERE catalogue_adoption.id = wanted.id AND catalogue_adoption.held_id IS DISTINCT FROM wanted.held_id
)
SELECT count(*) FILTER (WHERE held_id IS NULL), count(*) FILTER (WHERE held_id IS NOT NULL) FROM wanted
"""


@dataclass(frozen=True)
class Followed:
    """How many agencies offer the new version at once, and how many stay until they have decided."""

    at_once: int
    held: int


def follow(service: str, before: Version, after: Version) -> Followed:
    """Let the agencies that can go on with `after`; the others stay. The caller has locked the service."""
    groups = Adoption.objects.filter(service_id=service).values_list("settings", "arrangement", "held_id").distinct()
    judged, roles = [], frozenset[str]()
    new = definition_of(after.id)
    for settings, arrangement, held in groups:
        old = definition_of(held or before.id)
        lacking = new_roles(old, new)
        roles |= lacking
        judged.append({
            "settings": settings, "arrangement": arrangement, "held": str(held) if held else None,
            "goes_on": not decisions(old, new, settings, read_arrangement(arrangement)),
            "needs_people": bool(lacking),
        })  # fmt: skip
    staffed = agencies_serving_in(roles) if roles else []
    return _hold(service, before.id, judged, staffed)


def _hold(service: str, before: UUID, judged: list[dict[str, Any]], staffed: list[UUID]) -> Followed:
    with connection.cursor() as cursor:
        told: dict[str, Any] = {"judged": json.dumps(judged), "staffed": staffed, "before": before, "service": service}
        cursor.execute(_HOLD, told)
        at_once, held = cursor.fetchone()
    return Followed(at_once, held)
