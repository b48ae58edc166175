"""Asking for a document's paper in Thai or English alone, by its holder or an officer of its agency."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from thanjai.documents import jobs, life
from thanjai.documents.editions import SAID, note_edition
from thanjai.documents.models import Document
from thanjai.documents.selectors import no_such_document
from thanjai.domain.document_life import Command
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import acting_as, worker_at


@transaction.atomic
def ask(*, document_id: UUID, language: str) -> None:
    """Have the paper made in one language, for whoever may see the document. Asked again, it is the same one.

    Raises Refusal no_such_document, language_needed, wrong_status.
    """
    seen = Document.objects.filter(pk=document_id).first()
    if seen is None:
        raise no_such_document()
    chosen = next((one for one in SAID if one == language), None)
    if chosen is None:
        raise Refusal(
            "language_needed", Text(th="เลือกภาษาไทยหรือภาษาอังกฤษ", en="Choose Thai or English."), field="language"
        )
    with acting_as(worker_at(seen.agency_id)):
        document = Document.objects.select_for_update(of=("self",)).get(pk=document_id)
        life.must_go_on(document, Command.REPLACE)
        wanted, is_new = note_edition(document, chosen)
        if is_new:
            jobs.edition.defer(agency_id=str(document.agency_id), edition_id=str(wanted.id))
