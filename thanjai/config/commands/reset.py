"""`thanjai reset`: forget everything."""

from __future__ import annotations

import shutil

import click

from thanjai.config.database import var_folder
from thanjai.config.supervisor import running_supervisor
from thanjai.kernel.embedded_postgres import EmbeddedPostgres


@click.command("reset")
def command() -> None:
    """Remove the database, the files and the logs under var/, without asking."""
    var = var_folder()
    supervisor = running_supervisor(var)
    if supervisor:
        way_out = f"Stop it first: Ctrl-C there, or `kill {supervisor}`."
        raise click.ClickException(f"Thanjai is running here (process {supervisor}). {way_out}")
    EmbeddedPostgres(var).destroy()
    shutil.rmtree(var, ignore_errors=True)
    click.echo(f"Removed {var}. `make run` starts over.")
