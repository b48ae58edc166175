"""What the tests of oversight share: a case that becomes late, and who watches."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.domain.thai_calendars import bangkok
from tests.web import desk
from tests.world import PLACE, World, build
from thanjai.accounts.actions import register_person
from thanjai.agencies.actions import appoint, register_agency
from thanjai.domain.case import commands as c
from thanjai.domain.definition.base import AgencyKind, Role
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import PLATFORM, Actor, Kind, acting_as

FOOD = "food-premises-licence"
MONDAY = bangkok(2026, 3, 2)
EVENING, WEEK_ON = bangkok(2026, 4, 7, 16, 30), bangkok(2026, 4, 14, 13)
"""30 days from 4 March end on Friday 3 April; the first notice is owed by the close of Tuesday 7 April."""


@pytest.fixture(autouse=True)
def _plain_addresses_of_assets(settings: Any) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture
def world() -> World:
    with standing_at(MONDAY):
        return build(FOOD)


def watcher() -> Actor:
    """Somebody of OPDC's."""
    with acting_as(PLATFORM):
        agency = register_agency(
            slug="opdc", code="OPDC", kind=AgencyKind.OVERSIGHT, name=PLACE, province=PLACE, address=PLACE,
            email="opdc@example.com",
        )  # fmt: skip
        person = register_person(email="watch@example.com", name="ปวีณา")
        appoint(agency=agency.id, person=person.id, roles=[Role.REVIEWER], unit=PLACE, position=PLACE)
    return Actor(Kind.OVERSEER, agency=agency.id, person=person.id, name=person.name)


@pytest.fixture
def overseer(world: World) -> Actor:
    return watcher()


def complete(world: World) -> Any:
    with standing_at(MONDAY):
        _, case = world.submitted()
    with standing_at(bangkok(2026, 3, 4)):
        world.do(case, c.Finish(step="check"))
    return case


def sit_down(client: Client, overseer: Actor, kind: str = AgencyKind.OVERSIGHT) -> Client:
    return desk.sit_down(client, overseer, str(kind))
