"""Telling an applicant of an order: recorded when the letter has really gone out (LFA section 10, APA section 44)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from thanjai.cases import actions
from thanjai.cases.models import CaseEvent
from thanjai.domain.case.commands import RecordTold
from thanjai.kernel.tenancy import worker_at

ORDERS: Final = frozenset({"decided", "returned", "appeal_decided"})
"""The events that must be told, and that time runs from."""


def is_order(case_id: UUID, seq: int) -> bool:
    """Whether an event of a case is one that must be told."""
    return CaseEvent.objects.filter(case_id=case_id, seq=seq, type__in=ORDERS).exists()


@transaction.atomic
def record_delivery(*, agency_id: UUID, case_id: UUID, seq: int, at: datetime) -> None:
    """The letter about an order was taken by the applicant's mail server `at`. Twice records it once."""
    event = CaseEvent.objects.get(case_id=case_id, seq=seq)
    if _stands(event):
        what: Any = event.type
        command = RecordTold(what=what, by="email", at=at)
        actions.carry_out(actor=worker_at(agency_id), case_id=case_id, command=command)


def _stands(event: CaseEvent) -> bool:
    """Whether this is still the order that counts; a letter may come late, after the order was reversed."""
    later = CaseEvent.objects.filter(case_id=event.case_id, seq__gt=event.seq)
    overtaken = {"decided", "returned"} if event.type == "appeal_decided" else {"appeal_decided", *ORDERS}
    return not later.filter(type__in=overtaken).exists()
