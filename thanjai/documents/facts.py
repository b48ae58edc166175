"""A document's row as the domain knows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Protocol

from thanjai.documents.models import Change
from thanjai.domain.document import IssuedDocument, Suspension
from thanjai.domain.text import Text


class Known(Protocol):
    """As much of a document as says how it stands."""

    @property
    def number(self) -> str: ...
    @property
    def title(self) -> Mapping[str, str]: ...
    @property
    def holder(self) -> str: ...
    @property
    def issued_at(self) -> datetime: ...
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_until(self) -> date | None: ...
    @property
    def ended(self) -> str: ...
    @property
    def ended_at(self) -> datetime | None: ...


def facts_of(document: Known, changes: Iterable[Change] | None = None) -> IssuedDocument:
    """The document as it stands now. With its `changes`, in order, also as it stood at any moment before."""
    ended, at = document.ended, document.ended_at
    now_suspended = (Suspension(at),) if ended == "suspended" and at else ()
    return IssuedDocument(
        number=document.number,
        title=Text(**document.title),
        holder=document.holder,
        issued_at=document.issued_at,
        valid_from=document.valid_from,
        valid_until=document.valid_until,
        suspensions=now_suspended if changes is None else _suspensions(changes),
        revoked_at=at if ended == "revoked" else None,
        superseded_at=at if ended == "superseded" else None,
    )


def _suspensions(changes: Iterable[Change]) -> tuple[Suspension, ...]:
    """Each order from its beginning until it was lifted, or until the document was revoked."""
    orders: list[Suspension] = []
    for change in changes:
        if change.what == "suspended":
            orders.append(Suspension(change.at))
        elif change.what in ("lifted", "revoked") and orders and orders[-1].until is None:
            orders[-1] = Suspension(orders[-1].since, change.at)
    return tuple(orders)
