"""The templates that an agency can take on, and how an agency stands to one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count

from thanjai.agencies.selectors import agency_by_id, officers_of
from thanjai.catalogue.arranging import read_arrangement
from thanjai.catalogue.models import Adoption, AdoptionChange, Service
from thanjai.catalogue.selectors import definition_of
from thanjai.catalogue.words import fragments
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
    counts, wanted = _offered_by(), set(fragments(query))
    found = []
    for service, version in _published().items():
        definition = definition_of(version)
        if service in taken or kind not in definition.agency_kinds:
            continue
        score = _score(definition, wanted)
        if score or not wanted:
            found.append((score, Template(definition, counts.get(service, 0))))
    found.sort(key=lambda one: (-one[0], one[1].definition.title.th))
    return [template for _, template in found]


def _score(definition: ServiceDefinition, wanted: set[str]) -> int:
    """How many pieces of the words stand in what the service says of itself; in its title they count twice."""
    title = set(fragments(f"{definition.title.th} {definition.title.en} {' '.join(definition.keywords)}"))
    rest = set(
        fragments(f"{definition.summary.th} {definition.summary.en} {definition.owner.th} {definition.owner.en}")
    )
    return 2 * len(wanted & title) + len(wanted & rest)


@for_seconds(60)
def _published() -> dict[str, UUID]:
    found = Service.objects.filter(current__isnull=False).values_list("id", "current_id")
    return {id: current for id, current in found if current is not None}


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
