"""The file of a pack: a zip with the definition's YAML in a folder of its name, as packs/ has it; and back.

What comes back was brought by somebody: how large it unpacks is asked before it is opened, and one entry is read.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath
from typing import Final

from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.writing import written
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

MOST_BYTES: Final = 2_000_000
"""Of the file as it is brought, and of what it unpacks to. A large definition has 200,000."""
_NAME: Final = "service.yaml"
_WRITTEN: Final = (1980, 1, 1, 0, 0, 0)
"""The same definition gives the same file, to the byte."""


def packed(definition: ServiceDefinition) -> bytes:
    """The pack as a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo(f"{definition.id}/{_NAME}", _WRITTEN)
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, written(definition))
    return out.getvalue()


def unpacked(content: bytes) -> str:
    """The YAML of what was brought: a zip of one pack, or the service.yaml itself. Raises Refusal."""
    if len(content) > MOST_BYTES:
        raise _refused("ไฟล์ใหญ่เกิน 2 MB ส่งเฉพาะไฟล์ service.yaml", "More than 2 MB: bring the file service.yaml alone.")
    if content.startswith(b"PK"):
        content = _only_definition(content)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused("อ่านตัวอักษรไม่ได้ บันทึกไฟล์เป็น UTF-8", "Save the file as UTF-8 and bring it again.") from None


def _only_definition(content: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
                raise _refused(
                    "ไฟล์ zip แตกออกมาใหญ่เกินไป ส่งเฉพาะไฟล์ service.yaml",
                    "The zip unpacks to too much. Bring service.yaml alone.",
                )
            found = [entry for entry in archive.infolist() if PurePosixPath(entry.filename).name == _NAME]
            if len(found) != 1:
                raise _refused(
                    f"ไฟล์ zip ต้องมี {_NAME} หนึ่งไฟล์ พบ {len(found)} ไฟล์",
                    f"The zip must hold one {_NAME}; it holds {len(found)}.",
                )
            with archive.open(found[0]) as file:
                return file.read(MOST_BYTES + 1)
    except Refusal:
        raise
    except Exception as fault:  # Whatever a broken or hostile file makes the reader say, it cannot be read.
        raise _refused(
            "เปิดไฟล์ zip ไม่ได้ บีบอัดใหม่โดยไม่ใส่รหัสผ่าน", "The zip cannot be opened. Zip it again, without a password."
        ) from fault


def _refused(th: str, en: str) -> Refusal:
    return Refusal("pack_unreadable", Text(th=th, en=en), field="file")
