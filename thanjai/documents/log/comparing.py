"""Documents against what the log says of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection

from thanjai.documents.asked import Edition
from thanjai.documents.log.lines import EDITION, EVIDENCE, ISSUED, RENEWED, REPLACED, STAMPED, STAMPED_FILE, Line
from thanjai.documents.models import Change, Document, LogEntry, Renewal, Replacement
from thanjai.kernel.models import StoredFile
from thanjai.kernel.proof import Flaw

AT_ONCE: Final = 1_000
_NO_DOCUMENT: Final = """
SELECT DISTINCT agency_id, document_id FROM documents_logentry entry
WHERE NOT EXISTS (SELECT 1 FROM documents_document WHERE id = entry.document_id)
"""

_NOT_THOSE: Final = {
    EVIDENCE: "the evidence of its renewals is not that of the log",
    REPLACED: "its replacements are not those of the log",
    EDITION: "its papers in one language are not those of the log",
    STAMPED: "its papers with later time stamps are not those of the log",
}


@dataclass
class _Told:
    """What is known of a document: what the log says, and what its own tables say."""

    document: Document
    lines: list[LogEntry] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    papers: dict[str, list[str]] = field(default_factory=lambda: {event: [] for event in _NOT_THOSE})
    """The hashes of the papers about it: the evidence of its renewals, its replacements and so on."""


def compared() -> Iterator[Flaw | None]:
    """Every flaw; and None after each document that was looked at."""
    batch: dict[UUID, _Told] = {}
    for document in Document.objects.order_by("pk").iterator(chunk_size=AT_ONCE):
        batch[document.id] = _Told(document)
        if len(batch) == AT_ONCE:
            yield from _batch(batch)
            batch = {}
    yield from _batch(batch)
    with connection.cursor() as cursor:
        cursor.execute(_NO_DOCUMENT)
        for agency, document_id in cursor.fetchall():
            yield Flaw(agency, f"document {document_id}", "the log speaks of it, but it is gone")


def _batch(batch: dict[UUID, _Told]) -> Iterator[Flaw | None]:
    for line in LogEntry.objects.filter(document_id__in=batch).order_by("ordinal"):
        batch[line.document_id].lines.append(line)
    for change in Change.objects.filter(document_id__in=batch).order_by("id"):
        batch[change.document_id].changes.append(change)
    for renewal in Renewal.objects.filter(document_id__in=batch, file_id__isnull=False).order_by("ordinal"):
        batch[renewal.document_id].papers[EVIDENCE].append(renewal.sha256)
    for made in Replacement.objects.filter(document_id__in=batch, made_at__isnull=False):
        batch[made.document_id].papers[REPLACED].append(made.sha256)
    for printed in Edition.objects.filter(document_id__in=batch, made_at__isnull=False):
        batch[printed.document_id].papers[EDITION].append(printed.sha256)
    _add_stamped(batch)
    for told in batch.values():
        yield from _one(told)
        yield None


def _add_stamped(batch: dict[UUID, _Told]) -> None:
    """Of a document that was erased there are no files any more: what the log says of them is not compared."""
    agencies = {told.document.agency_id for told in batch.values()}
    kept = StoredFile.objects.filter(agency_id__in=agencies, owner_id__in=batch, purpose=STAMPED_FILE)
    for owner, sha256 in kept.values_list("owner_id", "sha256"):
        batch[owner].papers[STAMPED].append(sha256)
    there = set(
        StoredFile.objects.filter(pk__in=[one.document.file_id for one in batch.values()]).values_list("pk", flat=True)
    )
    for told in batch.values():
        if told.document.file_id not in there:
            told.papers[STAMPED] = [_digest(line) for line in told.lines if line.event == STAMPED]


def _digest(line: LogEntry) -> str:
    return str(json.loads(line.body)["sha256"])


def _one(told: _Told) -> Iterator[Flaw]:
    document = told.document
    where = f"document {document.id}"
    if [line.ordinal for line in told.lines] != list(range(1, len(told.lines) + 1)):
        yield Flaw(document.agency_id, where, "lines of it are missing from the log")
    happened = [(ISSUED, document.issued_at), *((one.what, one.at) for one in told.changes)]
    said = [line for line in told.lines if line.event not in told.papers]
    if [line.event for line in said] != [event for event, _ in happened]:
        words = f"the log says {', '.join(line.event for line in said) or 'nothing'}"
        yield Flaw(document.agency_id, where, f"{words}; what was done is {', '.join(one for one, _ in happened)}")
    else:
        for line, (_, at) in zip(said, happened, strict=True):
            yield from _line(document, line, at, document.sha256)
        yield from _standing(document, said)
    for event, known in told.papers.items():
        lines = {line: _digest(line) for line in told.lines if line.event == event}
        if sorted(lines.values()) != sorted(known):
            yield Flaw(document.agency_id, where, _NOT_THOSE[event])
        for line, sha256 in lines.items():
            yield from _line(document, line, line.at, sha256)


def _line(document: Document, line: LogEntry, at: datetime, sha256: str) -> Iterator[Flaw]:
    """A line against what it would be if it were written now."""
    expected = Line(
        document_id=document.id, ordinal=line.ordinal, event=line.event, agency_id=document.agency_id, at=at,
        kind=document.kind, number=document.number, check_code=document.check_code, sha256=sha256,
        salt=bytes(document.salt),
    )  # fmt: skip
    if expected.body == line.body:
        return
    is_, said = json.loads(expected.body), json.loads(line.body)
    names = ", ".join(sorted(name for name in is_ if is_[name] != said.get(name))) or "something"
    yield Flaw(document.agency_id, f"document {document.id}, event {line.ordinal}", f"differs from the log in: {names}")


def _standing(document: Document, said: list[LogEntry]) -> Iterator[Flaw]:
    last = [line.event for line in said if line.event != RENEWED][-1]
    if document.ended != ("" if last in (ISSUED, "lifted") else last):
        stands = document.ended or "in force"
        yield Flaw(document.agency_id, f"document {document.id}", f"stands as {stands}, the log last said {last}")
