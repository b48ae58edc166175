"""`thanjai hosts`: host names under which agencies show their own pages."""

from __future__ import annotations

import click


@click.group("hosts")
def command() -> None:
    """Host names of agencies. Name and certificate must lead to this installation before people are told of it."""
    from thanjai.config.database import ready_django

    ready_django()


@command.command("list")
def list_() -> None:
    """Every host name with its agency."""
    from thanjai.kernel.tenancy import PLATFORM, acting_as
    from thanjai.showing.hosts import all_hosts

    with acting_as(PLATFORM):
        for name, slug in all_hosts().items():
            click.echo(f"{name}\t{slug}")


@command.command("give")
@click.argument("agency")
@click.argument("host")
def give(agency: str, host: str) -> None:
    """Show AGENCY (its slug) under HOST, in place of the one it had."""
    from thanjai.domain.refusals import Refusal
    from thanjai.kernel.tenancy import PLATFORM, acting_as
    from thanjai.showing.hosts import give_host

    try:
        with acting_as(PLATFORM):
            given = give_host(slug=agency, name=host)
    except Refusal as refusal:
        raise click.ClickException(f"{refusal.message.en} / {refusal.message.th}") from None
    click.echo(f"{agency} is shown at {given.name}, on every process within half a minute.")


@command.command("take")
@click.argument("agency")
def take(agency: str) -> None:
    """Show AGENCY under no host name of its own any more."""
    from thanjai.domain.refusals import Refusal
    from thanjai.kernel.tenancy import PLATFORM, acting_as
    from thanjai.showing.hosts import take_host

    try:
        with acting_as(PLATFORM):
            had_one = take_host(slug=agency)
    except Refusal as refusal:
        raise click.ClickException(f"{refusal.message.en} / {refusal.message.th}") from None
    click.echo(f"{agency} has no host of its own any more." if had_one else f"{agency} had none.")
