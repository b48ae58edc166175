"""What can be found of a file, and the words for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from thanjai.domain.text import Text


class Status(StrEnum):
    OURS_VALID = "ours_valid"
    ALTERED = "altered"
    NOT_SIGNED = "not_signed"
    RECOGNISED = "recognised"
    UNTRUSTED = "untrusted"
    NOT_A_PDF = "not_a_pdf"


NOT_A_PDF = Text(th="ไฟล์นี้ไม่ใช่ PDF", en="This file is not a PDF")
NOT_SIGNED = Text(
    th="ไฟล์นี้ไม่มีลายมือชื่ออิเล็กทรอนิกส์ ขอไฟล์ต้นฉบับจากผู้ถือเอกสาร",
    en="This file bears no electronic signature. Ask the holder for the original file",
)
ADDED = Text(
    th="มีการเพิ่มหรือตัดข้อมูลหลังจากลงลายมือชื่อ",
    en="Something was added or cut off after the file was signed",
)
CHANGED = Text(
    th="เนื้อหาไม่ตรงกับที่ลงลายมือชื่อไว้ ไฟล์นี้ถูกแก้ไข",
    en="The content is not what was signed: this file was altered",
)
BROKEN = Text(
    th="ลายมือชื่อในไฟล์เสียหาย อ่านไม่ได้",
    en="The signature in this file is damaged and cannot be read",
)
UNTRUSTED = Text(
    th="ลายมือชื่อถูกต้อง แต่ผู้ลงลายมือชื่อไม่ใช่หน่วยงานในระบบนี้",
    en="The signature is sound, but whoever signed is not an agency of this platform",
)
RECOGNISED = Text(
    th="ลายมือชื่อถูกต้อง และเป็นของหน่วยงานอื่นที่ระบบนี้รู้จัก",
    en="The signature is sound, and by another authority that is known here",
)
GENUINE = Text(
    th="ไฟล์นี้ครบถ้วน ไม่ถูกแก้ไขหลังลงลายมือชื่อ",
    en="This file is complete and unaltered since it was signed",
)


@dataclass(frozen=True, slots=True)
class ArchiveStamp:
    """The newest time stamp over a whole file: when, by which digest, and until when its certificate lasts."""

    at: datetime
    digest: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found. `data` is the embedded JSON, given only for a file that is ours and whole.

    `signer` is the common name in the certificate. `signed_at` is the signer's claim, and
    `stamped_at` the word of a trusted time-stamping authority, where there is one. `revisions` are the lengths
    of the file as it was signed and after each archive time stamp that was added; `archived` is the newest of those.
    """

    status: Status
    reasons: tuple[Text, ...]
    signer: str | None = None
    signed_at: datetime | None = None
    stamped_at: datetime | None = None
    data: dict[str, Any] | None = None
    revisions: tuple[int, ...] = ()
    archived: ArchiveStamp | None = None

    @property
    def level(self) -> str:
        """Of PAdES, as far as we trust its time stamps."""
        if self.archived is not None:
            return "B-LTA"
        return "B-T" if self.stamped_at is not None else "B-B"
