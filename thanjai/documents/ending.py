"""A document that counts no more because another has taken its place: its new version, or another holder's."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from thanjai.documents.log.entering import enter
from thanjai.documents.log.lines import SUPERSEDED
from thanjai.documents.models import Change, Document, ListedWord


def supersede(old: Document, reason: str, person: UUID, name: str, at: datetime) -> None:
    """It leaves the public register. The caller has locked it, with its case."""
    old.ended, old.ended_at, old.ended_reason = SUPERSEDED, at, reason
    old.wake_at, old.listed = at, False  # The clock closes what is still to be paid for it.
    old.save(update_fields=["ended", "ended_at", "ended_reason", "wake_at", "listed", "succeeded_by"])
    ListedWord.objects.filter(document_id=old.id).delete()
    change = Change(agency_id=old.agency_id, document=old, what=SUPERSEDED, person_id=person, person_name=name, at=at)
    change.hold(reason)
    change.save(force_insert=True)
    enter(old, SUPERSEDED, at)
