"""The receipt as a signed paper, made when it is first asked for."""

from __future__ import annotations

from thanjai.agencies.letterhead import letterhead_of
from thanjai.agencies.selectors import agency_by_id
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel import files, papers
from thanjai.kernel.models import StoredFile
from thanjai.kernel.pdf.content import Charge, Line, ReceiptContent, Signatory
from thanjai.money.counter import WAYS
from thanjai.money.models import SETTLING, Notice, Receipt
from thanjai.money.providers import Channel
from thanjai.money.receipting import BOOK, GATEWAY, TRANSFER

TITLE = Text(th="ใบเสร็จรับเงิน", en="Official receipt")
METHODS = {
    "qr": Text(th="Thai QR ชำระบิล", en="Thai QR bill payment"),
    TRANSFER: Text(th="โอนเงินเข้าบัญชีธนาคาร", en="Bank transfer"),
    Channel.CARD.value: Text(th="บัตร ผ่านช่องทางชำระเงินออนไลน์", en="Card, through an online gateway"),
    Channel.PROMPTPAY.value: Text(th="พร้อมเพย์ ผ่านช่องทางชำระเงินออนไลน์", en="PromptPay, through an online gateway"),
    GATEWAY: Text(th="ช่องทางชำระเงินออนไลน์", en="Online gateway"),
    "held": Text(th="เงินที่รับไว้ก่อนแล้ว", en="Money received earlier"),
    **{way.value: words for way, words in WAYS.items()},
}
_TOLD = {"qr", TRANSFER, *(channel.value for channel in Channel)}
"""Those that a notice tells of, whose reference the receipt then names."""
OFFICE = Text(th="ระบบรับชำระเงินอิเล็กทรอนิกส์", en="Electronic payment system")


def paper_of(receipt: Receipt) -> StoredFile:
    """The stored PDF of a receipt. Raises Refusal for one that was written in a printed book."""
    if receipt.kind == BOOK:
        raise Refusal(
            "printed_receipt",
            Text(
                th=f"ใบเสร็จ {receipt.number} เขียนในเล่มแล้ว ไม่มีไฟล์",
                en=f"Receipt {receipt.number} was written in a printed book: there is no file.",
            ),
        )
    made = files.files_of(receipt.id, "receipt")
    if made:
        return made[0]
    agency = agency_by_id(receipt.agency_id)
    content = papers.signed(_content(receipt), at=receipt.issued_at, reason=TITLE.en, location=agency.name_en)
    return files.store_file(
        content=content, name=f"receipt-{receipt.number.replace('/', '-')}.pdf", content_type="application/pdf",
        agency=receipt.agency_id, owner=receipt.id, purpose="receipt", person=receipt.person_id, bearer=receipt.bearer,
    )  # fmt: skip


def _content(receipt: Receipt) -> ReceiptContent:
    agency, invoice = agency_by_id(receipt.agency_id), receipt.invoice
    notice = Notice.objects.filter(invoice=invoice, result__in=SETTLING).order_by("received_at").last()
    paid_at = receipt.paid_at or (notice.paid_at if notice else receipt.issued_at)
    reference = receipt.reference or (notice.outside_reference if notice and receipt.method in _TOLD else None)
    return ReceiptContent(
        letterhead=letterhead_of(receipt.agency_id),
        title=TITLE,
        number=receipt.number,
        payer=receipt.payer or invoice.payer,
        lines=tuple(
            Charge(label=Text(**line["title"]), amount_satang=line["satang"])
            for line in receipt.lines or invoice.lines
            if line["satang"]
        ),
        paid_at=paid_at,
        method=METHODS.get(receipt.method, METHODS["qr"]),
        reference=reference,
        subject=_subject(receipt),
        collector=Signatory(name=Text(th=agency.name_th, en=agency.name_en), position=OFFICE),
    )


def _subject(receipt: Receipt) -> Line:
    """The invoice, and the void receipt whose place this one takes."""
    label, number = Text(th="ใบแจ้งชำระเลขที่", en="Invoice no."), receipt.invoice.number
    if receipt.replaces is None:
        return Line(label=label, value=number)
    return Line(label=label, value=f"{number} (แทนใบเสร็จเลขที่ replaces receipt no. {receipt.replaces.number})")
