"""How papers stand that give a right to something which goes on, such as money each month."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from thanjai.documents.models import Document
from thanjai.domain.buddhist import bangkok_day


@dataclass(frozen=True)
class Holding:
    """How long a paper holds: its last day (None: no end), and since when it is suspended."""

    until: date | None
    suspended_on: date | None = None


def holding_of(cases: Collection[UUID], paper: str) -> dict[UUID, Holding]:
    """How the one kind of paper of each of these cases stands, in its newest version; cases without one are left out."""
    found: dict[UUID, Holding] = {}
    for one in Document.objects.filter(case_id__in=cases, paper=paper).exclude(ended="superseded"):
        ended_on = bangkok_day(one.ended_at) if one.ended_at else None
        until = ended_on if one.ended == "revoked" else one.valid_until
        found[one.case_id] = Holding(until, ended_on if one.ended == "suspended" else None)
    return found
