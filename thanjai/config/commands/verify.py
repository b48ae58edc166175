"""`thanjai verify FILE.pdf`: is this document ours, unaltered and in force."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from thanjai.config.database import ready_django


@click.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Check a PDF. Ends with 0 for a valid document of ours, with 1 and the reason for anything else."""
    ready_django()
    from django.db import transaction

    from thanjai.documents.selectors import by_pdf
    from thanjai.kernel.tenancy import PUBLIC, acting_as

    with acting_as(PUBLIC), transaction.atomic():
        found = by_pdf(file.read_bytes())
    click.echo(f"{file.name}: {found.status}")
    if found.number and found.title and found.agency:
        click.echo(f"  {found.title.en} / {found.title.th} no. {found.number}, {found.agency.en}, {found.holder}")
    for reason in found.reasons:
        click.echo(f"  {reason.en} / {reason.th}")
    sys.exit(0 if found.status == "valid" else 1)
