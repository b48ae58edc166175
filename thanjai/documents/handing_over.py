"""Handing a document over to somebody else (โอน): the holder lets them, they ask for it, the agency decides.

The holder's consent is a link that they give to the new holder: it opens one request, until a day. That request is the
new holder's own, and so their consent. Once it is approved the old document ends, and theirs takes its place.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from thanjai.cases import drafts
from thanjai.cases import selectors as cases
from thanjai.cases.drafts import Started
from thanjai.documents import ending, letters
from thanjai.documents.amendable import Amendable
from thanjai.documents.asked import HandOver
from thanjai.documents.asking import CANNOT, filled_in, services_for
from thanjai.documents.models import Document
from thanjai.documents.selectors import no_such_document
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.numbering import format_access_code
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.ids import new_secret
from thanjai.kernel.secrets import bearer_of
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as, worker_at

LASTS: Final = timedelta(days=30)


@transaction.atomic
def offer(*, document_id: UUID, language: str) -> str:
    """Let whoever gets this link ask for the document; a link given before counts no more. Raises Refusal."""
    document = Document.objects.select_related("case").filter(pk=document_id).first()
    if document is None:
        raise no_such_document()
    if _service_of(document) is None:
        raise Refusal("cannot_be_asked", CANNOT)
    take_back(document_id=document_id)
    code, moment = format_access_code(new_secret(16)), now()
    HandOver.objects.create(
        agency_id=document.agency_id, document=document, bearer=bearer_of(code), given_at=moment, until=moment + LASTS
    )
    prefix = "/en" if language == "en" else ""
    return f"{settings.BASE_URL}{prefix}/hand-over/{code}/"


def take_back(*, document_id: UUID) -> None:
    """The link counts no more, and a request begun with it that was not sent yet cannot be. Of a holder's own."""
    HandOver.objects.filter(document_id=document_id, ended_at__isnull=True).update(ended_at=now())


def given(document: Document) -> HandOver | None:
    """The link that counts, for one who may see the document."""
    found = HandOver.objects.filter(document_id=document.id, ended_at__isnull=True, until__gt=now())
    return found.order_by("given_at").last()


def by_code(code: str) -> HandOver:
    """What a link hands over, with the document. Raises Refusal for one that is unknown, used, over or taken back."""
    with acting_as(PLATFORM):
        found = HandOver.objects.select_related("document__case", "document__agency")
        row = found.filter(
            bearer=bearer_of(code), ended_at__isnull=True, until__gt=now(), draft_id__isnull=True
        ).first()
        if row is None or _service_of(row.document) is None:
            raise Refusal("no_such_hand_over", NOT_ANY_MORE)
    return row


@transaction.atomic
def begin(*, actor: Actor, code: str, language: str) -> Started:
    """Begin the new holder's request, once for each link. Raises Refusal."""
    row = by_code(code)
    document = row.document
    definition = _service_of(document)
    assert definition is not None and definition.outcome is not None
    started = drafts.start_draft(
        actor=actor, agency_slug=document.agency.slug, service_id=definition.id, language=language
    )
    with acting_as(worker_at(document.agency_id)):
        taken = HandOver.objects.filter(pk=row.id, draft_id__isnull=True, ended_at__isnull=True)
        if not taken.update(draft_id=started.draft.id):
            raise Refusal("no_such_hand_over", NOT_ANY_MORE)
        told = Amendable.of(document.agency_id, document.id)
        known = told.case.answers if told else {}
        asked = {field.id: known.get(field.id) for field in definition.form.fields if field.prefill == "document"}
        filled_in(started.draft, definition, {**asked, definition.outcome.document: document.number})
    return started


def end(old: Document, new: Document, *, person: UUID, name: str, reason: str) -> None:
    """The old document counts no more: the new holder's has taken its place. The caller has locked it."""
    old.succeeded_by = new.id
    ending.supersede(old, reason, person, name, now())
    letters.handed_over(old, cases.case(old.case_id))


def _service_of(document: Document) -> ServiceDefinition | None:
    """The service by which the document can be handed over as it stands now; None where there is none."""
    row = document.case
    found = (one.definition for one in services_for(document, row))
    return next((one for one in found if one.outcome and one.outcome.does == "transfer"), None)


NOT_ANY_MORE: Final = Text(
    th="ลิงก์นี้ใช้ไม่ได้แล้ว อาจหมดอายุ ถูกยกเลิก หรือใช้ไปแล้ว ขอลิงก์ใหม่จากผู้ถือเอกสาร",
    en="This link counts no more: its time is over, it was taken back, or it has been used. Ask the holder for a new one.",
)
