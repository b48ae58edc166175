"""The benchmark's own ground: a database, a web server and a folder that nothing else uses."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import click
import psycopg

from thanjai.config.child import Child
from thanjai.config.database import ROOT
from thanjai.config.programs import Program, web_server
from thanjai.config.scratch import empty_database
from thanjai.config.surroundings import Surroundings
from thanjai.kernel.embedded_postgres import EmbeddedPostgres

VAR = ROOT / "build" / "bench-var"
HOST = "127.0.0.1"
WEB_PROCESSES = 2
START_SECONDS = 60
_DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


@dataclass
class Ground:
    """Where the measuring is done."""

    postgres: EmbeddedPostgres
    port: int

    @property
    def owner_url(self) -> str:
        """For making rows, and for the raw limit."""
        return self.postgres.urls.owner

    @contextmanager
    def web(self) -> Iterator[None]:
        """The web server, with two processes, while the block runs. Raises ClickException when it does not start."""
        surroundings = Surroundings.from_environment(os.environ)
        program = Program("web", web_server(surroundings, WEB_PROCESSES), (), f"http://{HOST}:{self.port}/healthz")
        child = Child(program, VAR / "log", os.environ)
        child.start()
        try:
            until = time.monotonic() + START_SECONDS
            while not child.look():
                if not child.alive or time.monotonic() > until:
                    raise click.ClickException("The web server did not start:\n" + "\n".join(child.last_lines()))
                child.wait(time.monotonic() + 0.1)
            yield
        finally:
            child.signal(signal.SIGTERM)
            child.wait(time.monotonic() + 10)
            child.signal(signal.SIGKILL)


@contextmanager
def ground() -> Iterator[Ground]:
    """Start with an empty, migrated database. What was started is stopped at the end; the user's own is not touched."""
    port = _free_port()
    with empty_database(VAR, _environment(port)) as postgres:
        _make_sure_writes_are_durable(postgres)
        yield Ground(postgres, port)


def _environment(port: int) -> dict[str, str]:
    return {
        "THANJAI_BENCH": "1",
        "THANJAI_DEMO": "0",
        "THANJAI_HOST": HOST,
        "THANJAI_PORT": str(port),
        "THANJAI_PROXIES": HOST,
        "THANJAI_BASE_URL": f"http://{HOST}:{port}",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _make_sure_writes_are_durable(postgres: EmbeddedPostgres) -> None:
    """A fast figure from a database that may forget would be worth nothing."""
    with psycopg.connect(postgres.urls.application) as connection:
        for name in _DURABLE:
            row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
            if row is None or row[0] != "on":
                raise click.ClickException(f"PostgreSQL's {name} is not on; nothing was measured.")
