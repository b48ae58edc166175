"""An agency takes on a service, changes how it offers it, closes it for a time and opens it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from thanjai.agencies.selectors import agency_by_id, head_of, officers_of
from thanjai.catalogue.arranging import as_stored, read_arrangement
from thanjai.catalogue.ending import check_not_ending, check_not_over
from thanjai.catalogue.events import Arranging
from thanjai.catalogue.models import Adoption, AdoptionChange, Preparation, Service
from thanjai.catalogue.selectors import definition_of
from thanjai.domain import arrangement as arrangements
from thanjai.domain import figures
from thanjai.domain.arrangement import Arrangement
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.caching import forget
from thanjai.kernel.clock import now
from thanjai.kernel.events import publish
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as, worker_at

_LONGEST: Final = 300


@transaction.atomic
def adopt(
    *, agency: UUID, service: str, settings: Mapping[str, Any], arrangement: Arrangement | None = None
) -> Adoption:
    """Let an agency offer a service with its own figures, as the platform; it is open then. Without an `arrangement`
    that of the agency stays as it is. Raises Refusal naming what is out of bounds or missing."""
    return _keep(PLATFORM, agency, service, settings, arrangement, opens=True)


@transaction.atomic
def adopt_new(*, actor: Actor | None, agency: UUID, service: str, settings: Mapping[str, Any]) -> Adoption:
    """Let an agency offer a service that it has not taken on, as whoever answers for the service; None: the platform.

    Raises Refusal where it offers it already: its figures are its own.
    """
    with acting_as(PLATFORM):
        Service.objects.select_for_update(of=("self",), no_key=True).filter(pk=service).first()
        if Adoption.objects.filter(agency_id=agency, service_id=service).exists():
            words = Text(th="หน่วยงานเปิดบริการนี้ไปแล้ว", en="The agency offers this service by now.")
            raise Refusal("offered_already", words)
    return _keep(actor or PLATFORM, agency, service, settings, arrangements.AS_THE_TEMPLATE, opens=True)


@transaction.atomic
def give_up_new(*, actor: Actor | None, adoption_id: UUID) -> None:
    """Undo the taking on of a service; that it was undone, and by whom, stays written down. The caller has seen that
    nothing has come of it."""
    with acting_as(PLATFORM):
        adoption = Adoption.objects.select_for_update().filter(pk=adoption_id).first()
        if adoption is not None:
            _write_down(actor or PLATFORM, adoption, "undone", _state(adoption))
            adoption.delete()
    forget()


@transaction.atomic
def offer_service(*, actor: Actor, service: str, settings: Mapping[str, Any], arrangement: Arrangement) -> Adoption:
    """Open a service that the agency has not offered before, or change how it offers one; as its head.

    One that is closed for a time stays closed. Raises Refusal that names the field.
    """
    head = head_of(actor)
    adoption = _keep(actor, head.agency_id, service, settings, arrangement, opens=False)
    with acting_as(PLATFORM):
        Preparation.objects.filter(agency_id=head.agency_id, service_id=service).delete()
    return adoption


@transaction.atomic
def close_service(*, actor: Actor, service: str, because: Text) -> Adoption:
    """Take no requests for a service for a time, and tell the public why; as the head. What was begun goes on."""
    if max(len(because.th), len(because.en)) > _LONGEST:
        raise Refusal(
            "because",
            Text(th=f"ย่อเหตุผลให้ไม่เกิน {_LONGEST} ตัวอักษร", en=f"Write at most {_LONGEST} letters."),
            field="because-th",
        )
    return _open_or_closed(actor, service, because)


@transaction.atomic
def reopen_service(*, actor: Actor, service: str) -> Adoption:
    """Take requests for a service again; as the head."""
    return _open_or_closed(actor, service, None)


def _open_or_closed(actor: Actor, service: str, because: Text | None) -> Adoption:
    head = head_of(actor)
    with acting_as(PLATFORM):
        adoption = Adoption.objects.select_for_update().filter(agency_id=head.agency_id, service_id=service).first()
        if adoption is None:
            raise _not_offered()
        check_not_over(adoption)
        before = _state(adoption)
        adoption.is_open, adoption.closed_because = because is None, because.model_dump() if because else None
        adoption.save(update_fields=["is_open", "closed_because"])
        _write_down(actor, adoption, "opened" if because is None else "closed", before)
    forget()
    return adoption


def _not_offered() -> Refusal:
    return Refusal("no_such_service", Text(th="หน่วยงานนี้ไม่ได้ให้บริการนี้", en="This agency does not offer this service."))


def _keep(
    actor: Actor,
    agency: UUID,
    service: str,
    settings: Mapping[str, Any],
    arrangement: Arrangement | None,
    *,
    opens: bool,
) -> Adoption:
    """Judge what is given by the current version, and write it. Publishing waits meanwhile, and we for it."""
    with acting_as(PLATFORM):
        published = Service.objects.select_for_update(of=("self",), no_key=True).filter(pk=service).first()
        if published is None or published.current_id is None:
            raise Refusal("no_such_service", Text(th="ยังไม่ได้เผยแพร่บริการนี้", en="No such service is published."))
        definition = definition_of(published.current_id)
        found = Adoption.objects.select_for_update().filter(agency_id=agency, service_id=service).first()
        if found is None:
            check_not_ending(published)
        else:
            check_not_over(found)
    if arrangement is None:
        arrangement = read_arrangement(found.arrangement) if found else arrangements.AS_THE_TEMPLATE
        arrangement = _without_gone_steps(definition, arrangement)
    check(agency, definition, settings, arrangement)
    with acting_as(PLATFORM):
        return _write(actor, found or Adoption(agency_id=agency, service_id=service), definition, settings, arrangement,
                      opens=opens)  # fmt: skip


def check(agency: UUID, definition: ServiceDefinition, settings: Mapping[str, Any], arrangement: Arrangement) -> None:
    """Raise Refusal unless the agency may offer the service like this."""
    if agency_by_id(agency).kind not in definition.agency_kinds:
        raise Refusal(
            "wrong_agency_kind",
            Text(th="บริการนี้ไม่ใช่หน้าที่ของหน่วยงานประเภทนี้", en="This kind of agency does not give this service."),
        )
    if unknown := sorted(set(settings) - {setting.id for setting in definition.settings}):
        names = ", ".join(unknown)
        raise Refusal("unknown_setting", Text(th=f"บริการนี้ไม่มีค่า {names}", en=f"This service has no figure {names}."))
    for fault in figures.faults(definition, settings):
        raise fault
    check_arrangement(agency, definition, arrangement)


def check_arrangement(agency: UUID, definition: ServiceDefinition, arrangement: Arrangement) -> None:
    """Raise Refusal unless the agency may arrange the service so, with the officers and the funds that it has."""
    with acting_as(worker_at(agency)):
        roles = {member.person_id: member.roles for member in officers_of(agency)}
        for fault in arrangements.faults(definition, arrangement, roles):
            raise fault
        publish(Arranging(agency, definition, arrangement))


def _without_gone_steps(definition: ServiceDefinition, arrangement: Arrangement) -> Arrangement:
    known = {step.id for step in definition.steps}
    steps = {id: said for id, said in arrangement.steps.items() if id in known}
    return arrangement.model_copy(update={"steps": steps})


def _write(
    actor: Actor,
    adoption: Adoption,
    definition: ServiceDefinition,
    settings: Mapping[str, Any],
    arrangement: Arrangement,
    *,
    opens: bool,
) -> Adoption:
    is_new = adoption._state.adding
    before = None if is_new else _state(adoption)
    known = {setting.id for setting in definition.settings}
    # Cases under an older version still go by the figures that it alone has.
    older = {name: value for name, value in adoption.settings.items() if name not in known}
    adoption.settings, adoption.arrangement = {**older, **settings}, as_stored(arrangement)
    adoption.held = None
    if is_new or opens:
        adoption.is_open, adoption.closed_because = True, None
    adoption.save()
    if before != _state(adoption):
        _write_down(actor, adoption, "adopted" if is_new else "changed", before)
    forget()
    return adoption


def _state(adoption: Adoption) -> dict[str, Any]:
    """What an adoption says, as its changes keep it."""
    names = ("settings", "arrangement", "is_open", "closed_because")
    return {name: getattr(adoption, name) for name in names}


def _write_down(actor: Actor, adoption: Adoption, what: str, before: Mapping[str, Any] | None) -> None:
    version = adoption.held or Service.objects.select_related("current").get(pk=adoption.service_id).current
    assert version is not None
    AdoptionChange.objects.create(
        agency_id=adoption.agency_id, service_id=adoption.service_id, what=what, version=version.number, before=before,
        after=_state(adoption), person_id=actor.person, person_name=actor.name or "Thanjai", at=now(),
    )  # fmt: skip
