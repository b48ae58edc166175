"""`thanjai audit`: prove that nobody has altered a record."""

from __future__ import annotations

import sys

import click


@click.group("audit")
def command() -> None:
    """Prove the records."""


@command.command("verify")
def verify() -> None:
    """Walk the events of every case: chain, numbering, tail, and the state they add up to."""
    from thanjai.config.database import ready_django

    ready_django()
    from django.db import transaction

    from thanjai.cases import journal, selectors
    from thanjai.kernel.tenancy import PLATFORM, acting_as

    cases = events = flaws = 0
    with acting_as(PLATFORM), transaction.atomic():
        for row, lines in selectors.everything():
            cases, events = cases + 1, events + len(lines)
            flaw = journal.verify(row, lines)
            if flaw is not None:
                flaws += 1
                click.echo(f"{row.number}: event {flaw.seq}: {flaw.what}")
    click.echo(f"{cases} cases, {events} events, {flaws} flaws")
    sys.exit(1 if flaws else 0)
