"""Making a replacement: the same content, marked ใบแทน, with its ordinal and why. The document itself goes on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from thanjai.agencies.letterhead import signatory_of
from thanjai.agencies.selectors import agency_by_id
from thanjai.cases import selectors as cases
from thanjai.documents import letters
from thanjai.documents.log.entering import enter
from thanjai.documents.log.lines import REPLACED
from thanjai.documents.models import Document, Replacement
from thanjai.documents.printed import content_of
from thanjai.documents.selectors import no_such_document
from thanjai.domain.buddhist import bangkok_day, format_day
from thanjai.domain.document_life import Command, Standing, possible
from thanjai.domain.text import Text
from thanjai.kernel import files, papers
from thanjai.kernel.clock import now
from thanjai.kernel.pdf.content import LicenceContent, Line
from thanjai.money import receipts
from thanjai.money import selectors as money
from thanjai.money.actions import lapse_invoice
from thanjai.money.claims import judged_by

PURPOSE: Final = "replacement/"
"""How the purposes of our invoices begin; the replacement's ordinal follows."""
FILE: Final = "replacement"
LABEL: Final = Text(th="ใบแทนฉบับที่", en="Replacement no.")
WHY: Final[Mapping[str, Text]] = {
    "lost": Text(th="ฉบับเดิมสูญหาย", en="the paper before it was lost"),
    "damaged": Text(th="ฉบับเดิมชำรุด", en="the paper before it was damaged"),
}


def purpose_of(wanted: Replacement) -> str:
    return f"{PURPOSE}{wanted.ordinal}"


@judged_by(PURPOSE)
def judge(subject: UUID, purpose: str, paid_at: datetime) -> str:
    """Money for a replacement counts while the document goes on and the paper is still to be made."""
    document = Document.objects.select_for_update(of=("self",)).get(pk=subject)
    return "" if _may_be_made(document) and _awaited(document, purpose) is not None else "ended"


def paid_for(subject: UUID, purpose: str) -> Replacement | None:
    """What a payment was for; None where nothing waits for it any more."""
    return _awaited(Document.objects.get(pk=subject), purpose)


def invoice_of_replacement(case_id: UUID, id: UUID) -> Any:
    """What is asked for a replacement of a document of the case; None where nothing is. Raises Refusal."""
    wanted = Replacement.objects.filter(pk=id, document__case_id=case_id).first()
    if wanted is None:
        raise no_such_document()
    return money.invoice_of(wanted.document_id, purpose_of(wanted))


def _awaited(document: Document, purpose: str) -> Replacement | None:
    ordinal = int(purpose.removeprefix(PURPOSE))
    waiting = Replacement.objects.filter(document=document, made_at__isnull=True, dropped_at__isnull=True)
    return waiting.filter(ordinal=ordinal).first()


def _may_be_made(document: Document) -> bool:
    return Command.REPLACE in possible(Standing(document.ended))


@transaction.atomic
def make_replacement(*, replacement_id: UUID) -> None:
    """Make what was ordered; once, however often this runs. For a document that ended meanwhile there is none."""
    seen = Replacement.objects.get(pk=replacement_id)
    document = Document.objects.select_for_update(of=("self",)).select_related("case").get(pk=seen.document_id)
    wanted = Replacement.objects.select_for_update(of=("self",)).get(pk=replacement_id)
    if wanted.made_at is not None or wanted.dropped_at is not None:
        return
    wanted.document, moment = document, now()
    if not _may_be_made(document):
        wanted.dropped_at = moment
        wanted.save(update_fields=["dropped_at"])
        return
    content = _content(document, wanted, moment)
    agency = agency_by_id(document.agency_id)
    pdf = papers.signed(content, at=moment, reason=content.title.en, location=agency.name_en)
    file = files.store_file(
        content=pdf, name=f"{wanted.check_code}.pdf", content_type="application/pdf", agency=document.agency_id,
        owner=document.id, purpose=FILE, person=document.person_id, bearer=document.bearer,
    )  # fmt: skip
    wanted.made_at, wanted.file_id, wanted.sha256 = moment, file.id, file.sha256
    wanted.save(update_fields=["made_at", "file_id", "sha256"])
    enter(document, REPLACED, moment, wanted.sha256)
    letters.replaced(wanted, cases.case(document.case_id), _attached(document, wanted))


def close_replacements(document: Document) -> None:
    """Nothing is owed for the paper of a document that has ended. Before the document is locked: invoices come first."""
    for wanted in _given_up(document):
        lapse_invoice(agency_id=wanted.agency_id, subject=document.id, purpose=purpose_of(wanted))


def drop_replacements(document: Document) -> None:
    """What has not been made of a document that has ended will not be made. The caller has locked the document."""
    _given_up(document).update(dropped_at=now())


def _given_up(document: Document) -> QuerySet[Replacement]:
    waiting = Replacement.objects.filter(document=document, made_at__isnull=True, dropped_at__isnull=True)
    return waiting.none() if _may_be_made(document) else waiting


def _attached(document: Document, wanted: Replacement) -> list[UUID]:
    """The paper, and the receipt of its fee."""
    assert wanted.file_id is not None
    invoice = money.invoice_of(document.id, purpose_of(wanted))
    paid = [one for one in money.receipts_for(document.id) if invoice is not None and one.invoice_id == invoice.id]
    return [wanted.file_id, *(receipts.paper_of(one).id for one in paid)]


def _content(document: Document, wanted: Replacement, at: datetime) -> LicenceContent:
    printed, why, day = content_of(document), WHY[wanted.because], bangkok_day(at)
    told = Text(
        th=f"{wanted.ordinal} ออกให้ ณ วันที่ {format_day(day, 'th')} เพราะ{why.th}",
        en=f"{wanted.ordinal}, issued on {format_day(day, 'en')} because {why.en}",
    )
    return printed.model_copy(
        update={
            "replacement": True,
            "items": (*printed.items, Line(label=LABEL, value=told)),
            "verify_url": f"{settings.BASE_URL}/v/{wanted.check_code}/",
            "expires_on": document.valid_until,
            "signatory": signatory_of(document.agency_id, wanted.person_id),
        }
    )
