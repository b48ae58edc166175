"""Small real files to upload, made from their names."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from thanjai.domain.pretending.files import content_of
from thanjai.kernel.scanner import Found


@dataclass(frozen=True)
class Attachment:
    """A file as somebody would attach it."""

    name: str
    content_type: str
    content: bytes
    state: Found = Found.CLEAN

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


def attachment(name: str) -> Attachment:
    """The file of this name; always the same content for the same name."""
    return Attachment(name, *content_of(name))
