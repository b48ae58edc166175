"""`thanjai django …`: Django's own commands."""

from __future__ import annotations

import click

from thanjai.config.database import ensure_database


@click.command("django", context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def command(words: tuple[str, ...]) -> None:
    """Pass words on to Django: `thanjai django makemigrations`."""
    ensure_database()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["thanjai django", *words])
