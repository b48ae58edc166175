"""What the tests of this folder share: a real virus scanner, and pages as in tests/web."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.security import clamd
from tests.web.conftest import _plain_addresses_of_assets  # noqa: F401 - a fixture


@pytest.fixture(scope="session")
def scanner() -> Iterator[str]:
    """Its address; the folder's path is short, for a socket's may not be long."""
    with TemporaryDirectory(prefix="clamd") as folder, clamd.running(Path(folder)) as address:
        yield address
