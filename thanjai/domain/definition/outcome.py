"""What an approved request does to a document that is there already, where it does not just issue a new one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from thanjai.domain.definition.base import Expression, Id, PackId, Part


class Covered(Part):
    """Papers of another service: those whose law allows what is asked for."""

    service: PackId
    papers: tuple[Id, ...]


class Outcome(Part):
    """What approval does, to the document that the request names.

    `replacement`: its paper is made anew, for one lost or damaged (ใบแทน). `amendment`: a new version says what was
    asked for. `transfer`: it ends, and the paper that the service issues takes its place for another holder (โอน).
    `copy`: the paper that the service issues says what the document says and how it stands (สำเนาถูกต้อง); `extract`: what
    is public of it. These two change nothing about the document.
    """

    does: Literal["replacement", "amendment", "transfer", "copy", "extract"]
    document: Id
    """The question that names it, by its number."""
    of: tuple[Covered, ...]
    reason: Expression | None = None
    """What is written down as the reason, in the applicant's words; left out, the number of the request alone."""
    because: Expression | None = None
    """Of a replacement: `lost` or `damaged`."""
    changes: Mapping[Id, Expression] = {}
    """Of an amendment: by question of the service that issued the paper, its new answer; what is null stays."""

    def covers(self, service: str, paper: str) -> bool:
        return any(one.service == service and paper in one.papers for one in self.of)
