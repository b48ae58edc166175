"""Reading definitions and who offers them. Published versions never change, so they are kept in the process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from thanjai.agencies import selectors as agencies
from thanjai.catalogue.models import Adoption, Service, Version
from thanjai.domain.case.rules import Rules
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.caching import for_seconds


@dataclass(frozen=True)
class Offer:
    """A service as one agency offers it now."""

    adoption_id: UUID
    agency: Any
    version_id: UUID
    version_number: int
    definition: ServiceDefinition
    settings: Mapping[str, Any]
    is_open: bool

    @property
    def rules(self) -> Rules:
        return Rules(self.definition, self.settings)


_compiled: dict[UUID, ServiceDefinition] = {}


def definition_of(version_id: UUID) -> ServiceDefinition:
    """The definition of a published version. It can never change, so it is read once."""
    if version_id not in _compiled:
        _compiled[version_id] = ServiceDefinition.model_validate(Version.objects.get(pk=version_id).body)
    return _compiled[version_id]


@for_seconds(5)
def offer(agency_slug: str, service_id: str) -> Offer:
    """The service at the agency. Raises Refusal no_such_service."""
    found = _adoptions().filter(agency__slug=agency_slug, service_id=service_id).first()
    if found is None:
        raise Refusal(
            "no_such_service",
            Text(th="หน่วยงานนี้ไม่ได้ให้บริการนี้", en="This agency does not offer this service."),
        )
    return _offer(found)


@for_seconds(5)
def rules_for(version_id: UUID, agency_id: UUID) -> Rules:
    """A version's rules with the settings of one agency: what its cases are judged by."""
    definition = definition_of(version_id)
    adoption = Adoption.objects.filter(agency_id=agency_id, service_id=definition.id).first()
    return Rules(definition, settings_of(definition, adoption.settings if adoption else {}))


def settings_of(definition: ServiceDefinition, given: Mapping[str, Any]) -> dict[str, Any]:
    """What the agency has set, over the definition's defaults."""
    defaults = {setting.id: setting.default for setting in definition.settings if setting.default is not None}
    return {**defaults, **given}


@for_seconds(5)
def offers(agency: UUID) -> list[Offer]:
    """What an agency takes requests for now, by service."""
    return [offer for offer in adopted_by(agency) if offer.is_open]


@for_seconds(5)
def titles() -> dict[str, Text]:
    """Every service that is published, by its id, with the title of its current version."""
    current = Service.objects.filter(current__isnull=False).values_list("id", "current_id")
    found = {id: definition_of(version).title for id, version in current}
    return dict(sorted(found.items(), key=lambda one: one[1].th))


@for_seconds(5)
def adopted_by(agency: UUID) -> list[Offer]:
    """All services that an agency has taken on, those closed for now as well."""
    return [_offer(adoption) for adoption in _adoptions().filter(agency_id=agency).order_by("service_id")[:500]]


def find_offers(
    services: Iterable[str],
    *,
    agency_slug: str = "",
    place: str = "",
    after: tuple[str, str] | None = None,
    limit: int = 50,
) -> list[Offer]:
    """What is open of these services in a place, by service and agency; those after a service's id and a slug.

    One service after another, so that among many agencies no more is read than is asked for.
    """
    rows: list[Any] = []
    first, last_slug = after or ("", "")
    for service in sorted(one for one in services if one >= first):
        found = _adoptions().filter(is_open=True, service_id=service)
        if agency_slug:
            found = found.filter(agency__slug=agency_slug)
        if place:
            found = found.filter(agencies.lying_in(place, "agency__"))
        if service == first:
            found = found.filter(agency__slug__gt=last_slug)
        rows += found.order_by("agency__slug")[: limit - len(rows)]
        if len(rows) >= limit:
            break
    _read_definitions({row.current_id for row in rows})
    return [_offer(row) for row in rows]


def _read_definitions(versions: set[UUID]) -> None:
    """Read in one statement those that this process has not read yet."""
    if unread := versions - _compiled.keys():
        for id, version in Version.objects.in_bulk(list(unread)).items():
            _compiled[id] = ServiceDefinition.model_validate(version.body)


def _adoptions() -> QuerySet[Adoption]:
    """With what an offer needs of the current version: two numbers rather than two more objects for each row."""
    current = {"current_id": F("service__current_id"), "current_number": F("service__current__number")}
    found = Adoption.objects.select_related("agency").filter(service__current__isnull=False)
    return found.annotate(**current)


def _offer(adoption: Any) -> Offer:
    definition = definition_of(adoption.current_id)
    return Offer(
        adoption_id=adoption.id,
        agency=adoption.agency,
        version_id=adoption.current_id,
        version_number=adoption.current_number,
        definition=definition,
        settings=settings_of(definition, adoption.settings),
        is_open=adoption.is_open,
    )
