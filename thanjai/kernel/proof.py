"""Proving the chains: each link, what it holds fast, and the checkpoints that say how long a chain must be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from uuid import UUID

from django.db import connection

from thanjai.domain import seal
from thanjai.kernel import chains, checkpoints
from thanjai.kernel.chains import Entry, link_hash
from thanjai.kernel.models import Checkpoint, Link
from thanjai.kernel.signet import is_signed

_BESIDE: Final = """
SELECT agency_id, id FROM kernel_reading reading
WHERE NOT EXISTS (SELECT 1 FROM kernel_unsealed WHERE reading_id = reading.id)
AND NOT EXISTS (
    SELECT 1 FROM kernel_link
    WHERE agency_id = reading.agency_id AND chain = 'reading' AND subject = reading.id AND upto = 0
)
"""
_NEVER_SEALED: Final = """
SELECT agency_id, reading_id FROM kernel_unsealed
WHERE NOT EXISTS (SELECT 1 FROM kernel_reading WHERE id = reading_id)
"""


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong, and where. `agency` is None for what concerns the whole platform."""

    agency: UUID | None
    where: str
    what: str


@dataclass
class Heads:
    """How long each chain must be at least, and what its link of that number must be, by the newest checkpoint."""

    of: dict[tuple[UUID, str], tuple[int, str, int]] = field(default_factory=dict)
    checkpoints: int = 0

    def take(self, body: bytes | str) -> None:
        said = checkpoints.read(body)
        for agency, chain, length, head in said["chains"]:
            key = (UUID(agency), str(chain))
            if length >= self.of.get(key, (0, "", 0))[0]:
                self.of[key] = (length, head, said["number"])


def check_checkpoints(heads: Heads, elsewhere: Path | None = None) -> Iterator[Flaw]:
    """Every checkpoint of the database and of the files, each signed, each naming the one before, none gone.

    Fills `heads`. `elsewhere` is a folder to which checkpoints were carried, to be believed like our own files.
    """
    kept = {one.number: one for place in (None, elsewhere) if place or place is None
            for one in checkpoints.in_files(place)}  # fmt: skip
    previous, last = checkpoints.FIRST, 0
    for row in Checkpoint.objects.order_by("number").iterator(chunk_size=500):
        for number in range(last + 1, row.number):
            yield Flaw(None, f"checkpoint {number}", "gone from the database")
        heads.checkpoints, last = heads.checkpoints + 1, row.number
        yield from _check_one(row, previous, kept.pop(row.number, None))
        previous = checkpoints.hash_of(row.body.encode())
        heads.take(row.body)
    for number, one in sorted(kept.items()):
        yield Flaw(None, f"checkpoint {number}", "kept in a file, but gone from the database")
        if _is_ours(one.body, one.signature):
            heads.take(one.body)


def _check_one(row: Checkpoint, previous: str, kept: checkpoints.Kept | None) -> Iterator[Flaw]:
    where, body = f"checkpoint {row.number}", row.body.encode()
    if not _is_ours(body, bytes(row.signature)):
        yield Flaw(None, where, "not signed by a key of this platform")
        return
    said = checkpoints.read(body)
    if said["number"] != row.number or said["previous"] != previous:
        yield Flaw(None, where, "does not follow the one before")
    if kept is None:
        yield Flaw(None, where, "its file is gone")
    elif (kept.body, kept.signature) != (body, bytes(row.signature)):
        yield Flaw(None, where, "its file says something else")


def _is_ours(body: bytes, signature: bytes) -> bool:
    try:
        return is_signed(body, signature, str(checkpoints.read(body)["key"]))
    except (ValueError, KeyError):
        return False


Held = Iterable[tuple[Link, bytes | None]]
"""Links by agency and number, each with the hash of what it holds fast as that is now; None where it is gone."""


@dataclass
class Walk:
    """Goes along one kind of chain, for all agencies. `name` says what a link holds, for people."""

    chain: str
    heads: Heads
    name: Callable[[Link], str]
    gone: str
    links: int = 0

    def check(self, held: Held) -> Iterator[Flaw]:
        agency, number, hash = None, 0, seal.GENESIS
        unseen = {of for of, chain in self.heads.of if chain == self.chain}
        for link, digest in held:
            self.links += 1
            if link.agency_id != agency:
                if agency is not None:
                    yield from self._end(agency, number)
                agency, number, hash = link.agency_id, 0, seal.GENESIS
                unseen.discard(agency)
            yield from self._one(link, digest, number, hash)
            number, hash = link.number, bytes(link.hash)
        if agency is not None:
            yield from self._end(agency, number)
        for one in sorted(unseen):
            yield from self._end(one, 0)

    def _one(self, link: Link, digest: bytes | None, number: int, hash: bytes) -> Iterator[Flaw]:
        where = f"link {link.number} ({self.name(link)})"
        entry = Entry(link.agency_id, link.subject, bytes(link.digest), link.upto)
        if link.number != number + 1:
            missing = f"{number + 1}" if link.number == number + 2 else f"{number + 1} to {link.number - 1}"
            yield Flaw(link.agency_id, f"link {missing}", "taken out of the chain")
        elif link_hash(hash, self.chain, link.number, entry) != bytes(link.hash):
            yield Flaw(link.agency_id, where, "the link was altered")
        if digest is None:
            yield Flaw(link.agency_id, where, self.gone)
        elif digest != bytes(link.digest):
            yield Flaw(link.agency_id, where, "altered since it was sealed")
        length, head, checkpoint = self.heads.of.get((link.agency_id, self.chain), (0, "", 0))
        if link.number == length and bytes(link.hash).hex() != head:
            yield Flaw(link.agency_id, where, f"not the one that checkpoint {checkpoint} names")

    def _end(self, agency: UUID, number: int) -> Iterator[Flaw]:
        length, _, checkpoint = self.heads.of.get((agency, self.chain), (0, "", 0))
        if number < length:
            what = f"the end is cut off: checkpoint {checkpoint} counted {length} links, {number} are there"
            yield Flaw(agency, f"chain of each {self.chain}", what)


def check_readings(heads: Heads) -> tuple[Walk, Iterator[Flaw]]:
    """The trail of reading: the chain, every line, and lines beside the chain."""
    walk = Walk(chains.READINGS, heads, lambda link: f"reading {link.subject}", "the line was removed")

    def flaws() -> Iterator[Flaw]:
        yield from walk.check((link, chains.digest_of(row) if row else None) for link, row in chains.sealed_readings())
        for query, what in ((_BESIDE, "put in beside the chain"), (_NEVER_SEALED, "removed before it was sealed")):
            with connection.cursor() as cursor:
                cursor.execute(query)
                for agency, id in cursor.fetchall():
                    yield Flaw(agency, f"reading {id}", what)

    return walk, flaws()
