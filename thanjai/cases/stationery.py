"""Official letters about a case: whom to ask, and where the signed papers are kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from thanjai.cases.models import Case
from thanjai.cases.staff import Staff
from thanjai.cases.timeline import TimelineEntry
from thanjai.domain.text import Text
from thanjai.kernel import files, papers
from thanjai.kernel.models import StoredFile
from thanjai.kernel.pdf.content import LetterContent, Line

PURPOSE = "letter/"
"""Begins the purpose of every letter's file; the number of the event that it tells of follows."""
ASK = Text(th="สอบถามได้ที่", en="Ask")


def enquiries(row: Case) -> Line | None:
    """Whom to ask about a case, with their direct contact; None where nobody serves."""
    name, contact = Staff.of(row.agency_id).answerable(row.officers, row.roles)
    return Line(label=ASK, value=f"{name} {contact}".strip()) if name else None


def number_of(row: Case, seq: int) -> str:
    """The number of the letter about an event: the case's, then the event's."""
    return f"{row.number}/L{seq}"


def kept(row: Case, seq: int) -> StoredFile | None:
    """The letter about an event, when it has been written."""
    return next(iter(files.files_of(row.id, f"{PURPOSE}{seq}")), None)


def sign_and_keep(row: Case, seq: int, content: LetterContent, at: datetime) -> StoredFile:
    """Sign a letter about an event and keep it with the case. The caller has locked the case and seen none kept."""
    pdf = papers.signed(content, at=at, reason=content.title.en, location=content.letterhead.agency.en)
    return files.store_file(
        content=pdf, name=f"{row.number}-L{seq}.pdf", content_type="application/pdf", agency=row.agency_id,
        owner=row.id, purpose=f"{PURPOSE}{seq}", person=row.person_id, bearer=row.bearer,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Letter:
    """A signed letter. `about` is the kind of event that it tells of."""

    title: Text
    about: str
    at: datetime
    file: StoredFile


def letters_of(row: Case, entries: Iterable[TimelineEntry]) -> list[Letter]:
    """The signed letters about a case, newest first, called by what happened. `entries` are the case's history."""
    told = {f"{PURPOSE}{entry.seq}": entry for entry in entries}
    written = [
        (told[file.purpose], file) for file in files.files_under(row.agency_id, row.id, PURPOSE) if file.purpose in told
    ]
    found = [Letter(entry.title, entry.kind, entry.at, file) for entry, file in written]
    return sorted(found, key=lambda letter: letter.at, reverse=True)
