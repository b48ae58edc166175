"""The clock at work on documents: reminders before they run out, and the end of an invoice nobody paid in time."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Min

from thanjai.cases import selectors as cases
from thanjai.documents import letters
from thanjai.documents.counterparts import close_replacements, drop_replacements
from thanjai.documents.facts import facts_of
from thanjai.documents.models import Document, Renewal
from thanjai.documents.renewing import purpose_of
from thanjai.documents.terms import terms_of
from thanjai.domain import renewal
from thanjai.domain.renewal import State, Terms
from thanjai.kernel.clock import now
from thanjai.kernel.sweeping import Sweep
from thanjai.money.actions import lapse_invoice

SWEEP: Final = Sweep("documents_document", "thanjai.documents.jobs.attend", "document_id")


def next_alarm(after: datetime) -> datetime | None:
    """When a document wakes next after this moment."""
    found: datetime | None = Document.objects.filter(wake_at__gt=after).aggregate(Min("wake_at"))["wake_at__min"]
    return found


@transaction.atomic
def attend(*, document_id: UUID) -> None:
    """Do what the clock owes this document now, and set when to look again. Running twice does nothing twice."""
    moment = now()
    seen = Document.objects.get(pk=document_id)
    row = cases.case(seen.case_id)
    terms = terms_of(seen, row, moment)
    if terms is not None:
        _close_invoice(seen, terms, moment)
    close_replacements(seen)
    document = Document.objects.select_for_update(of=("self",)).get(pk=document_id)
    drop_replacements(document)
    if terms is not None:
        _remind(document, row, terms, moment)
    document.wake_at = renewal.wakes_at(facts_of(document), terms, moment) if terms else None
    document.save(update_fields=["wake_at", "reminded"])


def _close_invoice(document: Document, terms: Terms, at: datetime) -> None:
    """Nothing is owed for a document that has run out or was taken back.

    Before the document is locked: taking in a bank's notice locks the invoice first, then the document. If a
    payment comes in between, made in time, its judge brings the invoice back.
    """
    last = document.valid_until
    over = renewal.standing(facts_of(document), terms, at).state in (State.LATE, State.ENDED)
    if over and last is not None and terms.term is not None:
        purpose = purpose_of(renewal.period_after(last, terms.term))
        lapse_invoice(agency_id=document.agency_id, subject=document.id, purpose=purpose)


def _remind(document: Document, row: object, terms: Terms, at: datetime) -> None:
    given = Renewal.objects.filter(document=document).aggregate(last=Max("renewed_at"))["last"]
    owed = renewal.reminder_due(
        facts_of(document), terms, at, granted_at=given or document.issued_at, reminded=document.reminded
    )
    if owed is not None:
        letters.remind(document, row, renewal.standing(facts_of(document), terms, at), owed)
        document.reminded = owed.key
