"""What every test of a page needs: addresses of assets without their build."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.money.counting import cashier
from tests.web.desk import sit_down
from tests.world import World
from thanjai.kernel.tenancy import Actor


@pytest.fixture(autouse=True)
def _plain_addresses_of_assets(settings: Any) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture
def somchai(world: World) -> Actor:
    """A cashier of the test's own world."""
    return cashier(world)


@pytest.fixture
def till(client: Client, somchai: Actor) -> Client:
    """The cashier at the desk."""
    return sit_down(client, somchai)


@pytest.fixture
def head(world: World) -> Client:
    """The head at theirs."""
    return sit_down(Client(), world.officer)
