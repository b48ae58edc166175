"""The documents of a case as its officer sees them: how each stands, what happened to it, what may be ordered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from thanjai.documents import selectors as documents
from thanjai.domain.document_life import Command, Standing, possible
from thanjai.money import selectors as money

ON_THE_CASE_PAGE = frozenset({Command.SUSPEND, Command.LIFT, Command.REVOKE})
"""What is ordered about a document where its case is; the rest has a page of its own."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of the case, what happened to it since, and what may be done with it."""

    document: Any
    status: str
    changes: Sequence[Any]
    renewals: Sequence[Any]
    can: tuple[str, ...]


def papers_of(case_id: UUID, roles: Collection[str]) -> list[Paper]:
    """All documents of the case, each with what an officer of these roles may order about it."""
    may = documents.may_change(roles)
    return [_paper(document, may) for document in documents.documents_of(case_id)]


def receipts_of(case_id: UUID) -> list[Any]:
    """What was paid for a case, and for renewals of its documents."""
    return money.receipts_for(case_id, *(one.id for one in documents.documents_of(case_id)))


def _paper(document: Any, may_change: bool) -> Paper:
    orders = [one.value for one in possible(Standing(document.ended)) if one in ON_THE_CASE_PAGE]
    return Paper(
        document=document,
        status=documents.status_of(document),
        changes=documents.changes_of(document),
        renewals=documents.renewals_of(document.id),
        can=tuple(orders) if may_change else (),
    )
