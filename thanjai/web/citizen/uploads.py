"""Files sent by applicants: what they really are is judged by their content, never by their name."""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
from collections.abc import Collection
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from PIL import Image
from pypdf import PdfReader

from thanjai.domain.definition.fields import FileField
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel import files
from thanjai.kernel.models import StoredFile

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from thanjai.cases.models import Draft

PURPOSE: Final = "answer"
TYPES: Final = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}
_SUFFIXES: Final = {"pdf": (".pdf",), "jpeg": (".jpg", ".jpeg"), "png": (".png",)}
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f/\\:*?\"<>|\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_DEVICE: Final = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]", re.IGNORECASE)
"""Names that Windows takes for devices, whatever ending they have."""
_MOST_PIXELS: Final = 100_000_000
_LONGEST_NAME: Final = 120


def keep_upload(*, draft: Draft, field: FileField, upload: UploadedFile[Any]) -> dict[str, Any]:
    """Store one file; returns the answer's entry `{id, name, type, size, sha256}`.

    Raises Refusal, with what to do, for a file that is empty, too large, damaged or of another type.
    """
    content, kind = read_sound(upload, field.accept, field.max_megabytes)
    stored = files.store_file(
        content=content, name=safe_name(upload.name or "", kind), content_type=TYPES[kind], agency=draft.agency_id,
        owner=draft.id, purpose=PURPOSE, person=draft.person_id, bearer=draft.bearer,
    )  # fmt: skip
    return entry(stored)


def read_sound(upload: UploadedFile[Any], accept: Collection[str], limit: int) -> tuple[bytes, str]:
    """The content of a file of one of the kinds accepted, at most `limit` MB, and its kind. Raises Refusal."""
    size = upload.size or 0
    if size == 0:
        raise _refused("file_empty", "ไฟล์นี้ว่างเปล่า เลือกไฟล์อื่น", "this file is empty. Choose another")
    if size > limit * 1_000_000:
        raise _refused(
            "file_size",
            f"ไฟล์ใหญ่เกิน {limit} MB เลือกไฟล์ที่เล็กกว่า",
            f"this file is larger than {limit} MB. Choose a smaller one",
        )
    content = upload.read()
    kind = kind_of(content)
    if kind not in accept:
        accepted = ", ".join(one.upper() for one in accept)
        raise _refused("file_type", f"ไฟล์ต้องเป็นชนิด {accepted}", f"the file must be {accepted}")
    return content, kind


def entry(stored: StoredFile) -> dict[str, Any]:
    """A stored file as an answer holds it."""
    return {
        "id": str(stored.id), "name": stored.name, "type": stored.content_type, "size": stored.size,
        "sha256": stored.sha256,
    }  # fmt: skip


def kept(draft: Draft, ids: list[str]) -> list[dict[str, Any]]:
    """The draft's stored files among `ids`, in their order; ids of anything else are left out."""
    wanted = [id for id in ids if _is_uuid(id)]
    if not wanted:
        return []
    known = {str(file.id): entry(file) for file in files.files_of(draft.id, PURPOSE)}
    return [known[id] for id in wanted if id in known]


def kind_of(content: bytes) -> str:
    """pdf, jpeg or png, when the content is a sound one; otherwise empty."""
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf" if _sound_pdf(content) else ""
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return _sound_image(content)
    return ""


def _sound_pdf(content: bytes) -> bool:
    try:
        reader = PdfReader(io.BytesIO(content))
        return reader.is_encrypted or len(reader.pages) > 0
    except Exception:  # noqa: BLE001 - any fault of a strange file means it is not sound
        return False


def _sound_image(content: bytes) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as image:
                if image.width * image.height > _MOST_PIXELS:
                    return ""
                kind = (image.format or "").lower()
                image.verify()
    except Exception:  # noqa: BLE001 - any fault of a strange file means it is not sound
        return ""
    return kind


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


def _refused(code: str, th: str, en: str) -> Refusal:
    return Refusal(code, Text(th=th, en=en))
