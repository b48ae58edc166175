"""The world that tests of documents share: an agency with the services of the module, and a licence it has issued."""

from __future__ import annotations

import pytest

from tests.world import World, build
from thanjai.documents.models import Document


@pytest.fixture
def world(request: pytest.FixtureRequest) -> World:
    """With the module's SERVICES; the food premises licence alone where it names none."""
    return build(*getattr(request.module, "SERVICES", ("food-premises-licence",)))


@pytest.fixture
def licence(world: World) -> Document:
    from tests.documents.test_documents import issued

    return issued(world)
