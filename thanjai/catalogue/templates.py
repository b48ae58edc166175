"""The templates that an agency can take on, and how an agency stands to one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count

from thanjai.agencies.selectors import agency_by_id, officers_of
from thanjai.catalogue.arranging import read_arrangement
from thanjai.catalogue.cards import Listed, listed
from thanjai.catalogue.models import Adoption, AdoptionChange, Service
from thanjai.catalogue.searching import every_fitting
from thanjai.catalogue.selectors import definition_of
from thanjai.domain.arrangement import AS_THE_TEMPLATE, Arrangement
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.following import Decision, decisions
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.caching import for_seconds


@dataclass(frozen=True)
class Template:
    """A published service that the agency does not offer yet, and how many agencies do."""

    definition: ServiceDefinition
    offered_by: int


@dataclass(frozen=True)
class Standing:
    """How an agency stands to a service: what it offers now, by which version, and what the current one asks of it.

    `offered` is the definition that its new cases go by; None where it has not taken it on. `settings` and
    `arrangement` are as the agency gave them.
    """

    current: ServiceDefinition
    current_number: int
    offered: ServiceDefinition | None
    number: int
    settings: Mapping[str, Any]
    arrangement: Arrangement
    is_open: bool
    closed_because: Text | None
    decisions: tuple[Decision, ...]

    @property
    def is_held(self) -> bool:
        return self.offered is not None and self.number != self.current_number


def templates_for(agency_id: UUID, query: str = "") -> list[Template]:
    """What the agency's kind may take on and it has not; those that fit the words best first, else by title."""
    kind = agency_by_id(agency_id).kind
    taken = set(Adoption.objects.filter(agency_id=agency_id).values_list("service_id", flat=True))

    taken |= set(Service.objects.filter(ends_on__isnull=False).values_list("id", flat=True))

    def fits(one: Listed) -> bool:
        return one.id not in taken and kind in one.card.agency_kinds

    services = every_fitting(query, fits) if query.strip() else [one for one in listed().values() if fits(one)]
    counts = _offered_by()
    return [Template(definition_of(one.version_id), counts.get(one.id, 0)) for one in services]


@for_seconds(60)
def _offered_by() -> dict[str, int]:
    """How many agencies offer each service, counted at most once a minute."""
    counted = Adoption.objects.order_by().values_list("service_id").annotate(agencies=Count("id"))
    return dict(counted)


def standing_of(agency_id: UUID, service_id: str) -> Standing:
    """How the agency stands to a service that its kind may offer. Raises Refusal no_such_service."""
    service = Service.objects.select_related("current").filter(pk=service_id).first()
    adoption = Adoption.objects.select_related("held").filter(agency_id=agency_id, service_id=service_id).first()
    kind = agency_by_id(agency_id).kind
    if service is None or service.current is None:
        raise _no_such()
    current = definition_of(service.current.id)
    if adoption is None:
        if kind not in current.agency_kinds:
            raise _no_such()
        return Standing(current, service.current.number, None, 0, {}, AS_THE_TEMPLATE, False, None, ())
    held = adoption.held or service.current
    offered, arrangement = definition_of(held.id), read_arrangement(adoption.arrangement)
    waits = decisions(offered, current, adoption.settings, arrangement, _roles(agency_id)) if adoption.held else ()
    because = Text.model_validate(adoption.closed_because) if adoption.closed_because else None
    return Standing(
        current, service.current.number, offered, held.number, adoption.settings, arrangement, adoption.is_open,
        because, waits,
    )  # fmt: skip


def _roles(agency_id: UUID) -> frozenset[str]:
    return frozenset(role for member in officers_of(agency_id) for role in member.roles)


def _no_such() -> Refusal:
    return Refusal(
        "no_such_service",
        Text(th="ไม่มีบริการนี้สำหรับหน่วยงานของท่าน", en="There is no such service for your agency."),
    )


def changes_of(agency_id: UUID, service_id: str, limit: int = 20) -> list[AdoptionChange]:
    """Who changed how the agency offers the service, the latest first."""
    found = AdoptionChange.objects.filter(agency_id=agency_id, service_id=service_id)
    return list(found.order_by("-at", "-id")[:limit])
