"""`thanjai worker`: does the work deferred by the pages."""

from __future__ import annotations

import click
import structlog

from thanjai.config.database import name_database


@click.command("worker")
@click.option("--concurrency", default=4, show_default=True, type=click.IntRange(1, 64))
def command(concurrency: int) -> None:
    """Work through the job queue until told to stop. The database must be running."""
    name_database()
    import django

    django.setup()
    from procrastinate.contrib.django import app

    structlog.get_logger("thanjai.worker").info("worker started", concurrency=concurrency)
    # A connection of its own, on which it hears of new jobs; the jobs themselves use Django's.
    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
        app.run_worker(concurrency=concurrency)
