"""`thanjai demo`: the demonstration's world, and a walk of one case through the running platform."""

from __future__ import annotations

import os
import sys
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
        for post, name in zip(world().posts_of(agency), agency.officers, strict=True):
            roles = ", ".join(post.roles)
            click.echo(f"  {post.box}@{agency.slug}.example".ljust(44) + f"{name.en}, {post.position.en} ({roles})")
    click.echo("Applicants / ผู้ยื่นคำขอ")
    for person in world().people:
        owner = f", {person.company['name']}" if person.company else ""
        click.echo(f"  {person.email}".ljust(44) + f"{person.en} / {person.name}{owner}")


@command.command("walk")
@click.option("--pack", "ids", multiple=True, help="The service to walk; may be given several times.")
@click.option("--all", "all_", is_flag=True, help="Every service in packs/.")
@click.option("--agency", help="The agency's slug; otherwise the first that offers the service.")
@click.option("--outcome", type=click.Choice(["approved", "refused"]), default="approved", show_default=True)
@click.option(
    "--example", type=click.IntRange(min=1), default=1, show_default=True, help="Which example to apply with."
)
@click.option("--language", type=click.Choice(["th", "en"]), default="th", show_default=True)
@click.option("--base-url", help="Where the platform is. [default: THANJAI_BASE_URL or http://localhost:8000]")
@click.option("--bank-url", help="Where the bank simulator is. [default: THANJAI_BANK_URL or http://localhost:8010]")
def walk(
    ids: tuple[str, ...], all_: bool, agency: str | None, outcome: str, example: int, language: str,
    base_url: str | None, bank_url: str | None,
) -> None:  # fmt: skip
    """Drive one whole case over HTTP: apply, work, pay, issue, verify. Ends with 1 at the first thing amiss."""
    from thanjai.config.demo.packs import pack_ids

    if not (ids or all_):
        raise click.UsageError("Name a service with --pack, or take --all.")
    base = base_url or os.environ.get("THANJAI_BASE_URL") or "http://localhost:8000"
    bank = bank_url or os.environ.get("THANJAI_BANK_URL") or "http://localhost:8010"
    failed = [
        id
        for id in (pack_ids() if all_ else ids)
        if not _walked(id, agency, example, outcome=outcome, language=language, base_url=base, bank_url=bank)
    ]
    if failed:
        click.echo(f"Not walked to the end: {', '.join(failed)}", err=True)
        sys.exit(1)


def _walked(id: str, agency: str | None, example: int, **rest: str) -> bool:
    """Walk one service, a line for each step; whether it came to the end."""
    from thanjai.config.demo.browser import PageProblem
    from thanjai.config.demo.packs import PackUnfit, load_pack
    from thanjai.config.demo.variation import ExampleUnfit
    from thanjai.config.demo.walk import Order, Walk, agency_for

    def report(name: str, milliseconds: float, note: str) -> None:
        click.echo(f"  ✓ {name:<40}{milliseconds:8.0f} ms  {note}".rstrip())

    began = time.monotonic()
    try:
        pack = load_pack(id)
        if example > len(pack.examples):
            raise PackUnfit(f"{id} has {len(pack.examples)} examples")
        place = agency_for(pack, agency)
        click.echo(f"{id} at {place.slug}")
        Walk(Order(pack, place, pack.examples[example - 1], **rest), report).go()
    except (PageProblem, PackUnfit, ExampleUnfit) as problem:
        click.echo(f"  ✗ {problem}", err=True)
        return False
    click.echo(f"  {'total':<42}{(time.monotonic() - began) * 1000:8.0f} ms")
    return True
