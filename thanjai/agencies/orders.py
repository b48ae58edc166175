"""Written orders that rights rest on: their number and day, and the paper where it was sent along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol
from uuid import UUID

from thanjai.kernel import files
from thanjai.kernel.scanner import Found

PURPOSE: Final = "order"


class Paper(Protocol):
    """The picture or PDF of a paper, already found sound; `state` is what the scanner said of it."""

    @property
    def name(self) -> str: ...

    @property
    def content(self) -> bytes: ...

    @property
    def content_type(self) -> str: ...

    @property
    def state(self) -> Found: ...


@dataclass(frozen=True)
class Order:
    number: str
    signed_on: date
    paper: Paper | None = None


def keep_order(agency: UUID, owner: UUID, order: Order) -> UUID | None:
    """Keep the order's paper with what rests on it; None where there is none."""
    return keep_paper(agency, owner, order.paper, PURPOSE) if order.paper else None


def keep_paper(agency: UUID, owner: UUID, paper: Paper, purpose: str) -> UUID:
    """Keep a paper of an agency's own dealings."""
    stored = files.store_file(
        content=paper.content, name=paper.name, content_type=paper.content_type, agency=agency, owner=owner,
        purpose=purpose, state=paper.state,
    )  # fmt: skip
    return stored.id
