"""Reading what was taken and refused: by the agency that did, by the holder, in figures by the overseer."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection

from thanjai.domain.definition.base import Role
from thanjai.kernel.paging import Place, newest_first
from thanjai.receiving.models import Reception

_RECORD: Final = frozenset({Role.FRONT_DESK, Role.REVIEWER, Role.INSPECTOR, Role.APPROVER, Role.HEAD})
_COUNTS: Final = (
    "SELECT agency_id, month, outcome, why, times FROM receiving_outcomes ORDER BY month DESC, times DESC, agency_id"
)


@dataclass(frozen=True, slots=True)
class Count:
    """How often a receiver gave an answer in a month; `why` is empty for what was accepted."""

    agency_id: UUID
    month: date
    outcome: str
    why: str
    times: int


def may_record(roles: Collection[str]) -> bool:
    """Whether an officer with these roles may take or refuse documents: all but those who only handle money."""
    return bool(_RECORD & set(roles))


def receptions_of_agency(agency_id: UUID, *, after: Place | None, limit: int) -> list[Reception]:
    return list(newest_first(Reception.objects.filter(agency_id=agency_id), "at", after)[:limit])


def receptions_of(documents: Iterable[UUID]) -> list[Reception]:
    """Who was shown these documents, newest first; for whoever holds them."""
    return list(Reception.objects.filter(document_id__in=list(documents)).order_by("-at"))


def counts() -> list[Count]:
    """By receiver, month, outcome and reason, over all agencies: for the overseer alone, others find nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS)
        return [Count(*row) for row in cursor.fetchall()]


def kept_file(agency_id: UUID, id: UUID) -> UUID | None:
    """The file that was kept with a record of the agency."""
    return Reception.objects.filter(pk=id, agency_id=agency_id).values_list("file_id", flat=True).first()
