"""What a line of the log says. Everybody may read it, so it says nothing of anybody.

Numbers follow each other and ten million check codes are soon hit upon, so neither stands there, nor its plain hash:
only a hash over both and a salt that comes with the proof, to whoever has shown that they have the document.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Final
from uuid import UUID

from thanjai.domain import seal

FORMAT: Final = "thanjai-log/1"
ISSUED: Final = "issued"
RENEWED: Final = "renewed"
EVIDENCE: Final = "evidence"
REPLACED: Final = "replaced"
EDITION: Final = "edition"
SUPERSEDED: Final = "superseded"
STAMPED: Final = "stamped"
STAMPED_FILE: Final = "lasting"
"""The purpose of files that are papers with later time stamps."""


@dataclass(frozen=True)
class Line:
    """One event of a document. `sha256` is that of the PDF it is about: the document's, or the evidence's."""

    document_id: UUID
    ordinal: int
    event: str
    agency_id: UUID
    at: datetime
    kind: str
    number: str
    check_code: str
    sha256: str
    salt: bytes

    @cached_property
    def body(self) -> str:
        """Canonical JSON."""
        return seal.canonical(
            {
                "agency": str(self.agency_id),
                "at": second_of(self.at),
                "document": str(self.document_id),
                "event": self.event,
                "format": FORMAT,
                "kind": self.kind,
                "named": named(self.number, self.check_code, self.salt),
                "ordinal": self.ordinal,
                "sha256": self.sha256,
            }
        ).decode()

    @property
    def second(self) -> datetime:
        """When it happened, as far as it is told."""
        return self.at.replace(microsecond=0)

    @property
    def leaf(self) -> bytes:
        return seal.leaf_hash(self.body.encode())


def second_of(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def names(number: str, check_code: str, salt: bytes) -> dict[str, str]:
    """What a document's lines have the hash of."""
    return {"check_code": check_code, "number": number, "salt": salt.hex()}


def named(number: str, check_code: str, salt: bytes) -> str:
    return hashlib.sha256(seal.canonical(names(number, check_code, salt))).hexdigest()
