"""`thanjai payouts`: add up payments to people anew."""

from __future__ import annotations

import sys

import click

from thanjai.config.commands.money import print_check
from thanjai.config.database import ready_django


@click.group("payouts")
def command() -> None:
    """Look after payments to people."""


@command.command("check")
def check() -> None:
    """Add up rolls, the bank's answers and the books; print what does not hold, and end with 1 if something does not."""
    ready_django()
    from thanjai.payouts.checking import PayoutsCheck

    sys.exit(1 if print_check(PayoutsCheck(), {"sent", "paid", "came back", "not answered"}) else 0)
