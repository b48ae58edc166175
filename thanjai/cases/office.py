"""What an agency's officers read: their lists, how much lies with each service, the registers."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from django.db.models import BooleanField, Count, Q, QuerySet
from django.db.models.expressions import RawSQL

from thanjai.agencies.selectors import officers_of
from thanjai.cases.models import Case, RegisterLine
from thanjai.catalogue.selectors import definition_of
from thanjai.domain.case.commands import Assign
from thanjai.domain.case.state import Status
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.papers import RegisterEntry
from thanjai.domain.duties import OWES_NOTICE
from thanjai.domain.numbering import normalise
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.paging import Place, newest_first, soonest_first

APPLICANTS_TURN = (Status.NEEDS_CORRECTION, Status.WAITING_PAYMENT)
MOST_SEARCHED = 50_000
"""A name is looked for among an agency's newest cases; a number among all."""
MOST_COUNTED = 20_000
"""Figures of an agency with more open cases than this are of the most urgent ones, and the page says so."""


def work_list(
    agency_id: UUID,
    *,
    roles: Sequence[str] = (),
    officer: UUID | None = None,
    statuses: Sequence[str] = (),
    service: str | None = None,
    late_at: datetime | None = None,
    ended: bool = False,
    after: Place | None = None,
    limit: int = 50,
) -> list[Case]:
    """An office's cases: the open ones by what is due first, the ended ones newest first.

    `after` is the place of the last row seen; there is no counting of rows. `late_at` leaves those of whose
    delay the applicant is told, because a time limit of consideration has passed at that moment.
    """
    found = _light().filter(agency_id=agency_id, closed_at__isnull=not ended)
    if roles:
        found = found.filter(roles__overlap=list(roles))
    if officer:
        found = found.filter(officers__contains=[officer])
    if statuses:
        found = found.filter(status__in=list(statuses))
    if service:
        found = found.filter(service_id=service)
    if late_at is not None:
        found = found.filter(_explained("due_at", late_at), due_at__lt=late_at)
    ordered = newest_first(found, "submitted_at", after) if ended else soonest_first(found, "due_at", after)
    return list(ordered[:limit])


_OWING: Final = " || ".join(f'@.purpose == "{purpose}"' for purpose in sorted(OWES_NOTICE))
_NO_REASON: Final = """NOT jsonb_path_exists(cases_case.state, '$.delays.*.reason ? (@ != null)')"""


def asked_for_reasons(cases: Iterable[UUID], at: datetime) -> set[UUID]:
    """Those of the cases whose officer should say why they are, or will be, late: warned of, and no reason waits."""
    found = Case.objects.filter(_explained("warn_at", at), RawSQL(_NO_REASON, [], output_field=BooleanField()))
    return set(found.filter(pk__in=list(cases), closed_at__isnull=True).values_list("id", flat=True))


def _explained(mark: str, at: datetime) -> RawSQL:
    """Whether a moment of a running time limit whose delay must be explained has passed."""
    path = f"$[*] ? (@.ended_at == null && @.{mark} < $now && ({_OWING}))"
    moment = json.dumps({"now": at.astimezone(UTC).isoformat()})
    return RawSQL(
        "jsonb_path_exists(cases_case.deadlines, %s::jsonpath, %s::jsonb)", [path, moment], output_field=BooleanField()
    )


def _light() -> QuerySet[Case]:
    """Cases without what lists never show."""
    return Case.objects.defer("plain", "sealed", "sealed_code", "deadlines")


def by_id(ids: Collection[UUID]) -> dict[UUID, Case]:
    """Of these cases, those that the reader may see, as lists show them."""
    return _light().in_bulk(list(ids))


def find_in_agency(agency_id: UUID, text: str, limit: int = 50) -> list[Case]:
    """An officer's search: a case number, or part of an applicant's or subject's name, newest first."""
    try:
        exact = list(_light().filter(agency_id=agency_id, number=normalise(text)))
    except Refusal:
        exact = []
    if exact:
        return exact
    wanted = text.strip()
    named = Q(applicant__icontains=wanted) | Q(subject__icontains=wanted) | Q(number__icontains=wanted)
    newest = Case.objects.filter(agency_id=agency_id).order_by("-submitted_at").values("pk")[:MOST_SEARCHED]
    return list(newest_first(_light().filter(named, pk__in=newest), "submitted_at", None)[:limit])


@dataclass(frozen=True)
class Load:
    """How many open cases of a service an agency has, and how they stand."""

    service_id: str
    open: int
    waiting: int
    """Of these, it is the applicant's turn."""
    soon: int
    overdue: int
    unassigned: int
    """Work of an officer that no officer has taken."""


def loads(agency_id: UUID, at: datetime) -> list[Load]:
    """The open cases by service, in one bounded statement."""
    open_ones = Case.objects.filter(agency_id=agency_id, closed_at__isnull=True)
    most_urgent = open_ones.order_by("due_at", "id").values("pk")[:MOST_COUNTED]
    counted = Case.objects.filter(pk__in=most_urgent).values("service_id").order_by("service_id")
    rows = counted.annotate(
        open=Count("pk"),
        waiting=Count("pk", filter=Q(status__in=APPLICANTS_TURN)),
        soon=Count("pk", filter=Q(due_at__gte=at, warn_at__lte=at)),
        overdue=Count("pk", filter=Q(due_at__lt=at)),
        unassigned=Count("pk", filter=Q(officers=[]) & ~Q(roles=[])),
    )
    return [Load(**row) for row in rows]


def assignment(agency_id: UUID, step: str, officer: str) -> Assign:
    """Handing a step to somebody who serves in the agency. Raises Refusal for anybody else."""
    for member in officers_of(agency_id):
        if str(member.person_id) == officer:
            return Assign(step=step, officer=officer, name=member.person.name)
    raise Refusal(
        "no_such_colleague",
        Text(th="เลือกผู้รับมอบหมายจากรายชื่อเจ้าหน้าที่ของหน่วยงาน", en="Choose one of the agency's officers."),
        field="officer",
    )


@dataclass(frozen=True)
class Register:
    """A register that has lines, as the newest version of its service has it, with all columns any line may have."""

    service_id: str
    definition: ServiceDefinition
    entry: RegisterEntry


def registers_of(agency_id: UUID) -> list[Register]:
    kinds = RegisterLine.objects.filter(agency_id=agency_id).order_by("service_id", "register")
    pairs = kinds.values_list("service_id", "register").distinct()
    return [register_of(agency_id, service, name) for service, name in pairs]


def register_of(agency_id: UUID, service_id: str, register: str) -> Register:
    """Raises Refusal no_such_page for one that has no line."""
    versions = _register(agency_id, service_id, register).order_by("-case__version__number")
    ids = versions.values_list("case__version_id", "case__version__number").distinct()
    definitions = [definition_of(id) for id, _ in ids]
    if not definitions:
        raise Refusal("no_such_page", Text(th="ยังไม่มีทะเบียนนี้", en="There is no such register yet."))
    entries = [definition.register_entry(register) for definition in definitions]
    columns = {column.id: column for entry in reversed(entries) for column in entry.columns}
    order = dict.fromkeys(column.id for entry in entries for column in entry.columns)
    whole = entries[0].model_copy(update={"columns": tuple(columns[id] for id in order)})
    return Register(service_id, definitions[0], whole)


def register_lines(
    agency_id: UUID, service_id: str, register: str, *, after: Place | None = None, limit: int = 100
) -> list[RegisterLine]:
    """The lines of a register, newest first, each with its case's number."""
    found = _register(agency_id, service_id, register)
    return list(newest_first(_numbered(found), "entered_at", after)[:limit])


def whole_register(agency_id: UUID, service_id: str, register: str) -> Iterator[RegisterLine]:
    """Every line, oldest first, in batches: a register of any length passes through little memory."""
    found = _numbered(_register(agency_id, service_id, register)).order_by("entered_at", "id")
    return found.iterator(chunk_size=1000)


def _register(agency_id: UUID, service_id: str, register: str) -> QuerySet[RegisterLine]:
    return RegisterLine.objects.filter(agency_id=agency_id, service_id=service_id, register=register)


def _numbered(found: QuerySet[RegisterLine]) -> QuerySet[RegisterLine]:
    return found.select_related("case").only(
        "id", "register", "plain", "sealed", "entered_at", "case_id", "case__number", "case__sealed_key"
    )
