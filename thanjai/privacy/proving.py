"""Proving that nothing personal is left of what was erased: columns, events, files, letters, money, documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from thanjai.cases import erasing
from thanjai.documents.erasing import documents_left, owners_of
from thanjai.kernel.forgetting import files_left
from thanjai.messaging.erasing import messages_left
from thanjai.money.forgetting import payers_left
from thanjai.privacy.models import Retention
from thanjai.receiving.erasing import receptions_left


@dataclass(frozen=True)
class Proof:
    """One erased case and what was found of it: nothing, as it should be."""

    number: str
    case_id: UUID
    left: tuple[str, ...]


def prove(agency_id: UUID | None = None) -> Iterator[Proof]:
    """Every erased case looked at again. The caller acts as the platform and holds the transaction."""
    done = Retention.objects.filter(erased_at__isnull=False).order_by("erased_at")
    if agency_id is not None:
        done = done.filter(agency_id=agency_id)
    for plan in done.iterator(chunk_size=200):
        yield Proof(plan.number, plan.case_id, tuple(_left(plan)))


def _left(plan: Retention) -> Iterator[str]:
    ids = [plan.case_id]
    yield from (left.where for left in erasing.left_of(ids))
    if bytes(plan.head) != erasing.head_of(plan.case_id):
        yield "cases_case.head: the record is not the one that was left"
    yield from documents_left(ids)
    yield from receptions_left(ids)
    if count := files_left([*ids, *owners_of(ids)], plan.places):
        yield f"kernel_storedfile: {count} (contents are removed by the worker: does it run?)"
    if count := messages_left(ids):
        yield f"messaging_message: {count}"
    if count := payers_left(ids):
        yield f"money: {count}"
