"""Entering what happens to documents, in the transaction in which it happens.

The line gets its place, and the tree its nodes, when that transaction commits: the database does it, in the order of
commits and without gaps. A document of which the log does not say how it stands cannot be committed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db.models import Max

from thanjai.documents.log.lines import Line
from thanjai.documents.models import Document, LogEntry


class Entered(Protocol):
    """As much of a document as a line is made of."""

    id: UUID
    agency_id: UUID
    kind: str
    number: str
    check_code: str
    sha256: str
    salt: bytes | memoryview


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of a document. `sha256` where it is about another PDF than the document's own."""

    document: Entered
    event: str
    at: datetime
    sha256: str = ""


def enter(document: Entered, event: str, at: datetime, sha256: str = "") -> None:
    """Enter one event of a stored document. Others who enter one of the same document wait for this transaction."""
    enter_all([Happened(document, event, at, sha256)])


def enter_all(happened: Sequence[Happened]) -> None:
    """Enter many events, in this order, with as many statements as for one."""
    ids = {one.document.id for one in happened}
    # The lock makes the count of a document's events hold until commit; in one order, so that two do not wait in a ring.
    list(Document.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk").values_list("pk"))
    counts = LogEntry.objects.filter(document_id__in=ids).values("document_id").annotate(last=Max("ordinal"))
    last = {row["document_id"]: row["last"] for row in counts}
    entries = []
    for one in happened:
        document = one.document
        last[document.id] = last.get(document.id, 0) + 1
        line = Line(
            document_id=document.id, ordinal=last[document.id], event=one.event, agency_id=document.agency_id,
            at=one.at, kind=document.kind, number=document.number, check_code=document.check_code,
            sha256=one.sha256 or document.sha256, salt=bytes(document.salt),
        )  # fmt: skip
        entries.append(
            LogEntry(
                leaf=line.leaf, document_id=line.document_id, ordinal=line.ordinal, event=line.event,
                agency_id=line.agency_id, at=line.second, body=line.body,
            )
        )  # fmt: skip
    LogEntry.objects.bulk_create(entries, batch_size=1_000)
