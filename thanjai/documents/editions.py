"""A document's paper in Thai or English alone: the same content, number and check code. That in both is the original.

Each is made once, of the paper that counts. When that is replaced, or the document has a new version, it is as old as
the paper it was made of, and is asked for anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from thanjai.agencies.selectors import agency_by_id
from thanjai.documents import life
from thanjai.documents.asked import Edition
from thanjai.documents.log.entering import enter
from thanjai.documents.log.lines import EDITION
from thanjai.documents.models import Document, Replacement
from thanjai.documents.printed import content_of
from thanjai.documents.selectors import shown_paper
from thanjai.domain.document_life import Command
from thanjai.kernel import files, papers
from thanjai.kernel.clock import now
from thanjai.kernel.pdf.content import Language

FILE: Final = "edition"
SAID: Final[Mapping[Language, str]] = {
    "th": "Thai edition; the paper in Thai and English is the original",
    "en": "English edition; the paper in Thai and English is the original",
}
"""What the signature says of it, by its language."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A language in which the paper that counts can be had: it is there, or being made, or can be asked for."""

    language: Language
    is_awaited: bool = False
    file_id: UUID | None = None


def choices_of(document: Document) -> list[Choice]:
    """In which languages there is a paper of the document, or one is being made or can be asked for."""
    of = _replacement(shown_paper(document))
    files_of = dict(Edition.objects.filter(document=document, replacement=of).values_list("language", "file_id"))
    there = [Choice(one, one in files_of and not files_of[one], files_of.get(one)) for one in SAID]
    return [one for one in there if one.file_id or may_be_had(document)]


def version_of(choices: Iterable[Choice]) -> str:
    """Another text when one of them was made, or will not be."""
    return " ".join(f"{one.language}:{one.file_id or one.is_awaited}" for one in choices)


def may_be_had(document: Document) -> bool:
    """As a paper can be made in place of one lost: while the document goes on."""
    return life.goes_on(document, Command.REPLACE)


def note_edition(document: Document, language: Language) -> tuple[Edition, bool]:
    """What is asked for, written down, and whether it is new. The caller has locked the document."""
    return Edition.objects.get_or_create(
        document=document, replacement=_replacement(shown_paper(document)), language=language,
        defaults={"agency_id": document.agency_id, "asked_at": now()},
    )  # fmt: skip


@transaction.atomic
def make_edition(*, edition_id: UUID) -> None:
    """Make what was asked for; once, however often this runs. Of a paper that counts no more there is none."""
    seen = Edition.objects.filter(pk=edition_id).first()
    if seen is None:
        return
    document = Document.objects.select_for_update(of=("self",)).get(pk=seen.document_id)
    wanted = Edition.objects.select_for_update(of=("self",)).filter(pk=edition_id, made_at__isnull=True).first()
    if wanted is None:
        return
    paper = shown_paper(document)
    if wanted.replacement != _replacement(paper) or not may_be_had(document):
        wanted.delete()
        return
    language: Language = "en" if wanted.language == "en" else "th"
    moment = now()
    file = files.store_file(
        content=_printed(paper, language, moment), name=f"{paper.check_code}-{language}.pdf",
        content_type="application/pdf", agency=document.agency_id, owner=document.id, purpose=FILE,
        person=document.person_id, bearer=document.bearer,
    )  # fmt: skip
    wanted.made_at, wanted.file_id, wanted.sha256 = moment, file.id, file.sha256
    wanted.save(update_fields=["made_at", "file_id", "sha256"])
    enter(document, EDITION, moment, file.sha256)


def _printed(paper: Document | Replacement, language: Language, at: datetime) -> bytes:
    content = content_of(paper).model_copy(update={"language": language})
    reason = f"{content.title.en}. {SAID[language]}"
    return papers.signed(content, at=at, reason=reason, location=agency_by_id(paper.agency_id).name_en)


def _replacement(paper: Document | Replacement) -> Replacement | None:
    return paper if isinstance(paper, Replacement) else None
