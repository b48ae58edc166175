"""Reading lists, how far their work is, and the documents that came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db.models import Case, Count, IntegerField, QuerySet, Value, When

from thanjai.batches.models import DONE, DRAFT, REFUSED, WAITING, Batch, Line
from thanjai.cases.listed import statuses
from thanjai.documents import selectors as documents
from thanjai.domain.case.state import Status
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.paging import Place, newest_first

A_RUN: Final = 200
"""Papers in one file for the printer."""
NO_BATCH: Final = Text(
    th="ไม่พบบัญชีนี้ในหน่วยงานของท่าน กลับไปที่รายการบัญชี",
    en="Your agency has no such list. Go back to the lists.",
)


@dataclass(frozen=True)
class Progress:
    """How many lines stand how; `waiting_payment` and `issued` are of those done."""

    waiting: int
    done: int
    refused: int
    waiting_payment: int = 0
    issued: int = 0
    lines: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", self.waiting + self.done + self.refused)

    @property
    def version(self) -> str:
        """Another text when the page would look otherwise."""
        return f"{self.waiting}-{self.done}-{self.refused}-{self.waiting_payment}-{self.issued}"


@dataclass(frozen=True)
class Paper:
    """A document of a case on a list, in the list's order."""

    number: str
    file_id: UUID


def batch(agency_id: UUID, id: UUID) -> Batch:
    """Raises Refusal no_such_page, also for another agency's, and for one that was thrown away."""
    found = Batch.objects.filter(agency_id=agency_id, pk=id).first()
    if found is None:
        raise Refusal("no_such_page", NO_BATCH)
    return found


def batches(agency_id: UUID, *, after: Place | None = None, limit: int = 50) -> list[Batch]:
    """The lists that were confirmed, newest first."""
    found = Batch.objects.filter(agency_id=agency_id).exclude(state=DRAFT)
    return list(newest_first(found, "made_at", after)[:limit])


def progress(batch: Batch) -> Progress:
    """The same few questions to the database, however long the list is."""
    counted = dict(Line.objects.filter(batch=batch).order_by("outcome").values_list("outcome").annotate(Count("pk")))
    cases = _done(batch).values("case_id")
    stand: Mapping[str, int] = statuses(cases) if counted.get(DONE) else {}
    issued = documents.documents_of_cases(cases).aggregate(cases=Count("case_id", distinct=True))
    return Progress(
        waiting=counted.get(WAITING, 0), done=counted.get(DONE, 0), refused=counted.get(REFUSED, 0),
        waiting_payment=stand.get(Status.WAITING_PAYMENT, 0), issued=issued["cases"],
    )  # fmt: skip


def lines(batch: Batch, *, after: tuple[int, int] = (0, 0), limit: int = 100) -> list[Any]:
    """The lines of a page: refused ones first, then by their place; `after` is rank and line of the last one seen."""
    rank, line = after
    found = _ranked(batch)
    rest = found.filter(rank=rank, line__gt=line) | found.filter(rank__gt=rank)
    return list(rest.order_by("rank", "line")[:limit])


def all_lines(batch: Batch) -> Iterator[Any]:
    """Every line in the order of the list."""
    return Line.objects.filter(batch=batch).order_by("line").iterator(chunk_size=1000)


def first_waiting(batch: Batch) -> UUID | None:
    """The first case of the list that can be worked on: the form is asked as for this one."""
    waiting = Line.objects.filter(batch=batch, outcome=WAITING).order_by("line")
    return waiting.values_list("case_id", flat=True).first()


def how_many_papers(batch: Batch) -> int:
    return documents.documents_of_cases(_done(batch).values("case_id")).count()


def papers(batch: Batch) -> list[Paper]:
    """The documents of the cases that this list has decided, in its order."""
    places = dict(_done(batch).values_list("case_id", "line"))
    found = list(documents.documents_of_cases(_done(batch).values("case_id")))
    found.sort(key=lambda one: (places[one.case_id], one.issued_at))
    return [Paper(one.number, one.file_id) for one in found]


def _done(batch: Batch) -> QuerySet[Line]:
    return Line.objects.filter(batch=batch, outcome=DONE)


def _ranked(batch: Batch) -> QuerySet[Any]:
    order = Case(When(outcome=REFUSED, then=Value(1)), default=Value(2), output_field=IntegerField())
    return Line.objects.filter(batch=batch).annotate(rank=order)
