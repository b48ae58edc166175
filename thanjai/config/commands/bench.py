"""`thanjai bench`: how fast it is here and now."""

from __future__ import annotations

import sys
import time

import click

from thanjai.config.bench.ground import ground
from thanjai.config.bench.load import LoadProblem
from thanjai.config.database import ROOT

NAMES = (
    "raw", "submit", "journey", "track", "verify", "issue", "scale", "clock", "rls", "sweep", "register", "log", "ledger", "bulk",
    "catalogue", "adopt",
)  # fmt: skip
RESULT = ROOT / "build" / "bench.json"


@click.command("bench")
@click.option("--only", type=click.Choice(NAMES), multiple=True, help="Measure this alone; may be given again.")
@click.option("--scale", "size", type=click.Choice(["small", "full"]), default="small", show_default=True)
def command(only: tuple[str, ...], size: str) -> None:
    """Measure on a database and a server of its own; print a table and write build/bench.json."""
    began = time.monotonic()
    with ground() as place:
        import django

        django.setup()
        from thanjai.config.bench import figures, run

        def say(name: str) -> None:
            click.echo(f"  … {name} ({time.monotonic() - began:.0f} s)", file=sys.stderr)

        try:
            found = run.measure(place, only or NAMES, size, say)
        except LoadProblem as problem:
            raise click.ClickException(str(problem)) from None
    figures.write(found, RESULT)
    click.echo(figures.table(found))
    click.echo(f"\nWritten to {RESULT.relative_to(ROOT)} after {time.monotonic() - began:.0f} s.")
