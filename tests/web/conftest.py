"""What every test of a page needs: addresses of assets without their build, and limits that start from nothing."""

from __future__ import annotations

from typing import Any

import pytest

from thanjai.web.citizen import check, returning, track


@pytest.fixture(autouse=True)
def _plain_addresses_of_assets(settings: Any) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture(autouse=True)
def _no_tries_counted() -> None:
    for limit in (track.TRIES, check.TRIES, returning.LINKS):
        limit.forget()
