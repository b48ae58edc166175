"""Official letters about a case: whom to ask, and where the signed papers are kept."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from thanjai.cases.models import Case
from thanjai.cases.staff import Staff
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


def letters_of(case_id: UUID) -> dict[int, StoredFile]:
    """The signed letters about a case, by the number of the event that each tells of."""
    found = files.files_under(case_id, PURPOSE)
    return {int(file.purpose.removeprefix(PURPOSE)): file for file in found}
