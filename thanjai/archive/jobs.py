"""Warning of certificates that end."""

from __future__ import annotations

from thanjai.archive import expiring
from thanjai.kernel.jobs import app, task


@app.periodic(cron="10 1 * * *")
@task(name="thanjai.archive.jobs.warn", queueing_lock="archive_warn")
def warn(timestamp: int) -> None:
    """Every morning: write to those whose signing certificate ends soon."""
    expiring.warn()
