"""Whose work a case is, read without what was answered."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from thanjai.cases import selectors
from thanjai.cases.models import Case, CaseEvent, Draft
from thanjai.kernel.tenancy import acting_as, worker_at


class Lies(NamedTuple):
    """With whom a case lies: the roles and officers that its steps wait for, and since when it has ended."""

    number: str
    roles: list[str]
    officers: list[UUID]
    closed_at: datetime | None


def lies_with(id: UUID) -> Lies:
    """Raises Refusal no_such_case, also when the reader may not see it."""
    found = Case.objects.filter(pk=id).values_list("number", "roles", "officers", "closed_at").first()
    if found is None:
        row = selectors.case(id)
        return Lies(row.number, row.roles, row.officers, row.closed_at)
    return Lies(*found)


def has_worked_on(case_id: UUID, person_id: UUID) -> bool:
    """Whether somebody has done something in a case."""
    return CaseEvent.objects.filter(case_id=case_id, actor_id=person_id).exists()


def events_without_case() -> list[tuple[UUID, UUID]]:
    """The agency and id of each case that has events and is not there; for the audit."""
    orphans = CaseEvent.objects.filter(seq=1).exclude(case_id__in=Case.objects.values("id"))
    return list(orphans.values_list("agency_id", "case_id"))


def corrections_of(case_id: UUID) -> set[UUID]:
    """The drafts by which a case was mended; for one who may see the case."""
    row = selectors.case(case_id)
    with acting_as(worker_at(row.agency_id)):
        return set(Draft.objects.filter(case_id=case_id).values_list("id", flat=True))
