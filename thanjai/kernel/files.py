"""Files: facts in the database, content on disk under its SHA-256, written once."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from uuid import UUID

from django.conf import settings

from thanjai.kernel.clock import now
from thanjai.kernel.models import StoredFile


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
) -> StoredFile:
    """Keep a file. The content is safely on disk before the row that names it is committed."""
    sha256 = hashlib.sha256(content).hexdigest()
    _write_once(_path(sha256), content)
    return StoredFile.objects.create(
        agency_id=agency, owner_id=owner, purpose=purpose, person_id=person, bearer=bearer, is_public=is_public,
        name=name[:200], content_type=content_type, size=len(content), sha256=sha256, created_at=now(),
    )  # fmt: skip


def find_file(id: UUID) -> StoredFile:
    """The file's facts, for one who may see them. Raises StoredFile.DoesNotExist."""
    return StoredFile.objects.get(pk=id)


def files_of(owner: UUID, purpose: str) -> list[StoredFile]:
    return list(StoredFile.objects.filter(owner_id=owner, purpose=purpose).order_by("id"))


def files_under(agency: UUID, owner: UUID, purposes: str) -> list[StoredFile]:
    """An agency's files of one thing whose purpose begins with `purposes`, oldest first."""
    found = StoredFile.objects.filter(agency_id=agency, owner_id=owner, purpose__startswith=purposes)
    return list(found.order_by("id"))


def read_file(file: StoredFile) -> bytes:
    return _path(file.sha256).read_bytes()


def path_of(file: StoredFile) -> Path:
    return _path(file.sha256)


def _path(sha256: str) -> Path:
    return Path(settings.THANJAI_FILES) / sha256[:2] / sha256


def _write_once(path: Path, content: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    Path(temporary).replace(path)
