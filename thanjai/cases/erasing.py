"""Erasing a case: its key is destroyed, what lies open of its people is emptied, files and letters go.

What remains is the working of the agency: kinds of events, steps, days, officers, sums and numbers, with the chain
that proves them. Statistics are made of these, so they stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from thanjai.cases import actions, journal
from thanjai.cases.events import CaseErased
from thanjai.cases.models import Assistance, Case, CaseEvent, Consultation, DelayCopy, Draft, RegisterLine
from thanjai.domain.case import commands as c
from thanjai.domain.case import private
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel import erasing
from thanjai.kernel.clock import now
from thanjai.kernel.events import publish
from thanjai.kernel.forgetting import forget_files
from thanjai.kernel.tenancy import worker_at
from thanjai.messaging.erasing import erase_messages
from thanjai.money.forgetting import forget_payers

EMPTY: Final[dict[str, Any]] = {
    "applicant": "", "subject": "", "email": "", "phone": "", "id_index": b"", "person_id": None, "party_id": None,
    "mandate_id": None, "bearer": "", "sealed_code": "", "sealed_key": "", "sealed": b"", "wake_at": None,
}  # fmt: skip
"""What an erased case's row has in the columns that were about its people."""
_CONSULTED: Final[dict[str, Any]] = {
    "question": "", "answer": "", "subject": "", "email": "", "bearer": "", "sealed_code": "", "files": [],
}  # fmt: skip
_DELAYED: Final[dict[str, Any]] = {"reason": "", "waits_on": "", "file_id": None}
_LINE: Final[dict[str, Any]] = {"plain": {}, "sealed": b""}


@dataclass(frozen=True)
class Gone:
    """What was erased of a case. `head` is the last link of its chain, which covers all that remains."""

    case_id: UUID
    files: tuple[str, ...]
    """Where their contents lay."""
    messages: int
    head: bytes


@transaction.atomic
def erase(*, agency_id: UUID, case_id: UUID, rule: str, kept_until: date) -> Gone:
    """Erase a case that has ended; the caller acts as the platform at the agency. Twice does no more than once.

    Raises Refusal for a case that has not ended or was begun before cases had keys, and BackupRuns.
    """
    erasing.begin()
    row = Case.objects.select_for_update(of=("self",)).get(pk=case_id, agency_id=agency_id)
    if row.erased_at is not None:
        return Gone(case_id, (), 0, bytes(row.head))
    if not row.sealed_key:
        raise Refusal("no_key", UNSEALED)
    command = c.Erase(rule=rule, kept_until=kept_until)
    row = actions.carry_out(actor=worker_at(agency_id), case_id=case_id, command=command)
    Case.objects.filter(pk=case_id).update(**EMPTY, erased_at=now())
    drafts = Draft.objects.filter(Q(pk=case_id) | Q(case_id=case_id))
    owners = {case_id, *drafts.values_list("pk", flat=True)}
    drafts.delete()
    Assistance.objects.filter(draft_id__in=owners).update(sealed_name="")
    Consultation.objects.filter(case_id=case_id).update(**_CONSULTED)
    DelayCopy.objects.filter(case_id=case_id).update(**_DELAYED)
    RegisterLine.objects.filter(case_id=case_id).update(**_LINE)
    places = [*forget_files(owners), *forget_payers([case_id])]
    letters = erase_messages(owners)
    publish(CaseErased(agency_id, case_id, places))
    return Gone(case_id, tuple(places), letters, bytes(row.head))


UNSEALED: Final = Text(
    th="เรื่องนี้เริ่มก่อนที่ระบบจะเก็บคำตอบแบบเข้ารหัส บันทึกเหตุการณ์จึงลบไม่ได้ ให้หน่วยงานตัดสินใจวิธีทำลายฐานข้อมูลเดิม",
    en="This case was begun before answers were sealed, so its events cannot be erased. The agency must decide how to "
    "destroy the old database.",
)


@dataclass(frozen=True)
class Left:
    """Something personal that an erased case still has. `where` names the table and column."""

    case_id: UUID
    where: str


def left_of(case_ids: list[UUID]) -> Iterator[Left]:
    """All that is still there of cases that were erased; nothing, as it should be."""
    for row in Case.objects.filter(pk__in=case_ids):
        kept = {"person_id": row.person_id, **{name: getattr(row, name) for name in EMPTY}}
        yield from (Left(row.pk, f"cases_case.{name}") for name, value in kept.items() if _is_there(value, EMPTY[name]))
        if private.split(row.plain, private.STATE)[1]:
            yield Left(row.pk, "cases_case.state")
        events = list(CaseEvent.objects.filter(case_id=row.pk).order_by("seq"))
        for event in events:
            if (
                private.split(event.plain, private.of_event(event.type))[1]
                or event.actor_kind in journal.APPLICANTS
                and (event.actor_id or event.actor_name)
            ):
                yield Left(row.pk, f"cases_caseevent {event.seq}")
        if flaw := journal.verify(row, events):
            yield Left(row.pk, f"cases_caseevent {flaw.seq}: {flaw.what}")
    yield from (Left(draft.case_id or draft.pk, "cases_draft") for draft in Draft.objects.filter(
        Q(pk__in=case_ids) | Q(case_id__in=case_ids)
    ))  # fmt: skip
    for helped in Assistance.objects.filter(draft_id__in=case_ids).exclude(sealed_name=""):
        yield Left(helped.draft_id, "cases_assistance.sealed_name")
    for model, emptied in ((Consultation, _CONSULTED), (DelayCopy, _DELAYED), (RegisterLine, _LINE)):
        for other in model._default_manager.filter(case_id__in=case_ids):
            for name, value in emptied.items():
                if _is_there(getattr(other, name), value):
                    yield Left(other.case_id, f"{model._meta.db_table}.{name}")


def _is_there(value: Any, empty: Any) -> bool:
    return bytes(value) != empty if isinstance(empty, bytes) else value != empty


def head_of(case_id: UUID) -> bytes:
    """The last link of a case's chain; empty where there is no such case."""
    found = Case.objects.filter(pk=case_id).values_list("head", flat=True).first()
    return bytes(found or b"")
