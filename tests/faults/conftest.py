"""Pages are drawn here as in the tests of pages; and a database server that may be killed."""

from __future__ import annotations

import fcntl
import os
import signal
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.conftest import ROOT, _named, new_database, working_on
from tests.web.conftest import _plain_addresses_of_assets
from thanjai.config.child import die_with_parent
from thanjai.kernel.embedded_postgres import EmbeddedPostgres

__all__ = ["_plain_addresses_of_assets"]

VAR = ROOT / "build" / "restart-var"


def _forget_killed_runs(server: EmbeddedPostgres) -> None:
    """Their databases; nobody else works here, for the folder is locked."""
    with psycopg.connect(_named(server.urls.owner, "postgres"), autocommit=True) as owner:
        left = owner.execute("SELECT datname FROM pg_database WHERE datname LIKE 'restart%'").fetchall()
        for (name,) in left:
            owner.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def server(django_db_setup: None, django_db_blocker: Any) -> Iterator[EmbeddedPostgres]:
    """A server that is nobody else's, with a database that Django works on. Its folder is kept: the next time is quick."""
    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / "in-use.lock").open("w") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX)
        server = EmbeddedPostgres(VAR)
        server.start(before_exec=die_with_parent(signal.SIGINT))
        try:
            _forget_killed_runs(server)
            with new_database(server, f"restart_{os.getpid()}") as url, working_on(url, django_db_blocker):
                yield server
        finally:
            server.stop()
