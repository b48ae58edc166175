"""A database whose transactions are real, for what must hold when many do the same at once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connections

from tests.conftest import _dropped, _named, _server, _template
from thanjai.kernel.processes import wait_for


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Nothing is rolled back here; the database is dropped afterwards. Threads connect to it as well."""
    owner_url = _server().urls.owner
    settings, name = connections["default"].settings_dict, f"own_{os.getpid()}"
    with psycopg.connect(_named(owner_url, "postgres"), autocommit=True) as owner:
        owner.execute(f"CREATE DATABASE {name} TEMPLATE {_template(owner_url)}")
    with django_db_blocker.unblock():
        connections["default"].close()
        usual, settings["NAME"] = settings["NAME"], name
        yield
        connections["default"].close()
        settings["NAME"] = usual
    with psycopg.connect(_named(owner_url, "postgres"), autocommit=True) as owner:
        wait_for(lambda: _dropped(owner, name), 10)
