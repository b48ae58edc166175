"""`thanjai audit`: prove that nobody has altered a record, keep the proof elsewhere, hand it to inspectors."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from thanjai.config.database import ready_django

DAY = click.DateTime(["%Y-%m-%d"])


@click.group("audit")
def command() -> None:
    """Prove the records."""


@command.command("verify")
@click.option(
    "--checkpoints", "elsewhere", type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with checkpoints that were kept elsewhere, to be believed as well.",
)  # fmt: skip
def verify(elsewhere: Path | None) -> None:
    """Go through every case, the trail of reading and all checkpoints; print what does not hold, and end with 1.

    Finds what was altered, put in, or taken out, at the end as well as in the middle.
    """
    ready_django()
    from django.db import transaction

    from thanjai.agencies.selectors import all_agencies
    from thanjai.audit.proving import Proof
    from thanjai.kernel.tenancy import PLATFORM, acting_as

    with acting_as(PLATFORM), transaction.atomic():
        names = {agency.id: agency.slug for agency in all_agencies()}
    proof, flaws = Proof(elsewhere), 0
    for flaw in proof.flaws():
        flaws += 1
        whose = f"{names.get(flaw.agency, flaw.agency)}: " if flaw.agency else ""
        click.echo(f"{whose}{flaw.where}: {flaw.what}")
    click.echo(
        f"{proof.cases} cases, {proof.events} events, {proof.readings} readings, {proof.marks} marks,"
        f" {proof.checkpoints} checkpoints; not sealed yet: {proof.waiting} readings, {proof.unmarked} cases"
    )
    click.echo(f"{flaws} flaws")
    sys.exit(1 if flaws else 0)


@command.command("checkpoint")
def checkpoint() -> None:
    """Sign now what all chains are, and keep it in var/checkpoints. Carry those files elsewhere."""
    ready_django()
    from thanjai.audit import keeping
    from thanjai.kernel import checkpoints

    made = keeping.checkpoint(whole=True)
    if made is None:
        click.echo("Nothing has happened since the last checkpoint.")
        return
    count = len(checkpoints.read(made.body)["chains"])
    click.echo(
        f"Checkpoint {made.number}: {count} chains have grown. {checkpoints.folder() / f'{made.number:08}'}.json"
    )


@command.command("export")
@click.option("--agency", required=True, help="The agency's slug.")
@click.option("--from", "first", type=DAY, required=True, help="The first day.")
@click.option("--to", "last", type=DAY, required=True, help="The last day.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="The file; by default named for its content."
)
def export(agency: str, first: datetime, last: datetime, out: Path | None) -> None:
    """Write who looked at an agency's personal data, with the proofs and how to check them, as a zip."""
    ready_django()
    from django.db import transaction

    from thanjai.agencies.selectors import agency_by_slug
    from thanjai.audit import keeping
    from thanjai.audit.export import Wanted, write
    from thanjai.domain.refusals import Refusal
    from thanjai.kernel.tenancy import PLATFORM, acting_as

    if last < first:
        raise click.UsageError("--to comes before --from.")
    keeping.checkpoint()
    with acting_as(PLATFORM), transaction.atomic():
        try:
            wanted = Wanted(agency_by_slug(agency).id, first.date(), last.date())
        except Refusal as refusal:
            raise click.ClickException(refusal.message.en) from None
        path = out or Path(f"{wanted.name()}.zip")
        with path.open("wb") as stream:
            count = write(wanted, stream)
    click.echo(f"{path}: {count} lines")
