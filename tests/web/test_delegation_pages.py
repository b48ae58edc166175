"""The office of an agency whose officers work for another one: what they see, what stays closed, how it ends."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.agencies.test_serving import NOW, given
from tests.web.desk import case_path, page, sit_down, words
from tests.world import World, build
from thanjai.agencies import delegations
from thanjai.domain.definition.base import Role
from thanjai.kernel.clock import standing_at
from thanjai.kernel.models import Reading
from thanjai.kernel.tenancy import PLATFORM, acting_as

pytestmark = pytest.mark.django_db
SERVICE = "food-premises-licence"


@pytest.fixture
def world() -> Any:
    with standing_at(NOW):
        yield build(SERVICE, "food-premises-notification")


def test_the_office_of_the_other_agency_on_its_pages(world: World) -> None:
    made = given(world, Role.FRONT_DESK, Role.REVIEWER)
    _, covered = world.submitted(SERVICE)
    _, other = world.submitted("food-premises-notification")
    desk = sit_down(Client(), world.stranger)
    root = page(desk, "/en/office/delegations/")
    assert "in force" in root.xpath("string(//main)")
    text = words(desk.post("/en/office/work-for/", {"delegation": str(made.id)}, follow=True))
    assert covered.number in text and other.number not in text
    shown = page(desk, case_path(covered.id))
    assert "working here under a delegation" in shown.xpath("string(//section[contains(@class, 'desk-bar')])")
    assert desk.get(case_path(other.id)).status_code == 404
    for closed in ("money", "registers", "people", "documents", "overview", "calendar", "help", "mandates"):
        answer = desk.get(f"/en/office/{closed}/")
        assert answer.status_code == 403 and "own officers" in words(answer), closed
    with acting_as(PLATFORM):
        line = Reading.objects.filter(subject=covered.id, person_id=world.stranger.person).latest("at")
        assert "12/2569" in line.under and line.agency_id == world.agency, "the trail says under which delegation"
    with acting_as(world.officer):
        delegations.end(actor=world.officer, delegation_id=made.id)
    answer = desk.get(case_path(covered.id), follow=True)
    assert "is over. You are back at your own agency" in words(answer)
    assert desk.get("/en/office/people/").status_code == 200
    assert desk.post("/en/office/work-for/", {"delegation": str(made.id)}).status_code == 409
