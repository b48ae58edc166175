"""All that is about one person: for those who ask what an agency keeps about them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from thanjai.cases.models import Case, Draft
from thanjai.cases.projection import id_index


def cases_about(agency_id: UUID, *, person_id: UUID | None, national_id: str = "") -> list[Case]:
    """An agency's cases of an account, or of a national id; oldest first. Those that were erased are of nobody."""
    whose = Q(pk__in=[])
    if person_id is not None:
        whose |= Q(person_id=person_id)
    if national_id:
        whose |= Q(id_index=id_index(national_id))
    return list(Case.objects.filter(whose, agency_id=agency_id).order_by("submitted_at"))


def own_cases(person_id: UUID) -> list[Case]:
    """Every case of an account, at all agencies."""
    return list(Case.objects.filter(person_id=person_id).order_by("submitted_at"))


def own_drafts(person_id: UUID) -> list[Draft]:
    return list(Draft.objects.filter(person_id=person_id, submitted_at__isnull=True).order_by("started_at"))
