"""What stories of money begin with: an agency that has adopted a service, its cashier, and a bank to ask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.money.counting import cashier
from tests.money.pretended_bank import Pretended, pretending
from tests.world import World, build
from thanjai.kernel.tenancy import Actor


@pytest.fixture
def world(db: None) -> World:
    return build("food-premises-licence")


@pytest.fixture
def somchai(world: World) -> Actor:
    return cashier(world)


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Pretended]:
    with pretending(tmp_path) as one:
        yield one
