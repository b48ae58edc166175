"""What is done to a document after it was issued. Each change keeps its reason and who made it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from thanjai.documents import life
from thanjai.documents.log.entering import enter
from thanjai.documents.models import Change, Document
from thanjai.domain.document_life import Command
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import Actor


def suspend(*, actor: Actor, document_id: UUID, reason: str) -> Document:
    """Stop the use of a document for a time (พักใช้)."""
    return _change(actor, document_id, reason, Command.SUSPEND, "suspended")


def lift(*, actor: Actor, document_id: UUID, reason: str) -> Document:
    """End a suspension."""
    return _change(actor, document_id, reason, Command.LIFT, "lifted")


def revoke(*, actor: Actor, document_id: UUID, reason: str) -> Document:
    """End a document for good (เพิกถอน)."""
    return _change(actor, document_id, reason, Command.REVOKE, "revoked")


@transaction.atomic
def _change(actor: Actor, document_id: UUID, reason: str, command: Command, what: str) -> Document:
    document = life.of_agency(actor, document_id)
    person = life.approver(actor, document)
    document.ended_reason = life.reasoned(reason)
    document.ended = life.stands_after(document, command).value
    document.ended_at = now()
    document.wake_at = document.ended_at  # The clock sees anew what it owes: a reminder, or an end to its invoice.
    document.save(update_fields=["ended", "ended_at", "ended_reason", "wake_at"])
    change = Change(
        agency_id=document.agency_id, document=document, what=what, person_id=person, person_name=actor.name,
        at=document.ended_at,
    )  # fmt: skip
    change.hold(document.ended_reason)
    change.save(force_insert=True)
    enter(document, what, document.ended_at)
    return document
