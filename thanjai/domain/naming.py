"""Which invoice a line of a bank's statement names: by its references, or by the number in its words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

_MARK: Final = re.compile(r"[A-Z0-9][A-Z0-9-]*")
_SHORTEST: Final = 5


@dataclass(frozen=True, slots=True)
class Named:
    """An invoice as payers write it."""

    id: UUID
    number: str
    reference1: str
    reference2: str


def marks(references: Iterable[str], description: str) -> frozenset[str]:
    """What in a line could name an invoice, as it is written on invoices."""
    found = {mark for text in (*references, description) for mark in _MARK.findall(text.upper())}
    return frozenset(mark.rstrip("-") for mark in found if len(mark.rstrip("-")) >= _SHORTEST)


def meant(references: Iterable[str], description: str, invoices: Iterable[Named]) -> UUID | None:
    """The one invoice that a line names; None when it names none, or more than one.

    Of both references of a bill, the second must not be that of another.
    """
    given = [text.strip().upper() for text in references if text.strip()]
    written = marks(given, description)
    found = {one.id for one in invoices if {one.number, one.reference1} & written and not _contradicts(given, one)}
    return found.pop() if len(found) == 1 else None


def _contradicts(given: list[str], one: Named) -> bool:
    """The bank gave the two references of a bill, and the second is not the invoice's."""
    return len(given) == 2 and given[0] == one.reference1 and given[1] != one.reference2
