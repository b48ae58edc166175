"""A signed paper that says what a check found: for the file of a bank, a company or anybody who was handed a document.

Nothing of it is kept here. What a stranger can choose does not come onto it: no name of a file, and of whoever signed
one, nothing but what a root that is known here vouches for.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.conf import settings

from thanjai.domain.buddhist import bangkok_day, format_day, format_moment
from thanjai.domain.reception import Answer, Asked
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel import papers
from thanjai.kernel.clock import now
from thanjai.kernel.pdf.content import LetterContent, Letterhead, Line, Signatory
from thanjai.kernel.pdf.signing import CannotSign
from thanjai.kernel.signatories import BadSignatories
from thanjai.receiving.checks import Found
from thanjai.receiving.slips import Slip
from thanjai.receiving.wording import QUESTIONS, STANDINGS, words_of

TITLE: Final = Text(th="รายงานผลการตรวจเอกสาร", en="Report of a check")
_PLATFORM: Final = Text(th="ทันใจ", en="Thanjai")
_MARKS: Final = {
    Answer.GOOD: Text(th="ถูกต้อง", en="In order"),
    Answer.BAD: Text(th="ไม่ถูกต้อง", en="Not in order"),
    Answer.OPEN: Text(th="ยังไม่รู้", en="Not known"),
}


def report(slip: Slip) -> bytes:
    """The report as PDF, signed for the platform. Raises Refusal when nothing can be signed now."""
    try:
        return papers.signed(_content(slip), at=now(), reason=TITLE.en, location=_PLATFORM.en)
    except (CannotSign, BadSignatories) as reason:
        raise Refusal("cannot_sign", _CANNOT_SIGN, field="file") from reason


def _content(slip: Slip) -> LetterContent:
    found, known = slip.found, slip.found.known
    subject = Text(th=f"{known.title.th} เลขที่ {known.number}", en=f"{known.title.en} no. {known.number}") if (
        known and known.title
    ) else _UNKNOWN  # fmt: skip
    return LetterContent(
        letterhead=Letterhead(agency=_PLATFORM),
        title=TITLE,
        number=str(slip.id),
        verify_url=f"{settings.BASE_URL}/v/{known.check_code}/" if known else f"{settings.BASE_URL}/verify/",
        issued_on=bangkok_day(now()),
        subject=subject,
        to=_TO,
        lines=(*_facts(found, slip.at), *_answers(found)),
        paragraphs=(_MEANS, _CHANGES),
        signatory=Signatory(name=_PLATFORM, position=_MADE_BY),
    )


def _facts(found: Found, at: datetime) -> Iterator[Line]:
    yield Line(label=Text(th="ตรวจเมื่อ", en="Checked"), value=_moment(at))
    if found.sha256:
        yield Line(label=Text(th="ลายนิ้วมือของไฟล์ (SHA-256)", en="Fingerprint of the file (SHA-256)"), value=found.sha256)
    known = found.known
    if known is None or known.agency is None:
        return
    yield Line(label=Text(th="ออกโดย", en="Issued by"), value=known.agency)
    if known.holder:
        yield Line(label=Text(th="ผู้ถือ", en="Holder"), value=known.holder)
    yield Line(label=Text(th="รหัสตรวจสอบ", en="Check code"), value=known.check_code)
    if known.valid_until:
        day = known.valid_until
        yield Line(
            label=Text(th="ใช้ได้ถึง", en="Valid until"), value=Text(th=format_day(day, "th"), en=format_day(day, "en"))
        )
    signed_by = next(line for line in found.lines if line.asked is Asked.CHAIN)
    if signed_by.code in ("ours", "test") and found.signer:
        yield Line(label=Text(th="ลงลายมือชื่อโดย", en="Signed by"), value=found.signer)


def _answers(found: Found) -> Iterator[Line]:
    for line in found.lines:
        mark = _MARKS[line.answer]
        words = words_of(line.asked, line.code) or STANDINGS[line.code]
        yield Line(label=QUESTIONS[line.asked], value=Text(th=f"{mark.th}: {words.th}", en=f"{mark.en}: {words.en}"))


def _moment(at: datetime) -> Text:
    return Text(th=format_moment(at, "th"), en=format_moment(at, "en"))


_UNKNOWN = Text(th="ไฟล์ที่นำมาตรวจ", en="A file that was brought to be checked")
_TO = Text(th="ผู้ที่ได้รับเอกสารนี้มาตรวจ", en="Whoever was handed the document")
_MADE_BY = Text(th="จัดทำโดยระบบอัตโนมัติ", en="Made by the platform, without an officer")
_MEANS = Text(
    th="รายงานนี้บอกสิ่งที่พบในเวลาที่ตรวจเท่านั้น ไม่ใช่เอกสารที่ตรวจ และไม่ใช่สำเนา เก็บไว้คู่กับไฟล์ที่ตรวจ ซึ่งต้องมีลายนิ้วมือตรงกับข้างต้น",
    en="This says what was found at that moment and no more. It is neither the document nor a copy of it. Keep it with the "
    "file that was checked, whose fingerprint must be the one above.",
)
_CHANGES = Text(
    th="สถานะอาจเปลี่ยนหลังจากนั้น ก่อนใช้ครั้งต่อไปให้ตรวจอีกครั้งด้วย QR นี้",
    en="How a document stands may change afterwards. Check it again with this QR code before you rely on it another time.",
)
_CANNOT_SIGN = Text(
    th="ออกรายงานที่ลงลายมือชื่อไม่ได้ในขณะนี้ พิมพ์หน้าผลการตรวจแทน หรือลองใหม่ภายหลัง",
    en="No signed report can be made now. Print the page with the result in its place, or try again later.",
)
