"""What the public log says of a document's paper to which an archive time stamp was added."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from thanjai.documents.log.entering import enter
from thanjai.documents.log.lines import STAMPED
from thanjai.documents.models import Document


def held(owner: UUID) -> Document | None:
    """The document that a file belongs to, locked until the transaction ends; None for the papers of other things."""
    return Document.objects.select_for_update(of=("self",)).filter(pk=owner).first()


def enter_stamped(document: Document, at: datetime, sha256: str) -> None:
    """`sha256` is that of the whole file, with the new stamp."""
    enter(document, STAMPED, at, sha256)
