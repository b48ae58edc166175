"""Warning of certificates that end, and keeping papers checkable beyond them."""

from __future__ import annotations

from thanjai.archive import expiring, renewing, stock, telling
from thanjai.kernel import signatories
from thanjai.kernel.jobs import app, task


@app.periodic(cron="10 1 * * *")
@task(name="thanjai.archive.jobs.warn", queueing_lock="archive_warn")
def warn(timestamp: int) -> None:
    """Every morning: write to those whose signing certificate ends soon, or whose papers cannot be kept."""
    expiring.warn()
    telling.tell()


@app.periodic(cron="*/10 17-22 * * *")
@task(name="thanjai.archive.jobs.renew", queueing_lock="archive_renew")
def renew(timestamp: int) -> None:
    """Every ten minutes of the night, from midnight to six: a portion of the papers that need a new time stamp."""
    if signatories.signatories().lasting:
        stock.take()
        stock.look()
        renewing.renew()
