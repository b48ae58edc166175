"""The public register: papers that their service lists, found by number, name and place (E-Act section 13(2)).

It says what the paper's own public part says, and how the paper stands now; never who applied, nor a check code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from thanjai.documents.facts import facts_of
from thanjai.documents.models import Document, ListedWord
from thanjai.domain.document import status_at
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.paging import newest_first, oldest_first
from thanjai.kernel.searching import wanted_words, words_of
from thanjai.kernel.tenancy import PLATFORM, acting_as

PAGE: Final = 20
_AT_ONCE: Final = 500
Place = tuple[str, UUID]
"""Where a line stands in what was found: the word by which, and its id."""


@dataclass(frozen=True)
class Listed:
    """One line of the register. `word` is that by which it was found."""

    id: UUID
    number: str
    title: Text
    agency: Text
    agency_slug: str
    holder: str
    lines: tuple[dict[str, Any], ...]
    issued_at: datetime
    valid_until: date | None
    status: str
    kind: str
    word: str = ""


class _Row(NamedTuple):
    """What a line is made of, by the names of the columns: a page reads these and no more."""

    id: UUID
    number: str
    title: dict[str, str]
    agency__name_th: str
    agency__name_en: str
    agency__slug: str
    holder: str
    public: list[dict[str, Any]]
    issued_at: datetime
    valid_from: date
    valid_until: date | None
    ended: str
    ended_at: datetime | None
    kind: str


def enter(document: Document) -> None:
    """Let a paper that its service lists be found. The caller stores it in the same transaction."""
    said = [part for line in document.public for part in line["value"].values()]
    rows = [
        ListedWord(word=word, document_id=document.id, agency_id=document.agency_id)
        for word in words_of([document.number, document.holder, *said])
    ]
    ListedWord.objects.bulk_create(rows, ignore_conflicts=True)


def search(query: str, *, agency: UUID | None = None, after: Place | None = None, most: int = PAGE) -> list[Listed]:
    """What begins with all the words typed, in the order of the first; nothing for words that are too short."""
    wanted = wanted_words(query)
    if not wanted:
        return []
    last_word, last_id = after or ("", None)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, document_id FROM documents_listed(%s, %s, %s, %s, %s)",
            [wanted, agency, last_word, last_id, most],
        )
        found = cursor.fetchall()
    known = {one.id: one for one in _read(id for _, id in found)}
    return [replace(known[id], word=word) for word, id in found if id in known]


def newest(agency: UUID, *, after: tuple[datetime, UUID] | None = None, most: int = PAGE) -> list[Listed]:
    """An agency's lines, newest first; those after a place in that order."""
    with acting_as(PLATFORM):
        found = Document.objects.filter(agency_id=agency, listed=True)
        return _lines(newest_first(found, "issued_at", after)[:most])


def whole(
    *, agency: UUID | None = None, kind: str = "", after: tuple[datetime, UUID] | None = None, most: int
) -> list[Listed]:
    """The lines of an agency, or else of a kind, in the order of issue; those after a place in that order."""
    with acting_as(PLATFORM):
        found = Document.objects.filter(listed=True)
        found = found.filter(agency_id=agency) if agency else found.filter(kind=kind)
        return _lines(oldest_first(found, "issued_at", after)[:most])


def everything(agency: UUID) -> Iterator[Listed]:
    """All of an agency's lines, for open data, a few hundred at a time."""
    after: tuple[datetime, UUID] | None = None
    while lines := newest(agency, after=after, most=_AT_ONCE):
        yield from lines
        after = lines[-1].issued_at, lines[-1].id


def _read(ids: Iterable[UUID]) -> list[Listed]:
    with acting_as(PLATFORM):
        return _lines(Document.objects.filter(pk__in=list(ids), listed=True))


def _lines(found: QuerySet[Document]) -> list[Listed]:
    return [_line(_Row(*row)) for row in found.values_list(*_Row._fields)]


def _line(row: _Row) -> Listed:
    return Listed(
        row.id, row.number, Text(**row.title), Text(th=row.agency__name_th, en=row.agency__name_en), row.agency__slug,
        row.holder, tuple(row.public), row.issued_at, row.valid_until, status_at(facts_of(row), now()).value, row.kind,
    )  # fmt: skip
