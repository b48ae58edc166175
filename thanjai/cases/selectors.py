"""Reading drafts and cases. Row-level security shows each reader only what is theirs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from thanjai.cases.models import Case, CaseEvent, Draft, RegisterLine
from thanjai.domain import case as domain
from thanjai.domain.numbering import normalise
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

Row = TypeVar("Row", Draft, Case)


def draft(id: UUID) -> Draft:
    """Raises Refusal no_such_draft, also when it is somebody else's."""
    found = _by_id(Draft, id)
    if found is None:
        raise Refusal(
            "no_such_draft",
            Text(
                th="ไม่พบคำขอนี้ หรือเบราว์เซอร์นี้ไม่มีสิทธิเปิด ใช้ลิงก์กลับมากรอกต่อที่ท่านบันทึกไว้",
                en="We cannot find this request, or this browser may not open it. Use your saved link to come back.",
            ),
        )
    return found


def case(id: UUID) -> Case:
    """Raises Refusal no_such_case, also when the reader may not see it."""
    found = _by_id(Case, id)
    if found is None:
        raise Refusal(
            "no_such_case",
            Text(
                th="ไม่พบเรื่องนี้ หรือท่านไม่มีสิทธิดู ใช้เลขที่คำขอกับรหัสติดตามเพื่อเปิด",
                en="We cannot find this case, or you may not see it. Open it with its number and access code.",
            ),
        )
    return found


def _by_id(model: type[Row], id: UUID) -> Row | None:
    """The row every page begins with. Building this SQL anew each time would take longer than running it."""
    rows = model._default_manager.raw(f"SELECT * FROM {model._meta.db_table} WHERE id = %s", [id])
    return next(iter(rows), None)


def case_for_update(id: UUID) -> Case:
    """The case, locked until the transaction ends: for a context above that works on it."""
    return Case.objects.select_for_update(of=("self",)).get(pk=id)


def case_by_number(number: str) -> Case | None:
    """For one who acts with its secret, or as its person or officer; spelling is forgiven."""
    return Case.objects.filter(number=normalise(number)).first()


def domain_case(row: Case) -> domain.Case:
    return domain.Case.model_validate(row.state)


def events_of(case_id: UUID) -> list[CaseEvent]:
    return list(CaseEvent.objects.filter(case_id=case_id).order_by("seq"))


def cases_of_person(person_id: UUID) -> list[Case]:
    return list(Case.objects.filter(person_id=person_id).defer("state").order_by("-submitted_at")[:100])


def drafts_of_person(person_id: UUID) -> list[Draft]:
    open_ones = Draft.objects.filter(person_id=person_id, submitted_at__isnull=True)
    return list(open_ones.select_related("agency").order_by("-saved_at")[:50])


def work_list(
    agency_id: UUID,
    *,
    role: str | None = None,
    officer: UUID | None = None,
    status: str | None = None,
    service: str | None = None,
    ended: bool = False,
    after: tuple[datetime | None, UUID] | None = None,
    limit: int = 50,
) -> list[Case]:
    """An office's cases: the open ones by what is due first, the ended ones newest first.

    `after` is the (due_at, id) of the last row seen; there is no counting of rows.
    """
    found = Case.objects.filter(agency_id=agency_id, closed_at__isnull=not ended).defer("state", "sealed_code")
    if role:
        found = found.filter(roles__contains=[role])
    if officer:
        found = found.filter(officers__contains=[officer])
    if status:
        found = found.filter(status=status)
    if service:
        found = found.filter(service_id=service)
    if ended:
        return list(found.order_by("-submitted_at")[:limit])
    return list(_page(found, after)[:limit])


def _page(found: QuerySet[Case], after: tuple[datetime | None, UUID] | None) -> QuerySet[Case]:
    """Rows after a place in the order (due_at, nulls last, then id)."""
    if after is not None:
        due, id = after
        same = Q(due_at=due, id__gt=id) if due else Q(due_at__isnull=True, id__gt=id)
        later = Q(due_at__gt=due) | Q(due_at__isnull=True) if due else Q(pk__in=[])
        found = found.filter(same | later)
    return found.order_by("due_at", "id")


def find_in_agency(agency_id: UUID, text: str, limit: int = 50) -> list[Case]:
    """An officer's search: a case number, or part of an applicant's or subject's name."""
    number = normalise(text)
    exact = list(Case.objects.filter(agency_id=agency_id, number=number).defer("state"))
    if exact:
        return exact
    named = Q(applicant__icontains=text.strip()) | Q(subject__icontains=text.strip())
    return list(Case.objects.filter(named, agency_id=agency_id).defer("state").order_by("-submitted_at")[:limit])


def register_lines(agency_id: UUID, service_id: str, register: str) -> list[RegisterLine]:
    lines = RegisterLine.objects.filter(agency_id=agency_id, service_id=service_id, register=register)
    return list(lines.select_related("case").defer("case__state").order_by("entered_at"))


def registers_of(agency_id: UUID) -> list[tuple[str, str]]:
    """The registers that have lines: (service, register)."""
    kinds = RegisterLine.objects.filter(agency_id=agency_id).values_list("service_id", "register")
    return sorted(set(kinds.distinct()))


def everything(agency_id: UUID | None = None) -> Iterator[tuple[Case, list[CaseEvent]]]:
    """Every case with its events, for the audit; in batches, with flat memory."""
    found = Case.objects.order_by("id")
    if agency_id is not None:
        found = found.filter(agency_id=agency_id)
    for row in found.iterator(chunk_size=200):
        yield row, events_of(row.id)
