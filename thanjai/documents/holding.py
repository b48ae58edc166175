"""Money that came for a renewal and renewed nothing: its payer is told why, and how to have it back."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from thanjai.cases import selectors as cases
from thanjai.documents import letters
from thanjai.documents.models import Document
from thanjai.documents.renewing import outcome_of
from thanjai.documents.terms import terms_of
from thanjai.domain.renewal import Outcome, Result
from thanjai.domain.renewal_words import incomplete_words
from thanjai.kernel.clock import now
from thanjai.money import selectors as money


@transaction.atomic
def tell(*, document_id: UUID, notice_id: UUID, satang: int, purpose: str) -> None:
    """Write to the holder; asked again, it is the same letter.

    A payment in time that renewed nothing was a part of the fee, and the rest did not come in time.
    """
    document = Document.objects.get(pk=document_id)
    row, notice = cases.case(document.case_id), money.notice(notice_id)
    terms = terms_of(document, row, now())
    late = terms.late if terms else None
    outcome = outcome_of(document, purpose, notice.paid_at, late)
    if outcome.result is Result.RENEWED:
        outcome = Outcome(Result.TOO_LATE, incomplete_words(late))
    letters.money_held(document, row, notice, satang, outcome)
