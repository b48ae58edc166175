"""Reading lists, and how far they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Count, QuerySet

from thanjai.domain.intake.judged import Verdict
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.intake.kinds import kind_of
from thanjai.intake.models import DONE, KEPT, LEFT, REFUSED, STOPPED, UNDONE, WAITING, Intake, Line
from thanjai.kernel.paging import Place, newest_first

NO_INTAKE: Final = Text(
    th="ไม่พบรายการนำเข้านี้ กลับไปที่หน้านำเข้าจากไฟล์", en="There is no such list. Go back to what was brought in."
)
NOT_SEEN: Final = Text(
    th="เฉพาะผู้ที่นำรายการนี้เข้ามาและหัวหน้าหน่วยงานดูบรรทัดได้", en="Only whoever brought this list and the head see its lines."
)
VIEWS: Final = ("", "wrong", "new", "changed", "same", "refused", "kept")
"""Which lines are looked at: all, by what they would do, or by what became of them."""


@dataclass(frozen=True)
class Progress:
    """How many lines would do what, and how many stand how."""

    verdicts: Mapping[str, int]
    states: Mapping[str, int]

    @property
    def to_do(self) -> int:
        return self.verdicts.get(Verdict.NEW, 0) + self.verdicts.get(Verdict.CHANGED, 0)

    @property
    def over(self) -> int:
        return self.to_do - self.states.get(WAITING, 0)

    @property
    def undone(self) -> int:
        return self.states.get(UNDONE, 0) + self.states.get(KEPT, 0)

    def of(self, view: str) -> int:
        """How many lines one sees by it."""
        return sum(self.verdicts.values()) if not view else self.verdicts.get(view, 0) or self.states.get(view, 0)

    @property
    def version(self) -> str:
        """Another text when the page would look otherwise."""
        return "-".join(str(self.states.get(one, 0)) for one in (WAITING, LEFT, DONE, REFUSED, UNDONE, KEPT))


def intake(agency_id: UUID, id: UUID) -> Intake:
    """Raises Refusal no_such_page, also for another agency's, and for one that was thrown away."""
    found = Intake.objects.filter(agency_id=agency_id, pk=id).first()
    if found is None:
        raise Refusal("no_such_page", NO_INTAKE)
    return found


def intakes(agency_id: UUID, *, after: Place | None = None, limit: int = 50) -> list[Intake]:
    return list(newest_first(Intake.objects.filter(agency_id=agency_id), "made_at", after)[:limit])


def progress(row: Intake) -> Progress:
    """Two questions to the database, however long the list is."""
    found = Line.objects.filter(intake=row).order_by()
    return Progress(
        dict(found.values_list("verdict").annotate(Count("pk"))), dict(found.values_list("state").annotate(Count("pk")))
    )


def lines(row: Intake, view: str = "", *, after: int = 0, limit: int = 100) -> list[Line]:
    """The lines of a page, in the order of the file; those after a line."""
    return list(_seen(row, view).filter(line__gt=after).order_by("line")[:limit])


def all_lines(row: Intake, view: str = "") -> Iterator[Line]:
    return _seen(row, view).order_by("line").iterator(chunk_size=1000)


def _seen(row: Intake, view: str) -> QuerySet[Line]:
    found = Line.objects.filter(intake=row)
    if view in (REFUSED, KEPT):
        return found.filter(state=view)
    return found.filter(verdict=view) if view else found


def sees_lines(row: Intake, *, person: UUID, is_head: bool) -> bool:
    """Whether an officer of the agency sees the lines: what somebody asks for others is between them and the head."""
    return is_head or row.brought_by == person or not kind_of(row.kind).by_two


def may_undo(row: Intake) -> bool:
    return row.state in (DONE, STOPPED)


def cannot_be_undone(row: Intake) -> list[tuple[Line, Text]]:
    """The lines on which something has built by now, and what; as the platform."""
    done = list(Line.objects.filter(intake=row, state=DONE).defer("given", "faults").order_by("line"))
    reasons = kind_of(row.kind).built_on(row, done)
    return [(line, reasons[line.id]) for line in done if line.id in reasons]
