"""`thanjai data`: erase what is no longer kept, and prove it."""

from __future__ import annotations

import click


@click.group("data")
def command() -> None:
    """Personal data: erase what has been kept long enough, and prove that it is gone."""


@command.command("retention")
@click.option("--dry-run", is_flag=True, help="Print what would be listed and erased, and change nothing.")
def retention(dry_run: bool) -> None:
    """List the cases whose time is nearly over, erase those whose time is over, tidy the rest. As every night."""
    from thanjai.config.database import ready_django

    ready_django()
    from thanjai.kernel.erasing import BackupRuns
    from thanjai.kernel.tenancy import PLATFORM, acting_as
    from thanjai.payouts.erasing import erase_due as erase_payees
    from thanjai.privacy import retention, tidying

    if dry_run:
        _tell_what_would_be_erased()
        return
    with acting_as(PLATFORM):
        listed = retention.list_ending()
    try:
        erased = 0
        while some := retention.erase_due():
            erased += some
        payees = sum(iter(erase_payees, 0))
        tidied = tidying.tidy()
    except BackupRuns as reason:
        raise click.ClickException(str(reason)) from None
    click.echo(f"{listed} cases listed, {erased} erased; {payees} payees let go of.")
    click.echo(
        f"{tidied.drafts} unfinished requests, {tidied.letters} old letters, {tidied.sessions} sessions removed."
    )


def _tell_what_would_be_erased() -> None:
    from django.db import transaction

    from thanjai.kernel.tenancy import PLATFORM, acting_as
    from thanjai.privacy import retention

    with acting_as(PLATFORM), transaction.atomic():
        found = list(retention.ending())
    for one in found:
        state = "held" if one.held_at else "erase" if one.is_due else "listed" if one.listed_at else "list"
        click.echo(f"{state:<7}{one.number:<22}{one.service_id:<32}{one.years:>3} years, kept until {one.kept_until}")
    click.echo(f"{len(found)} cases, of which {sum(one.is_due for one in found)} would be erased. Nothing was changed.")


@command.command("prove")
def prove() -> None:
    """Look again at every case that was erased: columns, events, files, letters, money, documents."""
    from thanjai.config.database import ready_django

    ready_django()
    from django.db import transaction

    from thanjai.kernel.tenancy import PLATFORM, acting_as
    from thanjai.payouts.erasing import payees_left
    from thanjai.privacy.proving import prove

    count = bad = 0
    with acting_as(PLATFORM), transaction.atomic():
        for where in payees_left():
            raise click.ClickException(f"an erased payee still has {where}")
        for proof in prove():
            count += 1
            bad += bool(proof.left)
            for where in proof.left:
                click.echo(f"{proof.number}: {where}", err=True)
    if bad:
        raise click.ClickException(f"{bad} of {count} erased cases still have something personal")
    click.echo(f"{count} erased cases: nothing personal is left of them or of erased payees, and every record holds.")
