"""Which signed papers there are, and by what each can be checked until when."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from thanjai.archive.models import KeptPaper
from thanjai.cases.stationery import PURPOSE as LETTER
from thanjai.documents import counterparts, editions, evidence
from thanjai.domain import lasting
from thanjai.kernel import files
from thanjai.kernel.clock import now
from thanjai.kernel.models import StoredFile
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at
from thanjai.verifier import stamps
from thanjai.verifier.stamps import Kind, Outermost

PURPOSES: Final = ("document", counterparts.FILE, editions.FILE, evidence.PURPOSE, "receipt")
"""Of files that are signed papers; and letters, whose purpose begins so."""
AT_ONCE: Final = 1_000
OVERLAP: Final = timedelta(days=2)
"""Ids follow time; what was stored before the newest known one may have been committed after it, so much later at most."""
_NO_SIGNATURE: Final = "nothing covers the whole of this file: it bears no signature, or was damaged where it lies"
_TAKE: Final = """
INSERT INTO archive_keptpaper (file_id, agency_id, stamps, digest, tries, fault, next_at)
SELECT id, agency_id, 0, '', 0, '', %(now)s FROM kernel_storedfile file
WHERE id > %(after)s AND (purpose = ANY (%(purposes)s) OR starts_with(purpose, %(letters)s))
    AND content_type = 'application/pdf' AND state = 'clean'
    AND NOT EXISTS (SELECT 1 FROM archive_keptpaper WHERE file_id = file.id)
ORDER BY id LIMIT %(most)s
ON CONFLICT DO NOTHING
"""


def is_paper(file: StoredFile) -> bool:
    """Whether a file is one that is kept checkable."""
    return file.purpose in PURPOSES or file.purpose.startswith(LETTER)


def take() -> int:
    """Enter signed papers that are not entered yet; how many. Two at once enter each once."""
    entered = 0
    while True:
        with acting_as(PLATFORM), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                _TAKE,
                {"now": now(), "after": _after(), "purposes": list(PURPOSES), "letters": LETTER, "most": AT_ONCE},
            )
            more: int = cursor.rowcount
        entered += more
        if more < AT_ONCE:
            return entered


def look(most: int = AT_ONCE) -> int:
    """Read files that were not read yet, and note until when they hold; how many were read."""
    with acting_as(PLATFORM), transaction.atomic():
        found = KeptPaper.objects.filter(holds_until__isnull=True, next_at__lte=now()).order_by("file_id")
        unseen = list(found.values_list("file_id", "agency_id")[:most])
    for file_id, agency_id in unseen:
        with acting_as(worker_at(agency_id)), transaction.atomic():
            _look(file_id)
    return len(unseen)


def noted(row: KeptPaper, found: Outermost) -> None:
    """Write into a row by what its newest file can be checked; the caller saves it."""
    moment = now()
    row.holds_until = found.ends_at
    row.middle_at = lasting.middle(found.at or moment, found.ends_at)
    row.digest = found.digest if found.kind is Kind.ARCHIVED else ""
    row.tries, row.failing_since, row.fault, row.next_at = 0, None, "", moment


def failed(row: KeptPaper, fault: str) -> None:
    """Note that it did not work, and when it is tried next; the caller saves it."""
    moment = now()
    row.tries = min(row.tries + 1, 1_000)
    row.failing_since = row.failing_since or moment
    row.fault, row.next_at = fault[:300], moment + lasting.wait(row.tries)


def _look(file_id: UUID) -> None:
    row = KeptPaper.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=file_id).first()
    if row is None or row.holds_until is not None:
        return
    try:
        found = stamps.outermost(files.read_file(files.find_file(file_id)))
    except OSError as error:
        failed(row, f"the file cannot be read: {error}")
    else:
        if found is None:
            failed(row, _NO_SIGNATURE)
        else:
            row.stamps = int(found.kind is Kind.ARCHIVED)
            noted(row, found)
    row.save()


def _after() -> UUID:
    newest = KeptPaper.objects.order_by("-file_id").values_list("file_id", flat=True).first()
    if newest is None:
        return UUID(int=0)
    earlier = (newest.int >> 80) - int(OVERLAP.total_seconds() * 1000)
    return UUID(int=max(earlier, 0) << 80)
