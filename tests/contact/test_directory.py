"""The directory: units, what they do, who is on duty; nobody's own number. And the telephone of a unit."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from tests.contact.conftest import FOOD, MORNING
from tests.web.desk import words
from tests.world import World, examples, pack
from thanjai.agencies.models import Membership
from thanjai.catalogue.adopting import offer_service
from thanjai.contact.directory import directory
from thanjai.domain.arrangement import Arrangement, StepArrangement, faults
from thanjai.domain.definition.base import Role
from thanjai.domain.text import Text
from thanjai.kernel.caching import forget
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import PLATFORM, acting_as

pytestmark = pytest.mark.django_db
PRIVATE = "081 999 8888"
UNIT = Text(th="ฝ่ายสุขาภิบาลอาหาร", en="Food Hygiene")


def test_it_names_units_and_who_is_on_duty_and_no_private_number(world: World) -> None:
    deputy = world.colleague("วิภา", Role.REVIEWER)
    with acting_as(PLATFORM):
        Membership.objects.update(phone=PRIVATE)
        away = {"absent_from": date(2026, 3, 1), "absent_until": date(2026, 3, 9), "deputy_id": deputy.person}
        Membership.objects.filter(person_id=world.officer.person).update(**away)
    with standing_at(MORNING):
        forget()
        answer = Client().get("/en/a/khonkaen/contact/")
    said = words(answer)
    assert "วิภา" in said and "stands in for สมศรี" in said and pack(FOOD).title.en in said
    assert PRIVATE not in answer.content.decode() and "@example.com" not in said
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert Client().get("/a/nowhere/contact/").status_code == 404


def test_a_unit_of_the_agencys_own_has_its_telephone(world: World) -> None:
    check = pack(FOOD).steps[0].id
    arrangement = Arrangement(steps={check: StepArrangement(unit=UNIT, phone="043 221 202 ต่อ 14")})
    with acting_as(world.officer):
        offer_service(actor=world.officer, service=FOOD, settings=examples(FOOD)["settings"], arrangement=arrangement)
    forget()
    units = {unit.name.en: unit for unit in directory(world.agency)}
    assert units["Food Hygiene"].phone == "043 221 202 ต่อ 14" and len(units) > 1
    assert "Telephone 043 221 202" in words(Client().get("/en/a/khonkaen/contact/"))


@pytest.mark.parametrize("phone", ["call us", "1", "043 221 202 <b>", "0" * 40])
def test_a_telephone_that_is_none_is_refused_at_its_place(phone: str) -> None:
    check = pack(FOOD).steps[0].id
    found = faults(pack(FOOD), Arrangement(steps={check: StepArrangement(phone=phone)}), {})
    assert [(one.code, one.field) for one in found] == [("bad_telephone", f"phone-{check}")]
