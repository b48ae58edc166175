"""The world of payments: an agency and its head, who pay the old-age allowance, and a cashier who draws it up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.payouts.paying import MORNING, maker_at, paying_world, scheme_for
from tests.world import World
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import Actor
from thanjai.payouts.models import Scheme


@pytest.fixture(autouse=True)
def _morning() -> Iterator[None]:
    with standing_at(MORNING):
        yield


@pytest.fixture
def world(request: pytest.FixtureRequest) -> Any:
    """In the database of its own, for tests that ask for one, its rows are there for every connection."""
    if request.node.get_closest_marker("django_db") is None:
        request.getfixturevalue("own_database")
    with transaction.atomic():
        return paying_world()


@pytest.fixture
def scheme(world: World) -> Scheme:
    with transaction.atomic():
        return scheme_for(world.officer)


@pytest.fixture
def maker(world: World) -> Actor:
    with transaction.atomic():
        return maker_at(world)
