"""`thanjai check`: is this installation ready for real cases?"""

from __future__ import annotations

import sys
from collections import Counter

import click


@click.command("check")
@click.option("--quiet", is_flag=True, help="Only what is not good.")
def command(quiet: bool) -> None:
    """Look at everything that real cases need, and say what to do about each thing that is missing.

    Ends with 1 when something is missing (✗). A mark ! is for a person to decide.
    """
    from thanjai.config.database import ready_django

    ready_django()
    from thanjai.config.readiness import Level, data, guard, pages, signing, surface, trust

    seen: Counter[Level] = Counter()
    for part, checks in (
        ("Pages", pages.CHECKS),
        ("Surface", surface.CHECKS),
        ("Data", data.CHECKS),
        ("Guard", guard.CHECKS),
        ("Trust", trust.CHECKS),
        ("Signatures", signing.CHECKS),
    ):
        click.echo(part)
        for check in checks:
            for finding in check():
                seen[finding.level] += 1
                if quiet and finding.level is Level.GOOD:
                    continue
                click.echo(f"  {finding.level} {finding.what}")
                if finding.remedy:
                    click.echo(f"      → {finding.remedy}")
    click.echo(f"{seen[Level.GOOD]} good, {seen[Level.THINK]} to think about, {seen[Level.BAD]} missing")
    sys.exit(1 if seen[Level.BAD] else 0)
