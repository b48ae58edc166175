"""What a paper says, whoever issues it: frozen shapes, one for each template.

A value that reads the same in both languages (a name, a number) is a `str`; others are `Text`.
Amounts are satang, days are Thai calendar days, moments are aware. `data()` spells all of them in
both languages: that is what the template prints and what is embedded in the file.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from thanjai.domain.buddhist import format_day, format_moment
from thanjai.domain.money import baht, in_words
from thanjai.domain.text import Text

Value = Text | str
Language = Literal["th", "en"]
Satang = Annotated[int, Field(ge=0)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]

_SATANG = "_satang"


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Letterhead(Part):
    """Who issues the paper. `emblem_svg` is the agency's own seal, drawn only where given; `code` says who signs.

    `colours` are those of the agency, for text and for lines; without them the paper has the platform's.
    """

    agency: Text
    code: str = Field(default="", exclude=True)
    parent: Text | None = None
    address: Text | None = None
    contact: str | None = None
    emblem_svg: str | None = Field(default=None, exclude=True, repr=False)
    colours: tuple[str, str] | None = Field(default=None, exclude=True, repr=False)


class Line(Part):
    """A label with its value: an item of a licence, a question with its answer."""

    label: Text
    value: Value


class Signatory(Part):
    name: Text
    position: Text


class Charge(Part):
    label: Text
    amount_satang: Satang


class Section(Part):
    title: Text
    lines: tuple[Line, ...]


class SentFile(Part):
    label: Text
    name: str
    bytes: Annotated[int, Field(ge=0)]
    sha256: Sha256


class Paper(Part):
    """Common to all papers. `test`: signed by the self-made authority, and says so in a band."""

    template: ClassVar[str]

    letterhead: Letterhead
    title: Text
    number: str
    test: bool = False
    verify_url: str | None = None
    """The public page behind the QR code, which shows what this paper shows and its status now."""

    def qr_payload(self) -> str | None:
        """What the QR code on this paper holds."""
        return self.verify_url

    def printed_in(self) -> Language | None:
        """The language in which alone the paper is printed; None for Thai and English."""
        return None

    def data(self) -> dict[str, Any]:
        """JSON-ready: a day as {iso, th, en}, an amount `x_satang` as x = {satang, baht}."""
        spelled: dict[str, Any] = _spell(self.model_dump())
        return spelled


class LicenceContent(Paper):
    """A licence, permit, certificate or receipt of notification (ใบอนุญาต หนังสือรับรอง ใบรับแจ้ง).

    `expires_on` None: it does not expire. `replacement` stamps it ใบแทน in red, as the by-laws
    on licences ask of a paper issued for one lost or damaged.
    """

    template: ClassVar[str] = "licence.typ"

    law: Text | None = None
    opening: Text
    holder: Value
    holder_id: Line | None = None
    items: tuple[Line, ...]
    conditions: tuple[Text, ...] = ()
    display: Text | None = None
    fee_satang: Satang | None = None
    receipt_number: str | None = None
    receipt_on: date | None = None
    issued_on: date
    expires_on: date | None = None
    signatory: Signatory
    replacement: bool = False
    language: Language | None = Field(default=None, exclude=True)
    """A paper in one language alone holds the same data."""

    def printed_in(self) -> Language | None:
        return self.language


class _Charged(Paper):
    lines: Annotated[tuple[Charge, ...], Field(min_length=1)]

    @property
    def total_satang(self) -> int:
        return sum(line.amount_satang for line in self.lines)

    def data(self) -> dict[str, Any]:
        """As for every paper, with the total in figures and in words."""
        total = self.total_satang
        words = {"th": in_words(total, "th"), "en": in_words(total, "en")}
        return {**super().data(), "total": {**_amount(total), "words": words}}


class ReceiptContent(_Charged):
    """An official receipt (ใบเสร็จรับเงิน); `method` is how it was paid, `reference` the bank's."""

    template: ClassVar[str] = "receipt.typ"

    payer: Value
    payer_id: Line | None = None
    payer_address: Text | None = None
    paid_at: AwareDatetime
    method: Text
    reference: str | None = None
    subject: Line | None = None
    """What it was paid for, such as the case number."""
    collector: Signatory


class InvoiceContent(_Charged):
    """A demand for payment (ใบแจ้งชำระเงิน) with a Thai QR code, `payment_qr`, in EMVCo form."""

    template: ClassVar[str] = "invoice.typ"

    payer: Value
    payer_id: Line | None = None
    payer_address: Text | None = None
    issued_on: date
    due_on: date
    subject: Line | None = None
    payment_qr: str | None = None
    biller_id: str | None = None
    reference_1: str | None = None
    reference_2: str | None = None
    notes: tuple[Text, ...] = ()

    def qr_payload(self) -> str | None:
        """The payment code; without one, the address of the payment page."""
        return self.payment_qr or self.verify_url


class ApplicationContent(Paper):
    """What an applicant sent, as sent: the proof of filing. `number` is the case number."""

    template: ClassVar[str] = "application.typ"

    applicant: Value
    applicant_id: Line | None = None
    submitted_at: AwareDatetime
    counts_from: AwareDatetime | None = None
    """From when it counts as received, where that is later."""
    channel: Text | None = None
    sections: tuple[Section, ...]
    files: tuple[SentFile, ...] = ()
    declaration: Text | None = None


class CopyContent(Paper):
    """All that is kept about a person, to read (PDPA section 30). `number` is what it refers to."""

    template: ClassVar[str] = "copy.typ"

    person: Value
    made_at: AwareDatetime
    sections: tuple[Section, ...]


class LetterContent(Paper):
    """An official letter or record (หนังสือราชการ บันทึก): what an agency says to somebody, signed.

    `title` names the kind of paper, `subject` what it is about. `lines` stand before the text, `points` are a
    numbered list after it, `closing` is the text after the list. `enquiries` is whom to ask, with their contact.
    """

    template: ClassVar[str] = "letter.typ"

    issued_on: date
    subject: Value
    to: Value
    lines: tuple[Line, ...] = ()
    paragraphs: tuple[Value, ...]
    points: tuple[Value, ...] = ()
    closing: tuple[Value, ...] = ()
    copies_to: tuple[Text, ...] = ()
    enquiries: Line | None = None
    signatory: Signatory
    countersign: Text | None = None
    """What somebody else signs by hand where the letter is printed, such as that they have received it."""


def _spell(value: Any) -> Any:
    if isinstance(value, dict):
        spelled: dict[str, Any] = {}
        for key, part in value.items():
            if key.endswith(_SATANG):
                spelled[key.removesuffix(_SATANG)] = None if part is None else _amount(part)
            else:
                spelled[key] = _spell(part)
        return spelled
    if isinstance(value, list | tuple):
        return [_spell(part) for part in value]
    if isinstance(value, datetime):
        return {
            "iso": value.isoformat(),
            "th": format_moment(value, "th"),
            "en": format_moment(value, "en"),
        }
    if isinstance(value, date):
        return {"iso": value.isoformat(), "th": format_day(value, "th"), "en": format_day(value, "en")}
    return value


def _amount(satang: int) -> dict[str, Any]:
    return {"satang": satang, "baht": baht(satang)}
