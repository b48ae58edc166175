"""Reading drafts and cases. Row-level security shows each reader only what is theirs."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from thanjai.cases.models import Attention, Case, CaseEvent, Draft, RegisterLine
from thanjai.domain import case as domain
from thanjai.domain.numbering import normalise
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

Row = TypeVar("Row", Draft, Case)


class Happened(NamedTuple):
    """One event as its reader is told of it."""

    at: datetime
    seq: int
    type: str
    payload: Mapping[str, Any]
    actor_kind: str
    who: str
    under: Mapping[str, Any] | None = None


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


_WITH_HISTORY = """
SELECT cases_case.*, (
    SELECT jsonb_agg(jsonb_build_array(at, seq, type, CASE type WHEN 'submitted' THEN '{}' ELSE payload END,
                                       CASE WHEN type IN ('submitted', 'corrected') AND under IS NULL THEN ''
                                       ELSE encode(sealed, 'base64') END, actor_kind, actor_name, under) ORDER BY seq)
    FROM cases_caseevent WHERE case_id = %(id)s
) AS history
FROM cases_case WHERE id = %(id)s
"""


def case_with_history(id: UUID) -> tuple[Case, list[Happened]]:
    """The case and all that happened to it, in one statement: the page that applicants look at most.

    Raises Refusal no_such_case, as `case` does. What was answered is left out of the history.
    """
    found: Any = next(iter(Case.objects.raw(_WITH_HISTORY, {"id": id})), None)
    if found is None:
        return case(id), []
    return found, [_happened(found, *line) for line in json.loads(found.history)]


def _happened(
    row: Case, at: str, seq: int, type: str, plain: Any, kept: str, kind: str, name: str, under: Any
) -> Happened:
    event = CaseEvent(
        case_id=row.id, seq=seq, at=datetime.fromisoformat(at), type=type, plain=plain, sealed=b64decode(kept),
        actor_kind=kind, actor_name=name, plain_under=under,
    )  # fmt: skip
    event.know(row.sealed_key)
    return Happened(event.at, seq, type, event.payload, kind, name, event.under)


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


def numbers_of(ids: Iterable[UUID]) -> dict[UUID, str]:
    """The numbers of those among these ids that are cases."""
    return dict(Case.objects.filter(pk__in=set(ids)).values_list("id", "number"))


def moves_of(ids: Iterable[UUID]) -> int:
    """How many things have happened in these cases together: another number whenever something has."""
    return sum(Case.objects.filter(pk__in=set(ids)).values_list("event_count", flat=True))


def services_of(ids: Iterable[UUID]) -> dict[UUID, str]:
    """The services of those among these ids that are cases."""
    return dict(Case.objects.filter(pk__in=set(ids)).values_list("id", "service_id"))


def domain_case(row: Case) -> domain.Case:
    return domain.Case.model_validate(row.state)


def events_of(case_id: UUID) -> list[CaseEvent]:
    return list(CaseEvent.objects.filter(case_id=case_id).order_by("seq"))


def entered_by(service_id: str, register: str, agency_id: UUID) -> list[UUID]:
    """The cases of a service that have a line on one of its registers, those that were erased left out."""
    lines = RegisterLine.objects.filter(agency_id=agency_id, service_id=service_id, register=register)
    return list(lines.filter(case__erased_at=None).order_by("entered_at").values_list("case_id", flat=True))


def prepared_by(case_id: UUID) -> tuple[UUID, str] | None:
    """The officer who finished the last step before the decision, or decided where nobody else did anything."""
    done = [one for one in events_of(case_id) if one.actor_id and one.type in ("step_finished", "decided")]
    found = next((one for one in reversed(done) if one.type == "step_finished"), done[-1] if done else None)
    return (found.actor_id, found.actor_name) if found and found.actor_id else None


def attended(case_id: UUID) -> set[str]:
    """The keys of the clock's duties that were done for the case; an applicant sees none of them."""
    return set(Attention.objects.filter(case_id=case_id).values_list("key", flat=True))


def cases_of_person(person_id: UUID) -> list[Case]:
    return list(Case.objects.filter(person_id=person_id).defer("plain", "sealed").order_by("-submitted_at")[:100])


def cases_for(parties: Collection[UUID]) -> list[Case]:
    """The cases of parties for whom one may act; row-level security shows those within the mandates."""
    found = Case.objects.filter(party_id__in=parties).defer("plain", "sealed")
    return list(found.order_by("-submitted_at")[:100])


def drafts_for(parties: Collection[UUID]) -> list[Draft]:
    open_ones = Draft.objects.filter(party_id__in=parties, submitted_at__isnull=True)
    return list(open_ones.select_related("agency").order_by("-saved_at")[:50])


def drafts_of_person(person_id: UUID) -> list[Draft]:
    open_ones = Draft.objects.filter(person_id=person_id, submitted_at__isnull=True)
    return list(open_ones.select_related("agency").order_by("-saved_at")[:50])


def everything(agency_id: UUID | None = None) -> Iterator[tuple[Case, list[CaseEvent]]]:
    """Every case with its events, for the audit; in batches, with flat memory."""
    found = Case.objects.order_by("id")
    if agency_id is not None:
        found = found.filter(agency_id=agency_id)
    for row in found.iterator(chunk_size=200):
        yield row, events_of(row.id)
