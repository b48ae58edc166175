"""Work of the kernel: contents that nobody names go, files that wait are checked, tallies are tidied."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from thanjai.kernel import files, made, scanner, tallies, vault
from thanjai.kernel.clock import now
from thanjai.kernel.jobs import PATIENT, app
from thanjai.kernel.models import StoredFile
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at

AT_ONCE: Final = 200
STRAY_AFTER: Final = timedelta(days=2)
"""By then whatever stored a content has long committed, or never will."""


@app.task(name=files.DROP, retry=PATIENT)
def drop(place: str) -> None:
    """Remove a content, unless a row still names it."""
    with acting_as(PLATFORM):
        files.drop_unnamed(place)


@app.periodic(cron="* * * * *")
@app.task(name="thanjai.kernel.upkeep.look_for_waiting", queueing_lock="files_waiting")
def look_for_waiting(timestamp: int) -> None:
    """Every minute, when the scanner is there: check what waits, each in a job of its own."""
    with acting_as(PLATFORM), transaction.atomic():
        found = files.waiting(AT_ONCE)
    if found and scanner.answers():
        for agency, id in found:
            check.defer(agency_id=str(agency), file_id=str(id))


@app.task(name="thanjai.kernel.upkeep.check")
def check(agency_id: str, file_id: str) -> None:
    """Ask the scanner about one file. Asked in vain, it is found again a minute later."""
    with acting_as(worker_at(UUID(agency_id))):
        files.check_again(UUID(file_id))


@app.periodic(cron="*/10 * * * *")
@app.task(name="thanjai.kernel.upkeep.tidy_tallies", queueing_lock="tallies")
def tidy_tallies(timestamp: int) -> None:
    """Every ten minutes: forget who has long not tried anything."""
    with transaction.atomic():
        tallies.tidy()


@app.periodic(cron="20 19 * * *")
@app.task(name="thanjai.kernel.upkeep.remove_strays", queueing_lock="files_strays")
def remove_strays(timestamp: int) -> None:
    """Each night: contents whose row was never committed, or whose removal was cut short."""
    with acting_as(PLATFORM):
        old = [place for place, since in vault.kept_places() if since < now() - STRAY_AFTER]
        for start in range(0, len(old), AT_ONCE):
            some = old[start : start + AT_ONCE]
            with transaction.atomic():
                named = set(StoredFile.objects.filter(place__in=some).values_list("place", flat=True))
            for place in some:
                if place not in named:
                    files.drop_unnamed(place)


@app.periodic(cron="50 19 * * *")
@app.task(name="thanjai.kernel.upkeep.tidy_made", queueing_lock="made")
def tidy_made(timestamp: int) -> None:
    """Each night: what can be made again, and nobody has asked for longest, goes when there is too much of it."""
    made.tidy()
