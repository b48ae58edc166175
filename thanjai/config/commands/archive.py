"""`thanjai archive`: how long papers can be checked, and new time stamps for those that need them."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import Any

import click

from thanjai.config.database import ready_django


@click.group("archive")
def command() -> None:
    """Signed papers that outlast certificates."""


@command.command("status")
def status() -> None:
    """Say how many papers need a new time stamp and why, when the next one ends, and what fails; end with 1 if something does."""
    ready_django()
    from django.db import transaction

    from thanjai.archive.selectors import faults, standing
    from thanjai.kernel import signatories
    from thanjai.kernel.tenancy import PLATFORM, acting_as

    told = signatories.signatories()
    with acting_as(PLATFORM), transaction.atomic():
        found, wrong = standing(), faults()
    if not told.lasting:
        click.echo("Papers are not made to last here: set stamp, stamp_trust and lasting in the file of signatories.")
    click.echo(f"{found.papers} papers, of which {found.unseen} were not looked at yet")
    click.echo(f"{found.needing} need a new time stamp:")
    click.echo(f"  {found.unstamped} have no archive time stamp")
    click.echo(f"  {found.weak} have one by a weak digest ({', '.join(told.weak) or 'none is listed'})")
    click.echo(f"  {found.ending} have one that ends within {told.renew_days} days")
    click.echo(f"the first ends on {_day(found.first_end)}")
    for one in wrong:
        click.echo(f"✗ {one.papers} failed since {_day(one.since)}: {one.words}")
    if wrong:
        click.echo(f"tried again from {found.next_try:%Y-%m-%d %H:%M} UTC on")
    if found.over:
        click.echo(
            f"✗ {found.over} ended before they were stamped: the public log proves them, a new stamp no longer can"
        )
    sys.exit(1 if wrong or found.over else 0)


@command.command("renew")
@click.option("--limit", type=click.IntRange(min=1), help="Not more papers than this; all that need it otherwise.")
def renew(limit: int | None) -> None:
    """Give papers that need it a new time stamp, now. The worker does so every night, in portions."""
    ready_django()
    from thanjai.archive import renewing, stock
    from thanjai.archive.selectors import waiting
    from thanjai.kernel import signatories

    if not signatories.signatories().lasting:
        raise click.ClickException("papers are not made to last here: set lasting in the file of signatories")
    stock.take()
    while stock.look():
        continue
    wanted = min(waiting(), limit or sys.maxsize)
    with click.progressbar(length=wanted, label=f"{wanted} papers") as bar:
        done = renewing.renew(wanted, tell=lambda _: bar.update(1))
    click.echo(f"{done.renewed} renewed, {done.failed} failed, {waiting()} wait")
    if done.stopped:
        raise click.ClickException(f"{done.stopped}. Ended here; the worker tries again tonight.")
    sys.exit(1 if done.failed else 0)


def _day(moment: datetime | None) -> Any:
    return f"{moment:%Y-%m-%d}" if moment else "–"
