"""How far services have spread over agencies."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, OuterRef, Q, Subquery

from thanjai.catalogue.models import Adoption, AdoptionChange, Service
from thanjai.catalogue.selectors import definition_of
from thanjai.domain.definition.model import ServiceDefinition


@dataclass(frozen=True)
class Spread:
    """One service: how many agencies have taken it on, and how many take requests for it now."""

    definition: ServiceDefinition
    adopted: int
    open: int


@dataclass(frozen=True)
class Spreads:
    """All services, the most spread first, and the agencies that take requests for at least one."""

    services: list[Spread]
    agencies: frozenset[UUID]


def spreads() -> Spreads:
    """Two statements, whatever the number of agencies and services."""
    published = Adoption.objects.filter(service__current__isnull=False)
    counted = published.values_list("service__current_id").annotate(
        adopted=Count("pk"), taken=Count("pk", filter=Q(is_open=True))
    )
    services = [Spread(definition_of(version), adopted, taken) for version, adopted, taken in counted]
    services.sort(key=lambda one: (-one.adopted, one.definition.id))
    taking = published.filter(is_open=True).values_list("agency_id", flat=True).distinct()
    return Spreads(services, frozenset(taking))


def agencies_offering(ids: Collection[UUID]) -> set[UUID]:
    """Those of these agencies that have taken on a service, open or not."""
    return set(Adoption.objects.filter(agency_id__in=list(ids)).values_list("agency_id", flat=True).distinct())


def agencies_written_of(ids: Collection[UUID]) -> set[UUID]:
    """Those of these agencies of which it is written down that they took on a service, also one that was undone."""
    return set(AdoptionChange.objects.filter(agency_id__in=list(ids)).values_list("agency_id", flat=True).distinct())


def published(owner: UUID | None = None) -> list[ServiceDefinition]:
    """The services that are published, those in the care of one agency or all."""
    found = Service.objects.filter(current__isnull=False)
    found = found.filter(owner_id=owner) if owner else found
    return [definition_of(version) for version in found.values_list("current_id", flat=True)]


def figures_of(agencies: Collection[UUID], services: Collection[str]) -> dict[tuple[UUID, str], dict[str, object]]:
    """With which figures some agencies offer some services, by agency and service."""
    named = Adoption.objects.filter(agency_id__in=list(agencies), service_id__in=list(services))
    found = named.values_list("agency_id", "service_id", "settings")
    return {(agency, service): settings for agency, service, settings in found}


def changed_since_adopted(ids: Collection[UUID]) -> set[UUID]:
    """Those of these adoptions of which more than the taking on is written down, and those that are gone."""
    rows = Adoption.objects.filter(pk__in=list(ids)).annotate(
        last=Subquery(
            AdoptionChange.objects.filter(agency_id=OuterRef("agency_id"), service_id=OuterRef("service_id"))
            .order_by("-at", "-id").values("what")[:1]
        )
    )  # fmt: skip
    return set(ids) - {row.id for row in rows if row.last == "adopted"}
