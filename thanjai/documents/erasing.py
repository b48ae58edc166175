"""Documents of an erased case: who held them and what they said goes; number, kind, days and fingerprint stay."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from thanjai.cases.events import CaseErased
from thanjai.documents.models import Amendment, Change, Document, ListedWord, Replacement
from thanjai.kernel.events import subscribe
from thanjai.kernel.forgetting import forget_files
from thanjai.messaging.erasing import erase_messages, messages_left
from thanjai.money.forgetting import forget_payers, payers_left

_EMPTY: Final[dict[str, Any]] = {
    "holder": "", "public": [], "person_id": None, "bearer": "", "ended_reason": "", "wake_at": None,
    "listed": False,
}  # fmt: skip


@subscribe(CaseErased)
def erase_documents(erased: CaseErased) -> None:
    """Their letters and payments go with them; why they were changed lay sealed under the key of the case."""
    ids = _of([erased.case_id])
    Document.objects.filter(pk__in=ids).update(**_EMPTY)
    ListedWord.objects.filter(document_id__in=ids).delete()
    for table in (Amendment, Replacement):
        table.objects.filter(document_id__in=ids).update(told={})
    erase_messages(ids)
    erased.places.extend([*forget_files(ids), *forget_payers(ids)])


def owners_of(case_ids: Collection[UUID]) -> list[UUID]:
    """The documents of these cases, which are owners of files."""
    return _of(case_ids)


def documents_left(case_ids: Collection[UUID]) -> list[str]:
    """What documents of erased cases still say of anybody, by table and column."""
    ids = _of(case_ids)
    found = [
        f"documents_document.{name}"
        for row in Document.objects.filter(pk__in=ids)
        for name, value in _EMPTY.items()
        if getattr(row, name) != value
    ]
    found += ["documents_change.reason"] * Change.objects.filter(document_id__in=ids).exclude(what="renewed").exclude(
        plain=""
    ).count()
    for table in (Amendment, Replacement):
        told = table.objects.filter(document_id__in=ids).exclude(told={})
        found += [f"{table._meta.db_table}.told"] * told.count()
    found += ["messaging_message"] * messages_left(ids)
    found += ["documents_listedword.word"] * ListedWord.objects.filter(document_id__in=ids).count()
    return found + ["money"] * payers_left(ids)


def _of(case_ids: Collection[UUID]) -> list[UUID]:
    return list(Document.objects.filter(case_id__in=case_ids).values_list("pk", flat=True))
