"""Reading definitions and who offers them. Published versions never change, so they are kept in the process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from thanjai.agencies import selectors as agencies
from thanjai.catalogue.arranging import as_arranged, officers_today, read_arrangement
from thanjai.catalogue.ending import read_ending
from thanjai.catalogue.models import Adoption, Service, Version
from thanjai.domain.arrangement import AS_THE_TEMPLATE, Arrangement
from thanjai.domain.case.rules import Rules
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.figures import with_defaults
from thanjai.domain.refusals import Refusal
from thanjai.domain.retiring import Ending, Told
from thanjai.domain.text import Text
from thanjai.kernel.caching import for_seconds
from thanjai.kernel.clock import today


@dataclass(frozen=True)
class Offer:
    """A service as one agency offers it now. `definition` is as the agency has arranged it.

    `is_held`: the agency stays on this version, and has something to decide before it goes on with a later one.
    """

    adoption_id: UUID
    agency: Any
    version_id: UUID
    version_number: int
    definition: ServiceDefinition
    settings: Mapping[str, Any]
    is_open: bool
    arrangement: Arrangement = AS_THE_TEMPLATE
    is_held: bool = False
    closed_because: Text | None = None
    ending: Told | None = None


_compiled: dict[UUID, ServiceDefinition] = {}


def definition_of(version_id: UUID) -> ServiceDefinition:
    """The definition of a published version. It can never change, so it is read once."""
    if version_id not in _compiled:
        _compiled[version_id] = ServiceDefinition.model_validate(Version.objects.get(pk=version_id).body)
    return _compiled[version_id]


def body_of(version_id: UUID) -> dict[str, Any]:
    """A published version as a pack says it: without what goes without saying."""
    return definition_of(version_id).model_dump(mode="json", exclude_defaults=True, exclude_none=True)


def current_version(service_id: str) -> UUID | None:
    """The version of a service that is offered now; None where none is published."""
    found: UUID | None = Service.objects.filter(pk=service_id).values_list("current_id", flat=True).first()
    return found


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
    """A version's rules with the figures and the arrangement of one agency: what its cases are judged by."""
    template = definition_of(version_id)
    found = _adopted(agency_id, template.id) or Adoption()
    definition, arrangement = as_arranged(version_id, template, found.arrangement)
    officers = officers_today(agency_id, template, arrangement)
    return Rules(definition, with_defaults(template, found.settings), arrangement, officers, found.ends_on)


def agency_giving(agency_id: UUID, service_id: str) -> Any:
    """The agency, as it was read together with how it offers a service."""
    found = _adopted(agency_id, service_id)
    return found.agency if found else agencies.agency_by_id(agency_id)


@for_seconds(5)
def _adopted(agency_id: UUID, service_id: str) -> Adoption | None:
    return Adoption.objects.select_related("agency").filter(agency_id=agency_id, service_id=service_id).first()


def arrangement_of(agency_id: UUID, service_id: str) -> Arrangement:
    """How an agency has arranged a service; as the template has it, where it has said nothing."""
    stored = Adoption.objects.filter(agency_id=agency_id, service_id=service_id).values_list("arrangement", flat=True)
    return read_arrangement(stored.first() or {})


def how_many_held(service_id: str) -> int:
    """The agencies that stay on an earlier version until they have decided what the current one asks of them."""
    return Adoption.objects.filter(service_id=service_id, held__isnull=False).count()


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
    """With what an offer needs of the version that holds: two numbers rather than two more objects for each row."""
    current = {
        "current_id": Coalesce("held_id", "service__current_id"),
        "current_number": Coalesce("held__number", "service__current__number"),
    }
    found = Adoption.objects.select_related("agency").filter(service__current__isnull=False)
    return found.annotate(**current)


def _offer(adoption: Any) -> Offer:
    ending = told_of(read_ending(adoption.ends_on, adoption.instead))
    definition, arrangement = as_arranged(adoption.current_id, definition_of(adoption.current_id), adoption.arrangement)
    return Offer(
        adoption_id=adoption.id,
        agency=adoption.agency,
        version_id=adoption.current_id,
        version_number=adoption.current_number,
        definition=definition,
        settings=with_defaults(definition, adoption.settings),
        is_open=adoption.is_open and not (ending and ending.is_over),
        arrangement=arrangement,
        is_held=adoption.held_id is not None,
        closed_because=Text.model_validate(adoption.closed_because) if adoption.closed_because else None,
        ending=ending,
    )


def told_of(ending: Ending | None) -> Told | None:
    """What people are told of a service that ends."""
    if ending is None:
        return None
    day, instead = today(), ending.instead
    title = titles().get(instead.service) if instead.service else None
    return Told(ending.on, ending.is_over(day), ending.words(day), instead, title)


def ending_of(agency: UUID, service: str) -> Told | None:
    """From when an agency offers a service no more; None while nobody has said so."""
    found = _adopted(agency, service)
    return told_of(read_ending(found.ends_on, found.instead)) if found else None


@for_seconds(5)
def ending_of_all(service: str) -> Told | None:
    """From when nobody offers it any more."""
    found = Service.objects.filter(pk=service).values_list("ends_on", "instead").first()
    return told_of(read_ending(*found)) if found else None
