"""Lists of adoptions: the overseer's head brings in those of any service, a department's those in its own care."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

from django.db import transaction

from thanjai.agencies.selectors import all_agencies, head_of
from thanjai.cases.listed import requests_begun
from thanjai.catalogue import spread
from thanjai.catalogue.adopting import adopt_new, give_up_new
from thanjai.domain.definition.base import AgencyKind
from thanjai.domain.intake.adoption_rows import COLUMNS, Known, Place, judged_adoptions
from thanjai.domain.intake.judged import Judged
from thanjai.domain.intake.table import Table, folded
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.intake.models import DONE, KEPT, REFUSED, UNDONE, Intake, Line
from thanjai.kernel.tenancy import Actor, Kind

__all__ = ["COLUMNS", "built_on", "check", "enter", "judged", "take_back"]
AT_ONCE: Final = 50
"""Lines of one job: the services are locked meanwhile, and others adopt them too."""


def check(actor: Actor) -> None:
    if head_of(actor).agency.kind not in (AgencyKind.OVERSIGHT, AgencyKind.DEPARTMENT):
        raise Refusal("not_allowed", _NOT_ALLOWED)


def judged(agency: UUID | None, table: Table) -> list[Judged]:
    agencies = all_agencies()
    named: dict[str, set[Place]] = defaultdict(set)
    owner: UUID | None = None
    for one in agencies:
        place = Place(one.id, one.code, AgencyKind(one.kind))
        for name in (one.code, one.slug, one.name_th, one.name_en):
            named[folded(name)].add(place)
        if one.id == agency and one.kind == AgencyKind.DEPARTMENT:
            owner = agency
    definitions = spread.published(owner)
    services = {folded(name): one for one in definitions for name in (one.id, one.title.th, one.title.en)}
    places = {place for row in table.rows for place in named.get(folded(row.cells.get("agency", "")), ())}
    typed = {folded(row.cells.get("service", "")) for row in table.rows}
    asked = {services[name].id for name in typed if name in services}
    return list(judged_adoptions(table.rows, Known(named, services, _offered(places, asked))))


def _codes() -> dict[UUID, str]:
    return {one.id: one.code for one in all_agencies()}


def _offered(places: Collection[Place], services: Collection[str]) -> dict[tuple[str, str], dict[str, object]]:
    """With which figures the agencies of a list offer its services by now, and no others."""
    codes = {place.id: place.code for place in places}
    found = spread.figures_of(codes, services)
    return {(codes[agency], service): said for (agency, service), said in found.items()}


def enter(intake: Intake, lines: Sequence[Line]) -> None:
    """Raises Refusal where whoever confirmed it is no head any more."""
    actor = _actor(intake, intake.confirmed_by, intake.confirmed_by_name)
    if actor is not None:
        check(actor)
    ids = {one.code: one.id for one in all_agencies()}
    for line in lines:
        try:
            with transaction.atomic():
                if line.facts["agency"] not in ids:
                    raise Refusal("no_such_agency", _GONE)
                made = adopt_new(
                    actor=actor, agency=ids[line.facts["agency"]], service=line.facts["service"], settings=line.facts["figures"]
                )  # fmt: skip
            line.target = made.id
            line.over(DONE)
        except Refusal as refusal:
            line.over(REFUSED, refusal.message)


def _actor(intake: Intake, person: UUID | None, name: str) -> Actor | None:
    return Actor(Kind.OFFICER, agency=intake.agency_id, person=person, name=name) if person else None


def built_on(intake: Intake, lines: Sequence[Line]) -> Mapping[int, Text]:
    """Those for which a request was begun, and those that the agency has changed since."""
    changed = spread.changed_since_adopted([line.target for line in lines if line.target])
    codes = {code: id for id, code in _codes().items()}
    offers = {(codes[line.facts["agency"]], line.facts["service"]) for line in lines if line.facts["agency"] in codes}
    asked = requests_begun(offers)
    found = {}
    for line in lines:
        place = codes.get(line.facts["agency"])
        if line.target in changed:
            found[line.id] = _CHANGED
        elif place is None or (place, line.facts["service"]) in asked:
            found[line.id] = _GONE if place is None else _ASKED
    return found


def take_back(intake: Intake, lines: Sequence[Line]) -> None:
    actor = _actor(intake, intake.undone_by, intake.undone_by_name)
    if actor is not None:
        check(actor)
    reasons = built_on(intake, lines)
    for line in lines:
        words = reasons.get(line.id)
        if words is None and line.target is not None:
            give_up_new(actor=actor, adoption_id=line.target)
        line.over(KEPT if words else UNDONE, words)


_NOT_ALLOWED: Final = Text(
    th="เฉพาะหัวหน้าของหน่วยงานผู้กำกับดูแล หรือของกรมที่ดูแลบริการ นำเข้าการเปิดบริการได้",
    en="Only the head of the overseer, or of the department that has the service in its care, brings adoptions in.",
)
_GONE: Final = Text(th="ไม่มีหน่วยงานหรือบริการนี้แล้ว", en="The agency or its offer is no longer there.")
_CHANGED: Final = Text(th="หน่วยงานแก้ไขเองแล้ว", en="The agency has changed it since.")
_ASKED: Final = Text(th="มีผู้เริ่มกรอกหรือยื่นคำขอแล้ว", en="Somebody has begun a request by now.")
