"""Numbers that name a person are shown by their end; whoever needs the whole one leaves a line."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.web.desk import case_path, page, sit_down, words
from tests.world import World, build, examples
from thanjai.domain import identity
from thanjai.kernel.models import Reading
from thanjai.kernel.tenancy import PLATFORM, acting_as

pytestmark = pytest.mark.django_db
SERVICE = "old-age-allowance"
NUMBER = examples(SERVICE)["examples"][0]["answers"]["national_id"]
WHOLE, MASKED = identity.format_number(NUMBER), identity.mask(NUMBER)


@pytest.fixture
def world() -> World:
    return build(SERVICE)


def test_the_case_page_shows_a_number_whole_only_when_asked_and_writes_it_down(world: World, client: Client) -> None:
    _, case = world.submitted(SERVICE)
    desk = sit_down(client, world.officer)
    first = words(desk.get(case_path(case.id)))
    assert MASKED in first and WHOLE not in first and NUMBER not in first
    shown = words(desk.get(f"{case_path(case.id)}?numbers=show"))
    assert WHOLE in shown and MASKED not in shown
    with acting_as(PLATFORM):
        assert list(Reading.objects.order_by("at").values_list("what", flat=True)) == ["case", "case with national ids"]


def test_a_register_shows_the_end_of_a_number(world: World, client: Client) -> None:
    _, case = world.submitted(SERVICE)
    world.until(case, "issue", SERVICE)
    root = page(sit_down(client, world.officer), f"/en/office/registers/{SERVICE}/payment_roll/")
    said = " ".join(root.xpath("string(//main)").split())
    assert MASKED in said and NUMBER not in said and WHOLE not in said
