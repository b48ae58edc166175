"""Small real files to upload, made from their names: a page for a PDF, a picture for the others."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import PurePath

from PIL import Image
from pypdf import PdfWriter

from thanjai.kernel.scanner import Found

_A4 = (595, 842)
_PICTURES = {".jpg": ("JPEG", "image/jpeg"), ".jpeg": ("JPEG", "image/jpeg"), ".png": ("PNG", "image/png")}


@dataclass(frozen=True)
class Attachment:
    """A file as somebody would attach it."""

    name: str
    content_type: str
    content: bytes
    state: Found = Found.CLEAN

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


@lru_cache(maxsize=256)
def attachment(name: str) -> Attachment:
    """The file of this name; always the same content for the same name."""
    format_, content_type = _PICTURES.get(PurePath(name).suffix.lower(), ("PDF", "application/pdf"))
    return Attachment(name, content_type, _pdf(name) if format_ == "PDF" else _picture(name, format_))


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
