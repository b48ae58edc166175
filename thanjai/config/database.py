"""The database a command works on: the one in DATABASE_URL, else the embedded one, started when needed."""

from __future__ import annotations

import atexit
import os
from contextlib import suppress
from pathlib import Path

import thanjai
from thanjai.config.environment import take_in
from thanjai.kernel.embedded_postgres import EmbeddedPostgres
from thanjai.kernel.postgres_place import PostgresUnavailable

ADDRESSES = ("DATABASE_URL", "THANJAI_OWNER_DATABASE_URL", "THANJAI_ADMINISTRATOR_DATABASE_URL")
ROOT = Path(thanjai.__file__).resolve().parent.parent


def var_folder() -> Path:
    """The folder for everything that is kept and is not code: THANJAI_VAR, or `var` beside the code."""
    return Path(os.environ.get("THANJAI_VAR") or ROOT / "var").absolute()


def embedded() -> EmbeddedPostgres | None:
    """The embedded server, or None when DATABASE_URL names another one."""
    take_in(*ADDRESSES)
    return None if os.environ.get("DATABASE_URL") else EmbeddedPostgres(var_folder())


def name_database() -> EmbeddedPostgres | None:
    """Put the embedded server's addresses in the environment, for settings and child processes.

    Returns that server, not started; None when DATABASE_URL was set.
    """
    server = embedded()
    if server:
        os.environ.update(server.urls.as_environment())
    return server


def ensure_database() -> None:
    """Have a database running for the rest of this process; what was started here stops at its end."""
    server = name_database()
    if server and server.start():
        atexit.register(_stop_quietly, server)


def ready_django() -> None:
    """Have a database and set Django up: call this first in a command that uses models."""
    ensure_database()
    import django

    django.setup()


def _stop_quietly(server: EmbeddedPostgres) -> None:
    with suppress(PostgresUnavailable):
        server.stop()
