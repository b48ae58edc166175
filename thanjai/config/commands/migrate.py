"""`thanjai migrate`: bring the tables up to date, as their owner."""

from __future__ import annotations

import os
import sys

import click

from thanjai.config.database import ensure_database
from thanjai.config.migration import owner_environment


@click.command("migrate", context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def command(words: tuple[str, ...]) -> None:
    """Bring the tables up to date. Further words go to Django's `migrate`."""
    ensure_database()
    program = [sys.executable, "-m", "thanjai.config.cli", "django", "migrate", *words]
    raise SystemExit(os.spawnve(os.P_WAIT, sys.executable, program, owner_environment()))
