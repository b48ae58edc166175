"""`thanjai agencies`: agencies from a list, as in the office of the overseer."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import click

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("agencies")
def command() -> None:
    """Bring in agencies from a list, and undo that."""


@command.command("import")
@click.argument("file", type=_FILE)
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), help="Write the file with the faults beside."
)
@click.option("--yes", is_flag=True, help="Do not ask: bring in the lines that are right.")
def import_(file: Path, report: Path | None, yes: bool) -> None:
    """Bring in agencies from a CSV or XLSX FILE; says first, line by line, what it would do and what is wrong."""
    _ready()
    from django.db import transaction

    from thanjai.agencies.selectors import overseer
    from thanjai.config.bringing import bring_in
    from thanjai.kernel.tenancy import PLATFORM, acting_as

    with transaction.atomic(), acting_as(PLATFORM):
        agency = overseer()
    bring_in("agencies", file, agency=agency.id if agency else None, report=report, yes=yes)


@command.command("undo")
@click.argument("list_id", metavar="LIST", type=click.UUID)
def undo(list_id: UUID) -> None:
    """Undo a LIST that was brought in, but for what something has built on; says which and why."""
    _ready()
    from thanjai.config.bringing import take_back

    take_back(list_id)


def _ready() -> None:
    from thanjai.config.database import ready_django

    ready_django()
