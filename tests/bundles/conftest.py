"""A town with a municipality, an excise office and a social security office, and somebody who plans there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from tests.world import PACKS, PLACE, examples, pack
from thanjai.accounts.actions import register_person
from thanjai.agencies.actions import appoint, register_agency
from thanjai.bundles import actions, sending
from thanjai.bundles.models import Plan
from thanjai.bundles.selectors import plan as plan_by_id
from thanjai.catalogue.actions import adopt, publish
from thanjai.domain.bundle.model import Bundle
from thanjai.domain.bundle.reading import read_bundle
from thanjai.domain.definition.base import AgencyKind, Role
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, Actor, Kind, acting_as

RESTAURANT = "start-a-restaurant"
FOOD, LIQUOR, STAFF = "food-premises-notification", "liquor-retail-licence", "employer-registration"
LARGE, SHOWS = "food-premises-licence", "hazardous-business"
SERVICES = (FOOD, LARGE, SHOWS, LIQUOR, STAFF)
SHOP = {"house": "88", "moo": "", "soi": "", "road": "รอบบึง", "subdistrict": "ในเมือง", "district": "เมืองขอนแก่น",
        "province": "ขอนแก่น", "postcode": "40000"}  # fmt: skip
PLANNED: dict[str, Any] = {
    "premises_address": SHOP, "in_market": False, "area": 120.0, "sells_liquor": True, "has_shows": False,
    "has_employees": True,
}  # fmt: skip
SHARED: dict[str, Any] = {
    "applicant_kind": "person", "filed_by": "self", "person": {"title": "นาย", "given": "อนุชา", "family": "ศรีสุข"},
    "national_id": "3400500678121", "home_address": SHOP, "email": "anucha@example.com", "phone": "+66898765432",
    "premises_name": "ครัวริมบึง", "premises_right": "owner",
}  # fmt: skip
LEFT: dict[str, Any] = {
    "notification.nationality": "ไทย", "notification.premises_point": {"lat": 16.44, "lon": 102.83},
    "notification.food_types": "อาหารอีสาน", "notification.food_handlers": 4,
    "notification.opening_hours": "ทุกวัน 10.00–22.00 น.", "notification.declared": True,
    "liquor.liquor_kinds": ["beer"], "liquor.sold_to": "under_ten", "liquor.vat_registered": False,
    "liquor.declared": True, "employer.declared": True, "employer.first_employed": "2026-11-16",
    "employer.employees": [
        {"worker": {"title": "นาย", "given": "วินัย", "family": "ชลธาร"}, "worker_number": "3230400567124",
         "began_on": "2026-11-16", "monthly_wage": 1150000},
    ],
}  # fmt: skip


def restaurant() -> Bundle:
    """The bundle that comes with the platform, sound."""
    text = (PACKS / "bundles" / RESTAURANT / "bundle.yaml").read_text(encoding="utf-8")
    reading = read_bundle(text, "bundle.yaml", {id: pack(id) for id in SERVICES})
    assert reading.bundle is not None and reading.publishable, reading.problems
    return reading.bundle


@dataclass(frozen=True)
class Town:
    """`agencies` by the service that each gives."""

    agencies: dict[str, UUID]
    officers: dict[str, Actor]


@pytest.fixture
def town() -> Town:
    kinds = {FOOD: AgencyKind.MUNICIPALITY, LIQUOR: AgencyKind.PROVINCIAL_OFFICE, STAFF: AgencyKind.PROVINCIAL_OFFICE}
    agencies, officers = {}, {}
    with acting_as(PLATFORM):
        for service in SERVICES:
            publish(definition=pack(service))
        for number, (service, kind) in enumerate(kinds.items()):
            row = register_agency(
                slug=f"office-{number}", code=f"OF{number}", kind=kind, name=PLACE, province=PLACE, address=PLACE,
                areas=["400101"] if kind is AgencyKind.MUNICIPALITY else ["40"],
            )  # fmt: skip
            person = register_person(email=f"head-{number}@example.com", name=f"หัวหน้า {number}")
            appoint(agency=row.id, person=person.id, roles=list(Role), unit=PLACE, position=PLACE)
            adopt(agency=row.id, service=service, settings=examples(service)["settings"])
            agencies[service] = row.id
            officers[service] = Actor(Kind.OFFICER, agency=row.id, person=person.id, name=person.name)
        actions.publish(bundle=restaurant())
    return Town(agencies, officers)


def planned(answers: dict[str, Any] | None = None, actor: Actor = PUBLIC) -> tuple[Actor, Plan]:
    """A plan that is filled in, and the one who holds its secret."""
    with acting_as(actor):
        plan = actions.start_plan(actor=actor, bundle_id=RESTAURANT).plan
    holder = Actor(Kind.BEARER, bearer=plan.bearer)
    with acting_as(holder):
        values = PLANNED | SHARED | LEFT if answers is None else answers
        return holder, actions.save_answers(plan=plan, page="all", values=values, is_done=True)


def sent(*, tells: bool = True, **changes: Any) -> tuple[Actor, Plan]:
    holder, plan = planned(PLANNED | SHARED | LEFT | changes)
    with acting_as(holder):
        sending.send_all(actor=holder, plan_id=plan.id, tells=tells)
        return holder, plan_by_id(plan.id)
