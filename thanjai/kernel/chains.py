"""The chains of an agency: what must not be altered is linked one to the other, so that any change shows.

Busy pages only insert lines. A job links them in batches, all agencies in one transaction under one lock, so nobody
waits for anybody and the order of links is the order of their commits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from thanjai.domain import seal
from thanjai.kernel.events import publish
from thanjai.kernel.models import Link, Reading, Unsealed
from thanjai.kernel.tenancy import PLATFORM, acting_as

READINGS: Final = "reading"
CASES: Final = "case"
AT_ONCE: Final = 5_000

LOCK: Final = "SELECT pg_advisory_xact_lock(hashtext('thanjai chains'))"
_HEADS: Final = """
SELECT wanted.id, head.number, head.hash FROM unnest(%s::uuid[]) wanted(id) CROSS JOIN LATERAL (
    SELECT number, hash FROM kernel_link WHERE agency_id = wanted.id AND chain = %s ORDER BY number DESC LIMIT 1
) head
"""
_WAITING: Final = """
SELECT kernel_reading.* FROM kernel_unsealed JOIN kernel_reading ON kernel_reading.id = reading_id
ORDER BY at, kernel_reading.id LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a link holds fast: `digest` is the hash of the whole of `subject`, up to `upto` where it grows."""

    agency_id: UUID
    subject: UUID
    digest: bytes
    upto: int = 0


@dataclass(frozen=True)
class ReadingsSealed:
    """Lines of the trail have been linked. Each is told once, in the transaction that links it."""

    readings: Sequence[Reading]


def seal_readings(most: int = AT_ONCE) -> int:
    """Link the lines of the trail that wait; how many. Two at once wait for each other, and link each line once."""
    with acting_as(PLATFORM), transaction.atomic():
        lock()
        readings = list(Reading.objects.raw(_WAITING, [most]))
        if not readings:
            return 0
        extend(READINGS, [Entry(one.agency_id, one.id, digest_of(one)) for one in readings])
        Unsealed.objects.filter(pk__in=[one.id for one in readings]).delete()
        publish(ReadingsSealed(readings))
        return len(readings)


def seal_all() -> int:
    """As often as lines wait; how many there were."""
    total = 0
    while (done := seal_readings()) > 0:
        total += done
    return total


def lock() -> None:
    """One at a time makes links or checkpoints, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK)


def extend(chain: str, entries: Sequence[Entry]) -> None:
    """Add links to the chains of the entries' agencies, in this order. The caller holds the lock."""
    heads = _heads(chain, {entry.agency_id for entry in entries})
    links = []
    for entry in entries:
        number, head = heads.get(entry.agency_id, (0, seal.GENESIS))
        hash = link_hash(head, chain, number + 1, entry)
        links.append(
            Link(
                agency_id=entry.agency_id, chain=chain, number=number + 1, subject=entry.subject, upto=entry.upto,
                digest=entry.digest, hash=hash,
            )
        )  # fmt: skip
        heads[entry.agency_id] = (number + 1, hash)
    Link.objects.bulk_create(links, batch_size=1_000)


def _heads(chain: str, agencies: Iterable[UUID]) -> dict[UUID, tuple[int, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute(_HEADS, [list(agencies), chain])
        return {agency: (number, bytes(hash)) for agency, number, hash in cursor.fetchall()}


def link_hash(previous: bytes, chain: str, number: int, entry: Entry) -> bytes:
    """What a link's hash must be."""
    return seal.link(
        previous,
        {
            "agency": str(entry.agency_id), "chain": chain, "number": number, "subject": str(entry.subject),
            "upto": entry.upto, "digest": entry.digest.hex(),
        },
    )  # fmt: skip


def content_of(row: Reading) -> dict[str, Any]:
    """What the seal of a line covers: all of it."""
    return {
        "id": str(row.id),
        "agency": str(row.agency_id),
        "at": int(row.at.timestamp() * 1_000_000),
        "person": str(row.person_id),
        "name": row.person_name,
        "from_agency": str(row.from_agency or ""),
        "position": row.position,
        "roles": row.roles,
        "under": row.under,
        "subject": str(row.subject),
        "what": row.what,
        "own_work": row.is_own_work,
        "why": row.why,
        "shown": row.shown,
        "term": row.term,
        "request": row.request,
    }


def digest_of(row: Reading) -> bytes:
    return hashlib.sha256(seal.canonical(content_of(row))).digest()


def sealed_readings(agency_id: UUID | None = None) -> Iterator[tuple[Link, Reading | None]]:
    """Each link of the trail with its line, or None where that is gone; by agency and number, with flat memory."""
    found = Link.objects.filter(chain=READINGS).order_by("agency_id", "number")
    if agency_id is not None:
        found = found.filter(agency_id=agency_id)
    batch: list[Link] = []
    for link in found.iterator(chunk_size=AT_ONCE):
        batch.append(link)
        if len(batch) == AT_ONCE:
            yield from _with_lines(batch)
            batch = []
    yield from _with_lines(batch)


def _with_lines(links: list[Link]) -> Iterator[tuple[Link, Reading | None]]:
    lines = Reading.objects.in_bulk([link.subject for link in links])
    return ((link, lines.get(link.subject)) for link in links)
