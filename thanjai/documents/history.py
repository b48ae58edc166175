"""The history of a document over all its versions, as a line of what happened, who did it and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from thanjai.documents.models import Amendment, Change, Document, Replacement
from thanjai.documents.selectors import status_of


@dataclass(frozen=True, slots=True)
class Happened:
    """`what`: issued, amended, suspended, lifted, revoked, renewed, replaced, transferred, or one of the two that are under way:
    amending, replacing. `detail`: the kind of an amendment, or why a paper was replaced. `by` is empty for the platform.
    """

    what: str
    at: datetime
    by: str = ""
    reason: str = ""
    detail: str = ""
    file_id: UUID | None = None
    check_code: str = ""
    ordinal: int = 0
    id: UUID | None = None
    satang: int = 0


@dataclass(frozen=True, slots=True)
class Version:
    document: Document
    status: str
    happened: tuple[Happened, ...]


def versions_of(document: Document) -> list[Version]:
    """All versions of the document that one of them is, newest first; what those who act may see of them."""
    every = _versions(document)
    orders = {one.made_id: one for one in _of(Amendment, every)}
    told: dict[UUID, list[Happened]] = {one.id: [_beginning(one, orders.get(one.id))] for one in every}
    for document_id, happened in _since(every):
        told[document_id].append(happened)
    return [
        Version(one, status_of(one), tuple(sorted(told[one.id], key=lambda happened: happened.at)))
        for one in sorted(every, key=lambda each: -each.version)
    ]


def _versions(document: Document) -> list[Document]:
    """Found by the case and the step, which all versions share."""
    found = Document.objects.filter(case_id=document.case_id, step=document.step, number=document.number)
    return list(found.select_related("case"))


def _of(table: Any, every: list[Document]) -> list[Any]:
    known = {one.id: one for one in every}
    rows = list(table.objects.filter(document_id__in=known))
    for row in rows:
        row.document = known[row.document_id]
    return rows


def _beginning(document: Document, order: Amendment | None) -> Happened:
    if order is None:
        return Happened("issued", document.issued_at)
    return Happened("amended", document.issued_at, order.person_name, order.words.get("reason", ""), order.kind)


def _since(every: list[Document]) -> Iterator[tuple[UUID, Happened]]:
    by: dict[UUID, str] = {}
    for change in _of(Change, every):
        if change.what != "superseded":  # The next version says so itself, with the same reason.
            yield change.document_id, Happened(change.what, change.at, change.person_name, change.reason)
        elif change.document.succeeded_by:
            by[change.document_id] = change.person_name
    for one in every:
        if one.succeeded_by and one.ended_at:  # Its holder sees no changes, and is told this all the same.
            yield one.id, Happened("transferred", one.ended_at, by.get(one.id, ""), one.ended_reason)
    for order in _of(Amendment, every):
        if order.made_id is None and order.dropped_at is None:
            reason = order.words.get("reason", "")
            yield order.document_id, Happened("amending", order.ordered_at, order.person_name, reason, order.kind)
    for made in _of(Replacement, every):
        if made.dropped_at is None:
            yield made.document_id, _replacement(made)


def _replacement(one: Replacement) -> Happened:
    return Happened(
        what="replacing" if one.made_at is None else "replaced", at=one.made_at or one.asked_at, by=one.person_name,
        reason=one.words.get("reason", ""), detail=one.because, file_id=one.file_id, check_code=one.check_code,
        ordinal=one.ordinal, id=one.id, satang=one.satang,
    )  # fmt: skip
