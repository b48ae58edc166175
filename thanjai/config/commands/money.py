"""`thanjai money`: add up the books anew, and give money that nobody could place to its agency."""

from __future__ import annotations

import sys
from collections.abc import Collection
from typing import TYPE_CHECKING

import click

from thanjai.config.database import ready_django

if TYPE_CHECKING:
    from thanjai.money.checking import Check

_SUMS = frozenset(
    {"raised", "surcharge", "waived", "paid", "given back of it", "held", "kept by providers", "bank, tills and on the way"}
)  # fmt: skip


@click.group("money")
def command() -> None:
    """Look after the books."""


@command.command("check")
def check() -> None:
    """Add up the whole of the books; print the figures and what does not hold, and end with 1 if something does not."""
    ready_django()
    from thanjai.money.checking import Check

    sys.exit(1 if print_check(Check(), _SUMS) else 0)


def print_check(found: Check, sums: Collection[str]) -> int:
    """Print what does not hold, and the figures, of which `sums` are money; tell how many flaws there are."""
    from django.db import transaction

    from thanjai.agencies.selectors import all_agencies
    from thanjai.domain.money import baht
    from thanjai.kernel.tenancy import PLATFORM, acting_as

    with acting_as(PLATFORM), transaction.atomic():
        names = {agency.id: agency.slug for agency in all_agencies()}
    flaws = 0
    for flaw in found.flaws():
        flaws += 1
        whose = f"{names.get(flaw.agency, flaw.agency)}: " if flaw.agency else ""
        click.echo(f"{whose}{flaw.where}: {flaw.what}")
    for name, figure in found.figures.items():
        click.echo(f"{name:<28}{baht(figure) if name in sums else format(figure, ','):>18}")
    click.echo(f"{flaws} flaws")
    return flaws


@command.command("give")
@click.argument("reference")
@click.argument("agency")
def give(reference: str, agency: str) -> None:
    """Give held money of unknown agency, by the bank's REFERENCE, to the AGENCY (its slug) that it is for."""
    ready_django()
    from django.db import transaction

    from thanjai.agencies.selectors import agency_by_slug
    from thanjai.domain.money import baht
    from thanjai.domain.refusals import Refusal
    from thanjai.kernel.tenancy import PLATFORM, acting_as
    from thanjai.money.allocating import give_to

    try:
        with acting_as(PLATFORM), transaction.atomic():
            made = give_to(outside_reference=reference, agency_id=agency_by_slug(agency).id)
    except Refusal as refusal:
        raise SystemExit(f"thanjai: {refusal.message.en}") from None
    click.echo(f"{baht(made.satang)} baht are held by {agency} now.")
