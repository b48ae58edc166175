"""The secret in the link by which a licence is renewed without signing in."""

from __future__ import annotations

from django.conf import settings

from thanjai.documents.models import Document
from thanjai.domain.document import proof_matches, short_proof
from thanjai.kernel.secrets import keyed

_PURPOSE = "renewal link"


def secret_of(document: Document) -> str:
    """Eighty bits that nobody can guess from the licence. It opens the payment page and nothing else."""
    return short_proof(_digest(document))


def is_secret_of(document: Document, secret: str) -> bool:
    return proof_matches(_digest(document), secret)


def link_of(document: Document, language: str) -> str:
    """The address of the page where the licence is renewed, for its holder's letters."""
    prefix = "/en" if language == "en" else ""
    return f"{settings.BASE_URL}{prefix}/renew/{document.check_code}/{secret_of(document)}/"


def _digest(document: Document) -> bytes:
    return keyed(_PURPOSE, document.id.bytes)
