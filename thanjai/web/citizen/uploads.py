"""Files sent by applicants: what they really are is judged by their content, never by their name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final, Protocol
from uuid import UUID

from django.conf import settings

from thanjai.domain.definition.fields import FileField
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel import files, harmless, scanner
from thanjai.kernel.harmless import KINDS, Harmless, Unsafe
from thanjai.kernel.models import StoredFile
from thanjai.kernel.scanner import Found
from thanjai.web.citizen.upload_words import WHY

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class Owner(Protocol):
    """What files belong to until they are sent: a draft, or a plan of several requests."""

    id: UUID
    person_id: UUID | None
    bearer: str

    @property
    def agency_id(self) -> UUID: ...


PURPOSE: Final = "answer"
MOST_FILES: Final = 200
MOST_MEGABYTES: Final = 500
"""Of one request, those taken away again included. No form needs as many; a program could fill the disk."""
_SUFFIXES: Final = {"pdf": (".pdf",), "jpeg": (".jpg", ".jpeg"), "png": (".png",)}
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f/\\:*?\"<>|\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_DEVICE: Final = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]", re.IGNORECASE)
"""Names that Windows takes for devices, whatever ending they have."""
_LONGEST_NAME: Final = 120


@dataclass(frozen=True, slots=True)
class Sound:
    """A file as it may be kept: harmless, of a kind that was asked for, and what the scanner said of it."""

    content: bytes
    kind: str
    name: str
    state: Found

    @property
    def content_type(self) -> str:
        return KINDS[self.kind]


def keep_upload(*, draft: Owner, field: FileField, upload: UploadedFile[Any]) -> dict[str, Any]:
    """Store one file; returns the answer's entry `{id, name, type, size, sha256}`.

    Raises Refusal, with what to do, for a file that is empty, too large, damaged, harmful or of another type.
    """
    if files.is_full(draft.id, MOST_FILES, MOST_MEGABYTES * 1_000_000):
        raise _refused("case_full", most=MOST_FILES, megabytes=MOST_MEGABYTES)
    sound = read_sound(upload, field.accept, field.max_megabytes)
    try:
        stored = files.store_file(
            content=sound.content, name=sound.name, content_type=sound.content_type, agency=draft.agency_id,
            owner=draft.id, purpose=PURPOSE, person=draft.person_id, bearer=draft.bearer, state=sound.state,
        )  # fmt: skip
    except OSError as error:
        raise _refused("file_not_kept") from error
    return entry(stored)


def read_sound(
    upload: UploadedFile[Any],
    accept: Collection[str],
    limit: int,
    copied: Callable[[bytes], Harmless] = harmless.harmless,
) -> Sound:
    """A harmless copy of a file of one of the kinds accepted, at most `limit` MB. Raises Refusal.

    `copied` makes it, or raises Unsafe.
    """
    size = upload.size or 0
    if size == 0:
        raise _refused("file_empty")
    if size > limit * 1_000_000:
        raise _refused("file_size", limit=limit)
    content = upload.read()
    state = _scanned(content)
    try:
        copy = copied(content)
    except Unsafe as unsafe:
        raise _refused(f"file_{unsafe.code}", kinds=_kinds(accept)) from unsafe
    if copy.kind not in accept:
        raise _refused("file_type", kinds=_kinds(accept))
    return Sound(copy.content, copy.kind, safe_name(upload.name or "", copy.kind), state)


def _scanned(content: bytes) -> Found:
    """What the scanner says of the file as it was sent. Raises Refusal for malware, and for no answer if so set."""
    found = scanner.scan(content).found
    if found is Found.MALWARE:
        raise _refused("file_malware")
    if found is Found.NOT_SCANNED and settings.THANJAI_SCANNER_ABSENT == "refuse":
        raise _refused("file_not_scanned")
    return found


def _kinds(accept: Collection[str]) -> str:
    return ", ".join(one.upper() for one in accept)


def entry(stored: StoredFile) -> dict[str, Any]:
    """A stored file as an answer holds it."""
    return {
        "id": str(stored.id), "name": stored.name, "type": stored.content_type, "size": stored.size,
        "sha256": stored.sha256,
    }  # fmt: skip


def kept(draft: Owner, ids: list[str]) -> list[dict[str, Any]]:
    """The draft's stored files among `ids`, in their order; ids of anything else are left out."""
    wanted = [id for id in ids if _is_uuid(id)]
    if not wanted:
        return []
    known = {str(file.id): entry(file) for file in files.files_of(draft.id, PURPOSE) if file.state != Found.MALWARE}
    return [known[id] for id in wanted if id in known]


def safe_name(name: str, kind: str) -> str:
    """A name to show and to download under: no paths, no signs that hide or reorder, the right ending."""
    base = clean_name(name)
    stem, dot, ending = base.rpartition(".")
    if dot and f".{ending.lower()}" in _SUFFIXES[kind]:
        base = stem
    if _DEVICE.fullmatch(base.partition(".")[0]):
        base = f"_{base}"
    return f"{base[:_LONGEST_NAME] or 'file'}{_SUFFIXES[kind][0]}"


def clean_name(name: str) -> str:
    """A file's name as its sender knows it, without the signs that could mislead a reader."""
    base = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    return _UNSAFE.sub("", base).strip(". ")[: _LONGEST_NAME + len(".jpeg")]


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def too_often() -> Refusal:
    """For a file of somebody who sends too many at once."""
    return _refused("file_too_often")


def _refused(code: str, **parts: object) -> Refusal:
    th, en = WHY[code]
    return Refusal(code, Text(th=th.format(**parts), en=en.format(**parts)))
