"""Issuing: number, print, sign, store and tell the case, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from thanjai.agencies.letterhead import letterhead_of, signatory_of
from thanjai.agencies.selectors import agency_by_id
from thanjai.cases import selectors as cases
from thanjai.cases.actions import confirm_document
from thanjai.catalogue.selectors import rules_for
from thanjai.documents import register
from thanjai.documents.facts import facts_of
from thanjai.documents.log.entering import enter
from thanjai.documents.log.lines import ISSUED
from thanjai.documents.models import Document
from thanjai.documents.printed import check_code
from thanjai.documents.terms import terms_of
from thanjai.documents.wording import Said, last_day, lines_of
from thanjai.domain.buddhist import bangkok_day, buddhist_year
from thanjai.domain.definition.papers import Paper
from thanjai.domain.expressions import value_of
from thanjai.domain.numbering import document_number
from thanjai.domain.renewal import wakes_at
from thanjai.kernel import files, papers
from thanjai.kernel.clock import now
from thanjai.kernel.ids import new_id
from thanjai.kernel.pdf.content import LicenceContent, Line
from thanjai.kernel.sequences import next_number


@transaction.atomic
def issue_document(
    *, agency_id: UUID, case_id: UUID, step: str, until: date | None = None, more: Sequence[Said] = ()
) -> Document:
    """Issue the paper of a case's step. Asked again, also after a crash, it is the same document.

    `until`: its last day, where that is not for the paper to say. `more`: lines after its own. The number is taken last
    but one and given back if anything after it fails, so numbers have no gaps.
    """
    standing = Document.objects.filter(case_id=case_id, step=step, replaces__isnull=True).first()
    if standing is not None:
        return standing
    row = cases.case_for_update(case_id)
    standing = Document.objects.filter(case_id=case_id, step=step, replaces__isnull=True).first()
    if standing is not None:
        return standing
    moment = now()
    rules = rules_for(row.version_id, row.agency_id)
    definition_step = rules.definition.step(step)
    assert definition_step.paper is not None
    paper = rules.definition.paper(definition_step.paper)
    case = cases.domain_case(row)
    environment = rules.environment(case, bangkok_day(moment))
    said = [*lines_of(paper, rules.definition, environment), *more]
    document = _row(row, step, paper, environment, said, moment)
    document.valid_until = until or document.valid_until
    content = _content(document, paper, said, row, rules.arrangement.signatory)
    pdf = papers.signed(content, at=moment, reason=paper.title.en, location=agency_by_id(agency_id).name_en)
    _store(document, pdf)
    if (terms := terms_of(document, row, moment)) is not None:
        document.wake_at = wakes_at(facts_of(document), terms, moment)
    document.save(force_insert=True)
    if document.listed:
        register.enter(document)
    confirm_document(agency=agency_id, case_id=case_id, step=step, document_id=document.id, number=document.number)
    enter(document, ISSUED, moment)
    return document


def _store(document: Document, pdf: bytes) -> None:
    """Keep the paper as a file of the document's own."""
    file = files.store_file(
        content=pdf, name=f"{document.check_code}.pdf", content_type="application/pdf", agency=document.agency_id,
        owner=document.id, purpose="document", person=document.person_id, bearer=document.bearer,
    )  # fmt: skip
    document.file_id, document.sha256 = file.id, file.sha256


def _row(row: Any, step: str, paper: Paper, environment: Any, said: list[Said], at: datetime) -> Document:
    today = bangkok_day(at)
    year = buddhist_year(today)
    serial = next_number(row.agency_id, f"{paper.kind}/{row.service_id}/{paper.id}/{year}")
    code = agency_by_id(row.agency_id).code
    return Document(
        id=new_id(), agency_id=row.agency_id, case_id=row.id, step=step, paper=paper.id, kind=paper.kind,
        number=document_number(paper.number, serial=serial, year_be=year, agency_code=code),
        check_code=check_code(), person_id=row.person_id,
        bearer=row.bearer, title=paper.title.model_dump(),
        holder=str(value_of(paper.holder, environment) or row.applicant)[:200],
        public=[{"label": line.label.model_dump(), "value": line.value.model_dump()} for line in said if line.public],
        issued_at=at, valid_from=today, valid_until=last_day(paper, environment, today), listed=paper.listed,
    )  # fmt: skip


def _content(document: Document, paper: Paper, said: list[Said], row: Any, chosen: UUID | None) -> LicenceContent:
    receipt = next((event.payload for event in cases.events_of(row.id) if event.type == "fee_paid"), None)
    return LicenceContent(
        letterhead=letterhead_of(document.agency_id),
        title=paper.title,
        number=document.number,
        verify_url=f"{settings.BASE_URL}/v/{document.check_code}/",
        law=paper.law,
        opening=paper.opening,
        holder=document.holder,
        items=tuple(Line(label=line.label, value=line.value) for line in said),
        conditions=paper.conditions,
        display=paper.display,
        fee_satang=receipt["satang"] if receipt else None,
        receipt_number=receipt["receipt"] if receipt else None,
        issued_on=document.valid_from,
        expires_on=document.valid_until,
        signatory=signatory_of(document.agency_id, _decider(row.id), chosen),
    )


def _decider(case_id: UUID) -> UUID | None:
    """The officer who decided, whose name the paper bears; None where nobody decides."""
    decided = (event.actor_id for event in cases.events_of(case_id) if event.type == "decided")
    return next(decided, None)
