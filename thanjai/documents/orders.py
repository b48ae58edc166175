"""Orders about documents, written down: what is to be made, by whose decision and why."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Max

from thanjai.documents.models import Amendment, Document, Replacement
from thanjai.documents.printed import check_code
from thanjai.kernel.clock import now


def note_amendment(person: UUID, name: str, document: Document, kind: str, words: dict[str, Any]) -> Amendment:
    """Write the order down. The caller has locked the document and judged that it may be given."""
    made = Amendment(
        agency_id=document.agency_id, document=document, kind=kind, person_id=person, person_name=name,
        ordered_at=now(),
    )  # fmt: skip
    made.hold(words)
    made.save(force_insert=True)
    return made


def note_replacement(
    person: UUID, name: str, document: Document, because: str, reason: str, satang: int
) -> Replacement:
    """Write the order down. The caller has locked the document and judged that it may be given."""
    last = Replacement.objects.filter(document=document).aggregate(last=Max("ordinal"))["last"] or 0
    wanted = Replacement(
        agency_id=document.agency_id, document=document, ordinal=last + 1, because=because, check_code=check_code(),
        person_id=person, person_name=name, asked_at=now(), satang=satang,
    )  # fmt: skip
    wanted.hold({"reason": reason})
    wanted.save(force_insert=True)
    return wanted
