"""Pages without built assets, and a provider of identity for all tests that need one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from tests.identity.outside import Outside, provider


@pytest.fixture(autouse=True)
def _plain_addresses_of_assets(settings: Any) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture(scope="session")
def _running() -> Iterator[Outside]:
    with provider("http://localhost:8000/oidc/thaid/back/") as one:
        yield one


@pytest.fixture
def outside(_running: Outside, settings: Any, db: None) -> Iterator[Outside]:
    """A provider that behaves, configured as ThaID."""
    settings.SOCIALACCOUNT_PROVIDERS = _running.settings()
    cache.clear()
    yield _running
    _running.misbehave("")
