"""`thanjai worker`: does the work deferred by the pages."""

from __future__ import annotations

import click

from thanjai.config.database import name_database


@click.command("worker")
@click.option("--concurrency", default=4, show_default=True, type=click.IntRange(1, 64))
def command(concurrency: int) -> None:
    """Work through the job queue until told to stop. The database must be running."""
    name_database()
    import django
    from django.core.management import call_command

    django.setup()
    call_command("procrastinate", "worker", f"--concurrency={concurrency}")
