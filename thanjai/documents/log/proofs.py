"""What anybody may ask of the log: its lines, and proofs about them under a signed head."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import connection

from thanjai.documents.log import heads, nodes
from thanjai.documents.log.lines import names
from thanjai.documents.models import LogHead
from thanjai.documents.selectors import coded
from thanjai.domain import tree
from thanjai.verifier.papers import FORMAT

MOST: Final = 1_000
"""Lines at a time."""
SHELF: Final = 20
"""So many bits of a number say which leaf of a shelf of the index it is."""
_BY_HASH: Final = f"SELECT number FROM documents_logleaf WHERE number >> {SHELF} = ANY (%s::bigint[]) AND leaf = %s"
_LINES: Final = """
SELECT place.number, entry.body FROM documents_logleaf place JOIN documents_logentry entry ON entry.id = place.entry_id
WHERE place.number BETWEEN %s AND %s ORDER BY place.number
"""
_OF_DOCUMENT: Final = """
SELECT place.number, entry.body
FROM documents_logentry entry LEFT JOIN documents_logleaf place ON place.entry_id = entry.id
WHERE entry.document_id = %s ORDER BY entry.ordinal
"""


class NotThere(Exception):
    """Nothing of the kind under the newest head; the words say what there is."""


@dataclass(frozen=True, slots=True)
class Included:
    number: int
    path: tuple[bytes, ...]


def lines(first: int, last: int) -> list[tuple[int, str]]:
    """The lines from `first` to `last`, as far as the newest head goes and not more than `MOST`. Raises NotThere."""
    size = signed_size()
    if not 0 <= first <= last or first >= size:
        raise NotThere(f"The log has the lines 0 to {size - 1}." if size else "The log has no signed lines yet.")
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [first, min(last, size - 1, first + MOST - 1)])
        return list(cursor.fetchall())


def inclusion(leaf: bytes, size: int) -> Included:
    """That a leaf is among the first `size`. Raises NotThere."""
    _signed(size)
    number = number_of(leaf, size)
    if number is None:
        raise NotThere(f"No leaf with this hash is among the first {size}.")
    return Included(number, path(number, size))


def number_of(leaf: bytes, size: int) -> int | None:
    """Where among the first `size` leaves this one is."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_HASH, [list(range((size - 1 >> SHELF) + 1)), leaf])
        row = cursor.fetchone()
    return int(row[0]) if row is not None and row[0] < size else None


def path(number: int, size: int) -> tuple[bytes, ...]:
    return tree.hashes(tree.inclusion(number, size), nodes.read)


def consistency(old: int, size: int) -> tuple[bytes, ...]:
    """That the first `old` leaves are the beginning of the first `size`. Raises NotThere."""
    _signed(size)
    if not 0 < old <= size:
        raise NotThere(f"An earlier log has between 1 and {size} leaves.")
    return tree.hashes(tree.consistency(old, size), nodes.read)


def root(size: int) -> bytes:
    """Under what the first `size` leaves lie. Raises NotThere."""
    _signed(size)
    return tree.root(size, nodes.read)


def signed_size() -> int:
    head = heads.newest()
    return head.size if head else 0


def _signed(size: int) -> None:
    if not 0 < size <= (most := signed_size()):
        raise NotThere(f"The newest head has {most} leaves.")


def of_code(check_code: str) -> dict[str, Any] | None:
    """All that the log says of the document with this check code, proven under the newest head.

    None where there is no such document, or no head covers it yet.
    """
    document, head = coded(check_code), heads.newest()
    if document is None or head is None:
        return None
    events = _events(document.id, head)
    if not events:
        return None
    return {
        "format": FORMAT,
        "log": f"{settings.BASE_URL}/log/",
        "head": heads.told(head),
        "named": names(document.number, document.check_code, bytes(document.salt)),
        "events": events,
    }


def _events(document_id: UUID, head: LogHead) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(_OF_DOCUMENT, [document_id])
        rows = cursor.fetchall()
    return [
        {"number": number, "line": body, "path": [one.hex() for one in path(number, head.size)]}
        for number, body in rows
        if number is not None and number < head.size
    ]
