"""`thanjai db`: the embedded PostgreSQL, by hand."""

from __future__ import annotations

import os

import click

from thanjai.config.database import embedded, ensure_database
from thanjai.kernel.embedded_postgres import EmbeddedPostgres


@click.group("db")
def command() -> None:
    """Start, stop and look at the embedded PostgreSQL."""


def _server() -> EmbeddedPostgres:
    server = embedded()
    if server is None:
        raise click.ClickException("DATABASE_URL is set, so the database is yours: nothing is embedded here.")
    return server


@command.command()
def start() -> None:
    """Start the server and leave it running."""
    server = _server()
    began = server.start()
    click.echo(f"PostgreSQL {'started' if began else 'was already running'}, process {server.pid()}.")


@command.command()
def stop() -> None:
    """Stop the server."""
    click.echo("PostgreSQL stopped." if _server().stop() else "PostgreSQL was not running.")


@command.command()
def status() -> None:
    """Say whether the server runs; exit 3 when it does not."""
    server = _server()
    number = server.pid()
    if number is None:
        click.echo(f"PostgreSQL is not running. Its data: {server.place.data}")
        raise SystemExit(3)
    click.echo(f"PostgreSQL runs, process {number}. Its data: {server.place.data}")


@command.command()
@click.option("--owner", is_flag=True, help="The role that owns the tables, instead of the application's.")
def url(owner: bool) -> None:
    """Print the address to connect to."""
    urls = _server().urls
    click.echo(urls.owner if owner else urls.application)


@command.command()
@click.option("--application", is_flag=True, help="As the application's role, under its policies.")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def shell(application: bool, arguments: tuple[str, ...]) -> None:
    """Open psql as the owner of the tables."""
    from thanjai.kernel.postgres_place import programs

    server = _server()
    ensure_database()
    address = server.urls.application if application else server.urls.owner
    # psql is a child, not our successor: a server started for it must be stopped after it.
    status = os.spawnv(os.P_WAIT, programs(server.place) / "psql", ["psql", address, *arguments])
    raise SystemExit(status)


@command.command("run", context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, required=True, type=click.UNPROCESSED)
def run_with_database(words: tuple[str, ...]) -> None:
    """Run a program with the database up and its addresses in the environment."""
    ensure_database()
    raise SystemExit(os.spawnvp(os.P_WAIT, words[0], list(words)))
