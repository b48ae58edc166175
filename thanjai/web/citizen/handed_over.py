"""Who was shown a holder's documents, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from thanjai.agencies.selectors import agencies_by_id
from thanjai.audit.choices import shows_names
from thanjai.domain.reception import WORDS, Why
from thanjai.domain.text import Text
from thanjai.receiving.selectors import receptions_of


@dataclass(frozen=True)
class Shown:
    """One time a document was handed over. `name` is empty where the receiving agency does not show names."""

    row: Any
    agency: Any
    number: str
    why: Text | None
    name: str

    @property
    def is_accepted(self) -> bool:
        return self.why is None


def shown_to(documents: Sequence[Any]) -> list[Shown]:
    """Newest first. Who asks sees what the policies show them."""
    numbers = {one.id: one.number for one in documents}
    rows = receptions_of(numbers) if numbers else []
    agencies = agencies_by_id({row.agency_id for row in rows}) if rows else {}
    return [
        Shown(
            row, agencies[row.agency_id], numbers[row.document_id], WORDS[Why(row.why)] if row.why else None,
            row.person_name if shows_names(row.agency_id) else "",
        )
        for row in rows if row.document_id
    ]  # fmt: skip
