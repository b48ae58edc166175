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
    # A second app that fetches jobs, and hears of new ones, on connections of its own. The tasks keep to the first:
    # what a job defers goes through Django's connection, in the job's own transaction. `replace_connector` would not.
    app.with_connector(app.connector.get_worker_connector()).run_worker(concurrency=concurrency)  # type: ignore[attr-defined]
