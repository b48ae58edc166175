"""New archive time stamps for papers that need them, the one that can wait least first.

Each paper is claimed for a while, stamped outside of any transaction, and kept when nobody else was faster: so two
workers stamp each once, and one that is killed leaves nothing half done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog
from django.db import transaction

from thanjai.archive import stock
from thanjai.archive.models import KeptPaper
from thanjai.archive.needs import needing
from thanjai.documents import stamping
from thanjai.documents.log.lines import STAMPED_FILE
from thanjai.kernel import files, signatories
from thanjai.kernel.clock import now
from thanjai.kernel.models import StoredFile
from thanjai.kernel.pdf.lasting import Keeping, Lengthened, NotReached, lengthen
from thanjai.kernel.pdf.signing import CannotSign
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at
from thanjai.verifier import stamps

log = structlog.get_logger("thanjai.archive")

A_PORTION: Final = 500
CLAIMED_FOR: Final = timedelta(minutes=30)
GIVE_UP_AFTER: Final = 3
"""Times in a row that the authority was not reached."""


@dataclass
class Done:
    """What came of a portion. `stopped` says why it ended before its time."""

    renewed: int = 0
    failed: int = 0
    stopped: str = ""


def renew(most: int = A_PORTION, *, tell: Callable[[KeptPaper], None] = lambda _: None) -> Done:
    """Stamp up to so many papers. `tell` is called for each that was taken up.

    Where papers are not made to last, none. Stops when the authority for time stamps is not reached again and again.
    """
    done, by, missed = Done(), signatories.keeping(), 0
    for row in _due(most) if by is not None else ():
        assert by is not None
        if not _claimed(row):
            continue
        try:
            done.renewed += _one(row, by)
            missed = 0
        except (CannotSign, OSError) as reason:
            missed = missed + 1 if isinstance(reason, NotReached) else 0
            done.failed += 1
            _note(row, str(reason))
        tell(row)
        if missed == GIVE_UP_AFTER:
            done.stopped = row.fault
            break
    return done


def _due(most: int) -> list[KeptPaper]:
    with acting_as(PLATFORM), transaction.atomic():
        found = KeptPaper.objects.filter(needing(), next_at__lte=now())
        return list(found.order_by("holds_until", "file_id")[:most])


def _claimed(row: KeptPaper) -> bool:
    """Take it up, unless somebody else has."""
    moment = now()
    with acting_as(worker_at(row.agency_id)), transaction.atomic():
        waiting = KeptPaper.objects.filter(pk=row.pk, newest_id=row.newest_id, next_at=row.next_at, next_at__lte=moment)
        return waiting.update(next_at=moment + CLAIMED_FOR) == 1


def _one(row: KeptPaper, by: Keeping) -> bool:
    """Raises CannotSign, OSError."""
    with acting_as(worker_at(row.agency_id)):
        with transaction.atomic():
            found = files.find_files({row.file_id, row.newest_id or row.file_id})
        if row.file_id not in found:
            return False
        issued, newest = found[row.file_id], found[row.newest_id or row.file_id]
        made = lengthen(files.read_file(newest), by=by, at=now())
        if made.silent:
            log.warning("authorities were silent", certificates=made.silent)
        return _keep(row, issued, made)


@transaction.atomic
def _keep(row: KeptPaper, issued: StoredFile, made: Lengthened) -> bool:
    """Whether it was kept: not, when somebody else was faster or the paper was erased meanwhile.

    The document first, as everybody locks it who changes or erases it.
    """
    document = stamping.held(issued.owner_id)
    there = KeptPaper.objects.select_for_update(of=("self",)).filter(pk=row.pk, newest_id=row.newest_id).first()
    found = stamps.outermost(made.pdf)
    if there is None or found is None:
        return False
    file = files.store_file(
        content=made.pdf, name=issued.name, content_type=issued.content_type, agency=issued.agency_id,
        owner=issued.owner_id, purpose=STAMPED_FILE, person=issued.person_id, bearer=issued.bearer,
        is_public=issued.is_public,
    )  # fmt: skip
    there.newest_id, there.stamps = file.id, there.stamps + 1
    stock.noted(there, found)
    there.save()
    if document is not None:
        stamping.enter_stamped(document, now(), file.sha256)
    return True


@transaction.atomic
def _note(row: KeptPaper, fault: str) -> None:
    row.fault = fault
    with acting_as(worker_at(row.agency_id)):
        there = KeptPaper.objects.select_for_update(of=("self",)).filter(pk=row.pk, newest_id=row.newest_id).first()
        if there is not None:
            stock.failed(there, fault)
            there.save()
    log.warning("paper not stamped", file=str(row.pk), fault=fault)
