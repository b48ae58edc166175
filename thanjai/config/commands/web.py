"""`thanjai web`: the web server alone."""

from __future__ import annotations

import os

import click

from thanjai.config.database import name_database
from thanjai.config.programs import web_server
from thanjai.config.surroundings import Surroundings


@click.command("web")
@click.option("--processes", default=2, show_default=True, type=click.IntRange(1, 64))
def command(processes: int) -> None:
    """Serve pages. The port is THANJAI_PORT; the database must be running."""
    name_database()
    words = web_server(Surroundings.from_environment(os.environ), processes)
    os.execv(words[0], words)
