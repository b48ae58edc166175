"""Small real files, made from their names: a page for a PDF, a picture for the others."""

from __future__ import annotations

import io
from functools import lru_cache
from hashlib import sha256
from pathlib import PurePath
from typing import Any, Final
from uuid import UUID

from PIL import Image
from pypdf import PdfWriter

from thanjai.domain.definition.fields import FileField

_A4: Final = (595, 842)
_PICTURES: Final = {".jpg": ("JPEG", "image/jpeg"), ".jpeg": ("JPEG", "image/jpeg"), ".png": ("PNG", "image/png")}
_ENDINGS: Final = {"pdf": ".pdf", "jpeg": ".jpg", "png": ".png"}
NAMES: Final = ("แผนผัง", "ภาพถ่ายสถานที่", "หนังสือรับรอง", "สัญญาเช่า", "เอกสารประกอบคำขอ")


@lru_cache(maxsize=256)
def content_of(name: str) -> tuple[str, bytes]:
    """The type and the content of the file of this name; always the same for the same name."""
    format_, kind = _PICTURES.get(PurePath(name).suffix.lower(), ("PDF", "application/pdf"))
    return kind, _pdf(name) if format_ == "PDF" else _picture(name, format_)


def answer_of(name: str) -> dict[str, Any]:
    """The file as an answer holds it."""
    kind, content = content_of(name)
    digest = sha256(content).hexdigest()
    return {"id": str(UUID(digest[:32])), "name": name, "type": kind, "size": len(content), "sha256": digest}


def name_for(field: FileField, word: str) -> str:
    """A file name of a kind that the question takes."""
    return word + _ENDINGS[field.accept[0]]


def _pdf(name: str) -> bytes:
    writer = PdfWriter()
    shade = sha256(name.encode()).digest()
    writer.add_blank_page(_A4[0] - shade[0] / 16, _A4[1] - shade[1] / 16)
    writer.add_metadata({"/Title": name})
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _picture(name: str, format_: str) -> bytes:
    shade = sha256(name.encode()).digest()
    colour = (160 + shade[0] % 90, 160 + shade[1] % 90, 160 + shade[2] % 90)
    stream = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(stream, format_)
    return stream.getvalue()
