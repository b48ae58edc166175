"""The receipt as a signed paper, made when it is first asked for."""

from __future__ import annotations

from thanjai.agencies.letterhead import letterhead_of
from thanjai.agencies.selectors import agency_by_id
from thanjai.domain.text import Text
from thanjai.kernel import files, papers
from thanjai.kernel.models import StoredFile
from thanjai.kernel.pdf.content import Charge, Line, ReceiptContent, Signatory
from thanjai.money.models import SETTLING, Notice, Receipt

TITLE = Text(th="ใบเสร็จรับเงิน", en="Official receipt")
METHOD = Text(th="Thai QR ชำระบิล", en="Thai QR bill payment")
OFFICE = Text(th="ระบบรับชำระเงินอิเล็กทรอนิกส์", en="Electronic payment system")


def paper_of(receipt: Receipt) -> StoredFile:
    """The stored PDF of a receipt."""
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
    return ReceiptContent(
        letterhead=letterhead_of(receipt.agency_id),
        title=TITLE,
        number=receipt.number,
        payer=invoice.payer,
        lines=tuple(
            Charge(label=Text(**line["title"]), amount_satang=line["satang"])
            for line in invoice.lines
            if line["satang"]
        ),
        paid_at=notice.paid_at if notice else receipt.issued_at,
        method=METHOD,
        reference=notice.outside_reference if notice else None,
        subject=Line(label=Text(th="ใบแจ้งชำระเลขที่", en="Invoice no."), value=invoice.number),
        collector=Signatory(name=Text(th=agency.name_th, en=agency.name_en), position=OFFICE),
    )
