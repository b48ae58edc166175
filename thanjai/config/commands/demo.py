"""`thanjai demo`: the demonstration's world, and a walk of one case through the running platform."""

from __future__ import annotations

import time

import click

from thanjai.config.database import ready_django


@click.group("demo")
def command() -> None:
    """Load the demonstration, list its accounts, walk a case through it."""


@command.command("load")
def load() -> None:
    """Enter agencies, people and services, and the first time the cases of the last months. Again: no more cases."""
    ready_django()
    from thanjai.config.demo import load as demo

    began = time.monotonic()
    loaded = demo.load()
    click.echo(f"{loaded.agencies} agencies, {loaded.services} services offered {loaded.offers} times")
    if loaded.statuses:
        states = ", ".join(f"{count} {status}" for status, count in sorted(loaded.statuses.items()))
        click.echo(f"{loaded.statuses.total()} cases in {time.monotonic() - began:.1f} s: {states}")
    else:
        click.echo("The cases are there already.")


@command.command("accounts")
def accounts() -> None:
    """Print who can sign in: officers by agency, then applicants. There are no passwords in a demonstration."""
    from thanjai.config.demo.world import world

    for agency in world().agencies:
        click.echo(f"{agency.name.en} / {agency.name.th}")
        for post, name in zip(world().posts[agency.kind], agency.officers, strict=True):
            roles = ", ".join(post.roles)
            click.echo(
                f"  {post.box}@{agency.slug}.example".ljust(44) + f"{name.en}, {post.position.en} ({roles})"
            )
    click.echo("Applicants / ผู้ยื่นคำขอ")
    for person in world().people:
        owner = f", {person.company['name']}" if person.company else ""
        click.echo(f"  {person.email}".ljust(44) + f"{person.en} / {person.name}{owner}")
