"""Many cases by their numbers: which of them an officer could work on at one step now, and why not the others.

It looks at columns only, so that a list of thousands is judged in a moment. The command judges each case again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, QuerySet

from thanjai.cases.apart import hindered
from thanjai.cases.models import Case
from thanjai.catalogue.selectors import definition_of
from thanjai.domain.case.state import Status, StepStatus
from thanjai.domain.text import Text

AT_ONCE: Final = 1_000
UNKNOWN: Final = Text(
    th="ไม่พบเลขที่คำขอนี้ในหน่วยงานของท่าน ตรวจเลขอีกครั้ง",
    en="Your agency has no case with this number. Check the number.",
)
_ENDED: Final = Text(th="เรื่องนี้สิ้นสุดแล้ว", en="This case has ended.")
_DONE: Final = Text(th="ขั้นตอนนี้ทำหรือสั่งไปแล้ว", en="This step is done, or decided, already.")
_MENDING: Final = Text(
    th="แจ้งข้อบกพร่องไว้และผู้ยื่นยังไม่ได้แก้ไข ต้องรอให้แก้ไขหรือให้ครบกำหนดก่อน",
    en="A defect notice is open: wait until the applicant has mended the request, or until their time is over.",
)
_SEEN: Final = ("id", "agency_id", "version_id", "service_id", "number", "status", "steps", "closed_at", "mandate_id")


@dataclass(frozen=True, slots=True)
class Standing:
    """A number that was looked for. `why` says why its case cannot be worked on; None when it can."""

    case_id: UUID | None
    why: Text | None


def standings(agency_id: UUID, numbers: Sequence[str], *, service: str, step: str, person: UUID) -> dict[str, Standing]:
    """How each of the numbers stands. A case of another agency is as unknown as one that is not there."""
    found: dict[str, Standing] = {}
    rest = iter(numbers)
    while some := list(islice(rest, AT_ONCE)):
        rows = {row.number: row for row in _rows(agency_id, some, step)}
        whys = {number: _why(row, service, step) for number, row in rows.items()}
        free = [row for number, row in rows.items() if whys[number] is None]
        apart = hindered(free, person, step) if free else {}
        for number in some:
            row = rows.get(number)
            rule = apart.get(row.id) if row else None
            why = UNKNOWN if row is None else rule.words if rule else whys[number]
            found[number] = Standing(row.id if row else None, why)
    return found


def statuses(cases: QuerySet[Any]) -> Mapping[str, int]:
    """How many of some cases, given as a question for their ids, stand at each status."""
    found = Case.objects.filter(pk__in=cases).order_by("status").values_list("status").annotate(Count("pk"))
    return dict(found)


def _rows(agency_id: UUID, numbers: Collection[str], step: str) -> QuerySet[Case]:
    found = Case.objects.filter(agency_id=agency_id, number__in=numbers).only(*_SEEN)
    return found.annotate(step_status=F(f"plain__steps__{step}__status"))


def _why(row: Any, service: str, step: str) -> Text | None:
    if row.service_id != service:
        title = definition_of(row.version_id).title
        return Text(th=f"เป็นเรื่องของบริการอื่น: {title.th}", en=f"It is about another service: {title.en}.")
    if row.step_status in (StepStatus.DONE, StepStatus.SKIPPED):
        return _DONE
    if row.closed_at is not None:
        return _ENDED
    if row.status == Status.NEEDS_CORRECTION:
        return _MENDING
    if step not in row.steps:
        return _stands_at(row)
    return None


def _stands_at(row: Case) -> Text:
    titles = [definition_of(row.version_id).step(id).title for id in row.steps]
    th, en = (", ".join(getattr(title, name) for title in titles) for name in ("th", "en"))
    return Text(th=f"ยังไม่ถึงขั้นตอนนี้ อยู่ที่: {th}", en=f"It has not come to this step. It stands at: {en}.")


def agencies_with_cases(ids: Collection[UUID]) -> set[UUID]:
    """Those of these agencies that have, or had, a case; as the platform. Each is looked up in the index, and no
    further than its first case."""
    with connection.cursor() as cursor:
        cursor.execute(_WITH_CASES, [list(ids)])
        return {row[0] for row in cursor.fetchall()}


def requests_begun(offers: Collection[tuple[UUID, str]]) -> set[tuple[UUID, str]]:
    """For which of these services of agencies a request was begun, sent or not; as the platform. Of each the search
    ends at the first."""
    agencies, services = [agency for agency, _ in offers], [service for _, service in offers]
    with connection.cursor() as cursor:
        cursor.execute(_BEGUN, [agencies, services])
        return {(agency, service) for agency, service in cursor.fetchall()}


_WITH_CASES: Final = """
SELECT asked.agency FROM unnest(%s::uuid[]) AS asked (agency)
WHERE EXISTS (SELECT FROM cases_case WHERE cases_case.agency_id = asked.agency)
"""
_BEGUN: Final = """
SELECT asked.agency, asked.service FROM unnest(%s::uuid[], %s::text[]) AS asked (agency, service)
WHERE EXISTS (SELECT FROM cases_case WHERE agency_id = asked.agency AND service_id = asked.service)
OR EXISTS (
    SELECT FROM cases_draft JOIN catalogue_version ON catalogue_version.id = cases_draft.version_id
    WHERE cases_draft.agency_id = asked.agency AND catalogue_version.service_id = asked.service
)
"""
