"""What is done to a document after it was issued. Each change keeps its reason and who made it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from thanjai.agencies.selectors import membership
from thanjai.documents.log.entering import enter
from thanjai.documents.models import Change, Document
from thanjai.documents.selectors import may_change
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import Actor, Kind


def suspend(*, actor: Actor, document_id: UUID, reason: str) -> Document:
    """Stop the use of a document for a time (พักใช้)."""
    return _change(actor, document_id, reason, what="suspended", allowed_from=("",), ended="suspended")


def lift(*, actor: Actor, document_id: UUID, reason: str) -> Document:
    """End a suspension."""
    return _change(actor, document_id, reason, what="lifted", allowed_from=("suspended",), ended="")


def revoke(*, actor: Actor, document_id: UUID, reason: str) -> Document:
    """End a document for good (เพิกถอน)."""
    return _change(actor, document_id, reason, what="revoked", allowed_from=("", "suspended"), ended="revoked")


@transaction.atomic
def _change(
    actor: Actor, document_id: UUID, reason: str, *, what: str, allowed_from: tuple[str, ...], ended: str
) -> Document:
    document = Document.objects.select_for_update(of=("self",)).filter(pk=document_id).first()
    if document is None or actor.agency != document.agency_id:
        raise Refusal("no_such_document", Text(th="ไม่พบเอกสารนี้ในหน่วยงานของท่าน", en="Your agency has no such document."))
    _may(actor, document)
    if not reason.strip():
        raise Refusal("reason_needed", Text(th="ระบุเหตุผล", en="Give the reason."), field="reason")
    if document.ended not in allowed_from:
        raise Refusal(
            "wrong_status",
            Text(th="สถานะปัจจุบันของเอกสารทำรายการนี้ไม่ได้", en="The document's present status does not allow this."),
        )
    document.ended, document.ended_at, document.ended_reason = ended, now(), reason.strip()[:500]
    document.wake_at = document.ended_at  # The clock sees anew what it owes: a reminder, or an end to its invoice.
    document.save(update_fields=["ended", "ended_at", "ended_reason", "wake_at"])
    change = Change(
        agency_id=document.agency_id, document=document, what=what, person_id=actor.person, person_name=actor.name,
        at=document.ended_at,
    )  # fmt: skip
    change.hold(document.ended_reason)
    change.save(force_insert=True)
    enter(document, what, document.ended_at)
    return document


def _may(actor: Actor, document: Document) -> None:
    """Only those who may grant may take away."""
    member = membership(actor.person, document.agency_id) if actor.person and actor.kind is Kind.OFFICER else None
    if member is None or not may_change(member.roles):
        raise Refusal(
            "not_allowed",
            Text(
                th="เฉพาะผู้มีอำนาจอนุมัติหรือหัวหน้าหน่วยงานเท่านั้นที่ทำรายการนี้ได้",
                en="Only an approver or the head of the agency may do this.",
            ),
        )
