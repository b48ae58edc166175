"""Files: facts in the database, guarded by policies; contents in the vault.

What we made ourselves is clean. What somebody sent is readable by nobody until the scanner has called it clean.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count, Sum

from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel import erasing, scanner, vault
from thanjai.kernel.clock import now
from thanjai.kernel.events import publish
from thanjai.kernel.jobs import app
from thanjai.kernel.models import StoredFile
from thanjai.kernel.scanner import Found
from thanjai.kernel.transactions import joined

DROP: Final = "thanjai.kernel.upkeep.drop"
BEING_CHECKED: Final = Text(
    th="กำลังตรวจไวรัสในไฟล์นี้ ลองเปิดใหม่ในอีกไม่กี่นาที",
    en="This file is still being checked for viruses. Try again in a few minutes.",
)
MALWARE: Final = Text(
    th="พบโปรแกรมอันตรายในไฟล์นี้ จึงไม่เปิดให้ ขอไฟล์ใหม่จากผู้ส่ง",
    en="Harmful software was found in this file, so it is not opened. Ask its sender for a new one.",
)


@dataclass(frozen=True, slots=True)
class FileRefused:
    """Harmful software was found in a file that had been waiting for its check; its content is gone."""

    agency_id: UUID
    owner_id: UUID
    file_id: UUID
    purpose: str
    name: str


@joined()
def store_file(
    *,
    content: bytes,
    name: str,
    content_type: str,
    agency: UUID,
    owner: UUID,
    purpose: str,
    person: UUID | None = None,
    bearer: str = "",
    is_public: bool = False,
    state: Found = Found.CLEAN,
) -> StoredFile:
    """Keep a file. The content is safely kept before the row that names it is committed.

    `state` is what the scanner said of a file that somebody sent. Raises OSError when it cannot be kept; nothing has
    happened then.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    place = vault.new_place(sha256)
    _hold(place, "_shared")
    key = vault.keep(place, content)
    return StoredFile.objects.create(
        agency_id=agency, owner_id=owner, purpose=purpose, person_id=person, bearer=bearer, is_public=is_public,
        name=name[:200], content_type=content_type, size=len(content), sha256=sha256, place=place, sealed_key=key,
        state=state, created_at=now(),
    )  # fmt: skip


@joined()
def hand_on(file: StoredFile, *, agency: UUID, owner: UUID, person: UUID | None, bearer: str) -> StoredFile:
    """The same content as a file of another owner, at another agency. It is kept once, until no row names it."""
    _hold(file.place, "_shared")
    return StoredFile.objects.create(
        agency_id=agency, owner_id=owner, purpose=file.purpose, person_id=person, bearer=bearer, name=file.name,
        content_type=file.content_type, size=file.size, sha256=file.sha256, place=file.place,
        sealed_key=file.sealed_key, state=file.state, created_at=now(),
    )  # fmt: skip


def find_file(id: UUID) -> StoredFile:
    """The file's facts, for one who may see them. Raises StoredFile.DoesNotExist."""
    return StoredFile.objects.get(pk=id)


def find_files(ids: Collection[UUID]) -> dict[UUID, StoredFile]:
    """The facts of several files, of those that whoever asks may see."""
    return StoredFile.objects.in_bulk(list(ids))


def files_of(owner: UUID, purpose: str) -> list[StoredFile]:
    return list(StoredFile.objects.filter(owner_id=owner, purpose=purpose).order_by("id"))


def files_under(agency: UUID, owner: UUID, purposes: str) -> list[StoredFile]:
    """An agency's files of one thing whose purpose begins with `purposes`, oldest first."""
    found = StoredFile.objects.filter(agency_id=agency, owner_id=owner, purpose__startswith=purposes)
    return list(found.order_by("id"))


def is_full(owner: UUID, most: int, most_bytes: int) -> bool:
    """Whether something holds as many files, or as many bytes in them, as it may."""
    held = StoredFile.objects.filter(owner_id=owner).aggregate(files=Count("id"), bytes=Sum("size"))
    return held["files"] >= most or (held["bytes"] or 0) >= most_bytes


def not_clean(ids: Collection[str]) -> dict[str, str]:
    """The state of those files among `ids` that cannot be opened, by their id."""
    if not ids:
        return {}
    found = StoredFile.objects.filter(pk__in=ids).exclude(state=Found.CLEAN).values_list("pk", "state")
    return {str(id): state for id, state in found}


def read_pieces(file: StoredFile) -> Iterator[bytes]:
    """The content in pieces. Raises Refusal while it is not known to be clean, and OSError."""
    if file.state == Found.MALWARE:
        raise Refusal("file_malware", MALWARE)
    if file.state != Found.CLEAN:
        raise Refusal("file_waiting", BEING_CHECKED)
    return vault.opened(file.place, file.sealed_key)


def read_file(file: StoredFile) -> bytes:
    return b"".join(read_pieces(file))


@transaction.atomic
def check_again(id: UUID) -> Found | None:
    """Ask the scanner about a file that waits. None when it waits no more."""
    file = StoredFile.objects.select_for_update().filter(pk=id, state=Found.NOT_SCANNED).first()
    if file is None:
        return None
    verdict = scanner.scan(b"".join(vault.opened(file.place, file.sealed_key)))
    if verdict.found is Found.NOT_SCANNED:
        return verdict.found
    file.state = verdict.found
    if verdict.found is Found.MALWARE:
        file.place, gone = "", file.place
        app.configure_task(DROP).defer(place=gone)
        publish(FileRefused(file.agency_id, file.owner_id, file.id, file.purpose, file.name))
    file.save(update_fields=["state", "place"])
    return verdict.found


def waiting(most: int) -> list[tuple[UUID, UUID]]:
    """Agency and id of files that wait for their check, oldest first."""
    found = StoredFile.objects.filter(state=Found.NOT_SCANNED).order_by("created_at")
    return list(found.values_list("agency_id", "id")[:most])


@transaction.atomic
def forget(file: StoredFile) -> None:
    """Delete a file: its row now, its content by a job after the commit, when no other row names it."""
    file.delete()
    app.configure_task(DROP).defer(place=file.place)


@transaction.atomic
def drop_unnamed(place: str) -> bool:
    """Have a content gone that no row names, for one who sees all rows. Whether it is gone.

    Raises BackupRuns while a backup copies contents.
    """
    erasing.begin()
    _hold(place)
    if not place or StoredFile.objects.filter(place=place).exists():
        return False
    vault.removed(place)
    return True


def _hold(place: str, how: str = "") -> None:
    """Whoever keeps a content holds its place together with others, whoever removes it alone, until the commit.

    Else a content could go while a new row that names it is on its way.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock{how}(hashtextextended(%s, 0))", [place])
