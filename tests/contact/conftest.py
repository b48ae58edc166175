"""A case with its applicant, and officers to ask."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.domain.thai_calendars import bangkok
from tests.world import World, build
from thanjai.kernel.clock import standing_at

FOOD = "food-premises-licence"
MORNING = bangkok(2026, 3, 4, 9)
"""A Wednesday, at nine."""


@pytest.fixture(autouse=True)
def _plain_addresses_of_assets(settings: Any) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture
def world() -> World:
    with standing_at(MORNING):
        return build(FOOD)


@pytest.fixture
def browser() -> Client:
    return Client()
