"""What a certified copy (สำเนาถูกต้อง) or an extract of the register says of another document, as it stands at this moment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from thanjai.documents.models import Document
from thanjai.documents.printed import content_of
from thanjai.documents.selectors import shown_paper, status_of
from thanjai.documents.wording import Said
from thanjai.domain.buddhist import day_in_words, format_moment
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.pdf.content import Line

STANDS: Final[Mapping[str, Text]] = {
    "valid": Text(th="ใช้ได้", en="Valid"),
    "expired": Text(th="หมดอายุ", en="Expired"),
    "suspended": Text(th="ถูกพักใช้", en="Suspended"),
    "revoked": Text(th="ถูกเพิกถอน", en="Revoked"),
    "superseded": Text(th="มีฉบับใหม่แทนแล้ว", en="Replaced by a newer one"),
    "not_yet_valid": Text(th="ยังไม่เริ่มใช้", en="Not valid yet"),
}
NO_END: Final = Text(th="ไม่มีวันหมดอายุ", en="No end")


def of_paper(document: Document) -> list[Said]:
    """All that its paper says, how it stands, and the digest of the paper that is copied."""
    said = [*_named(document), *(_line(line, is_public=False) for line in content_of(document).items)]
    digest = shown_paper(document).sha256
    said.append(
        Said(Text(th="ค่าแฮช SHA-256 ของต้นฉบับ", en="SHA-256 of the original file"), Text(th=digest, en=digest), True)
    )
    return said


def of_register(document: Document) -> list[Said]:
    """What anybody may see of it, and how it stands. Raises Refusal for one that has left the register."""
    if not document.listed:
        raise Refusal(
            "not_listed", Text(th="เอกสารนี้ไม่อยู่ในทะเบียนแล้ว", en="This document is not in the register any more.")
        )
    lines = [Line.model_validate(line) for line in document.public]
    return [*_named(document), *(_line(line, is_public=True) for line in lines)]


def _named(document: Document) -> list[Said]:
    """Which document it is, and how it stands: on the check page too."""
    at = now()
    stands = STANDS[status_of(document, at)]
    moment = Text(
        th=f"{stands.th} ณ {format_moment(at, 'th')}", en=f"{stands.en}, on {format_moment(at, 'en')}"
    )  # fmt: skip
    until = day_in_words(document.valid_until) if document.valid_until else NO_END
    code = shown_paper(document).check_code
    return [
        Said(Text(th="เอกสาร", en="Document"), Text(**document.title), True),
        Said(Text(th="เลขที่เอกสาร", en="Number of the document"), Text(th=document.number, en=document.number), True),
        Said(Text(th="สถานะขณะรับรอง", en="How it stands when certified"), moment, True),
        Said(Text(th="ใช้ได้ถึง", en="Valid until"), until, True),
        Said(Text(th="รหัสตรวจสอบของเอกสาร", en="Check code of the document"), Text(th=code, en=code), True),
        Said(Text(th="ผู้ถือเอกสาร", en="Its holder"), Text(th=document.holder, en=document.holder), True),
    ]


def _line(line: Line, *, is_public: bool) -> Said:
    value = line.value if isinstance(line.value, Text) else Text(th=line.value, en=line.value)
    return Said(line.label, value, is_public)
