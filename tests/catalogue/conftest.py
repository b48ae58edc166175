"""The world that tests of the catalogue share: a municipality that gives food premises their licences."""

from __future__ import annotations

import pytest

from tests.world import World, build

SERVICE = "food-premises-licence"


@pytest.fixture
def world() -> World:
    return build(SERVICE)
