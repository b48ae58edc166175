"""The directory of an agency for everybody: its units, what they do, when, and who is on duty. No one's own number."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from thanjai.cases.staff import Staff
from thanjai.catalogue.selectors import Offer, offers
from thanjai.contact.desks import Desk, desk_at
from thanjai.domain.arrangement import Hours
from thanjai.domain.definition.model import AUTOMATIC
from thanjai.domain.text import Text
from thanjai.kernel.caching import for_seconds
from thanjai.kernel.tenancy import acting_as, worker_at


@dataclass(frozen=True)
class Somebody:
    """An officer as the public is told of them."""

    name: str
    position: Text
    stands_in_for: str


@dataclass(frozen=True)
class Work:
    """What a unit does of a service. `hours` are None where they are the agency's."""

    service_id: str
    service: Text
    steps: tuple[Text, ...]
    hours: Hours | None


@dataclass
class Unit:
    """A unit with what it does. `phone` is empty where the agency's is to be used."""

    name: Text
    phone: str = ""
    works: list[Work] = field(default_factory=list)
    officers: list[Somebody] = field(default_factory=list)


@for_seconds(60)
def directory(agency_id: UUID) -> list[Unit]:
    """The units that do something for the services which are open, those that do most first."""
    found: dict[str, Unit] = {}
    with acting_as(worker_at(agency_id)):
        staff = Staff.of(agency_id)
        for offer in offers(agency=agency_id):
            for unit, desks in _by_unit(staff, offer).items():
                _add(found.setdefault(unit, Unit(desks[0].unit)), offer, desks)
    return sorted(found.values(), key=lambda unit: (-len(unit.works), unit.name.th))


def _by_unit(staff: Staff, offer: Offer) -> dict[str, list[Desk]]:
    desks: dict[str, list[Desk]] = {}
    for step in offer.definition.steps:
        if step.kind not in AUTOMATIC:
            desk = desk_at(staff, step, offer.arrangement)
            desks.setdefault(desk.unit.th, []).append(desk)
    return desks


def _add(unit: Unit, offer: Offer, desks: list[Desk]) -> None:
    steps = tuple(desk.step.title for desk in desks)
    unit.works.append(Work(offer.definition.id, offer.definition.title, steps, offer.arrangement.hours))
    unit.phone = unit.phone or next((desk.phone for desk in desks if desk.phone), "")
    for desk in desks:
        for one in desk.officers:
            member = one.member
            somebody = Somebody(
                member.person.name, Text(th=member.position_th, en=member.position_en), one.stands_in_for
            )
            if somebody not in unit.officers:
                unit.officers.append(somebody)
