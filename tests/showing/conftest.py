"""A service that an agency shows, and what was made of it in a folder of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.web.applicant import FOOD
from tests.world import World, build


@pytest.fixture(autouse=True)
def made(settings: Any, tmp_path: Path) -> Path:
    """The folder of what was made, empty at first."""
    settings.THANJAI_MADE = tmp_path / "made"
    return tmp_path / "made"


@pytest.fixture
def world(db: None) -> World:
    return build(FOOD)
