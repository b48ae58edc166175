"""The paper that proves a renewal by payment (หลักฐานการต่ออายุใบอนุญาต), signed, with the licence's own QR code."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from thanjai.agencies.letterhead import letterhead_of, signatory_of
from thanjai.agencies.selectors import agency_by_id
from thanjai.cases import selectors as cases
from thanjai.catalogue.selectors import arrangement_of
from thanjai.documents import letters
from thanjai.documents.log.entering import enter
from thanjai.documents.log.lines import EVIDENCE
from thanjai.documents.models import Document, Renewal
from thanjai.documents.otherwise import case_of
from thanjai.documents.terms import renewal_of, rules_of
from thanjai.documents.wording import Said, lines_of
from thanjai.domain.buddhist import bangkok_day, buddhist_year, format_day, format_moment
from thanjai.domain.definition.papers import Paper
from thanjai.domain.numbering import document_number
from thanjai.domain.text import Text
from thanjai.kernel import files, papers
from thanjai.kernel.clock import now
from thanjai.kernel.models import StoredFile
from thanjai.kernel.pdf.content import LicenceContent, Line
from thanjai.kernel.sequences import next_number
from thanjai.money import receipts
from thanjai.money import selectors as money

PURPOSE = "renewal"
TITLE = Text(th="หลักฐานการต่ออายุใบอนุญาต", en="Evidence of renewal")
OPENING = Text(
    th="ได้ชำระค่าธรรมเนียมการต่ออายุแทนการยื่นคำขอก่อนวันสิ้นอายุ ถือว่าได้ต่ออายุตามรายการต่อไปนี้",
    en="paid the fee of renewal in place of an application before the day of expiry, and so has renewed as follows",
)


@transaction.atomic
def issue_evidence(*, renewal_id: UUID) -> None:
    """Make the paper and send it with the receipt; once, however often this runs."""
    made = Renewal.objects.select_for_update(of=("self",)).select_related("document").get(pk=renewal_id)
    row = cases.case(made.document.case_id)
    if made.file_id is None:
        _print(made, row)
    receipt = money.receipt_numbered(made.document_id, made.receipt_number)
    assert made.file_id is not None
    letters.renewed(made, row, [made.file_id, *([receipts.paper_of(receipt).id] if receipt else [])])


def _print(made: Renewal, row: Any) -> None:
    document = made.document
    own = _own_paper(document, row)
    made.number = _number(made, row, own)
    content = _content(made, row, own)
    pdf = papers.signed(content, at=made.renewed_at, reason=content.title.en, location=content.letterhead.agency.en)
    file: StoredFile = files.store_file(
        content=pdf, name=f"{document.check_code}-{made.ordinal}.pdf", content_type="application/pdf",
        agency=made.agency_id, owner=document.id, purpose=PURPOSE, person=document.person_id, bearer=document.bearer,
    )  # fmt: skip
    made.file_id, made.sha256 = file.id, file.sha256
    made.save(update_fields=["number", "file_id", "sha256"])
    enter(document, EVIDENCE, now(), made.sha256)


def _own_paper(document: Document, row: Any) -> Paper | None:
    """The paper that the service itself names as evidence; None for the platform's plain one."""
    renewal = renewal_of(document, row)
    if renewal is None or renewal.evidence == "generated":
        return None
    return rules_of(document, row).definition.paper(renewal.evidence)


def _number(made: Renewal, row: Any, own: Paper | None) -> str:
    """A plain one bears the document's own number and which renewal it is, so it takes none of a series."""
    if own is None:
        return f"{made.document.number}-R{made.ordinal}"
    year = buddhist_year(bangkok_day(made.renewed_at))
    serial = next_number(made.agency_id, f"{own.kind}/{row.service_id}/{own.id}/{year}")
    return document_number(own.number, serial=serial, year_be=year, agency_code=agency_by_id(made.agency_id).code)


def _content(made: Renewal, row: Any, own: Paper | None) -> LicenceContent:
    document, renewal = made.document, renewal_of(made.document, row)
    return LicenceContent(
        letterhead=letterhead_of(made.agency_id),
        title=own.title if own else TITLE,
        number=made.number,
        verify_url=f"{settings.BASE_URL}/v/{document.check_code}/",
        law=own.law if own else renewal.source if renewal else None,
        opening=own.opening if own else OPENING,
        holder=document.holder,
        items=(*_renewed(made), *(Line(label=one.label, value=one.value) for one in _own_lines(made, row, own))),
        conditions=own.conditions if own else (),
        display=own.display if own else None,
        fee_satang=made.satang,
        receipt_number=made.receipt_number,
        receipt_on=bangkok_day(made.renewed_at),
        issued_on=bangkok_day(made.renewed_at),
        expires_on=made.period_until,
        signatory=signatory_of(made.agency_id, chosen=arrangement_of(made.agency_id, row.service_id).signatory),
    )


def _own_lines(made: Renewal, row: Any, own: Paper | None) -> list[Said]:
    """What the service's own paper says. A plain one leaves that to the document, to which its QR code leads."""
    if own is None:
        return []
    rules = rules_of(made.document, row)
    environment = rules.environment(case_of(made.document, row), bangkok_day(made.renewed_at))
    return lines_of(own, rules.definition, environment)


def _renewed(made: Renewal) -> list[Line]:
    """What was renewed, for how long, and when it was paid."""
    span = {
        language: f"{format_day(made.period_from, language)} – {format_day(made.period_until, language)}"
        for language in ("th", "en")
    }
    paid = {language: format_moment(made.paid_at, language) for language in ("th", "en")}
    document = made.document
    return [
        Line(label=Text(th="เอกสารที่ต่ออายุ", en="Document renewed"), value=Text(**document.title)),
        Line(label=Text(th="เลขที่เอกสาร", en="Its number"), value=document.number),
        Line(label=Text(th="ต่ออายุครั้งที่", en="Renewal no."), value=str(made.ordinal)),
        Line(label=Text(th="ระยะเวลาที่ต่อ", en="Renewed for"), value=Text(**span)),
        Line(label=Text(th="ธนาคารรับชำระเมื่อ", en="Paid, by the bank"), value=Text(**paid)),
    ]
