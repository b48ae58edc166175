"""Going through the whole log: every line, every node, every head, and every document that it speaks of."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import connection

from thanjai.documents.log import heads
from thanjai.documents.log.comparing import compared
from thanjai.documents.models import LogHead
from thanjai.domain import seal, tree
from thanjai.kernel.proof import Flaw
from thanjai.kernel.signet import LOG, public_parts
from thanjai.verifier.heads import Head, Keys, NotProven, keys_of, read

AT_ONCE: Final = 5_000
_PLACES: Final = """
SELECT place.number, place.leaf, place.nodes, entry.document_id, entry.ordinal, entry.event, entry.agency_id, entry.at,
    entry.body, entry.leaf
FROM documents_logleaf place LEFT JOIN documents_logentry entry ON entry.id = place.entry_id ORDER BY place.number
"""
_NO_PLACE: Final = """
SELECT agency_id, document_id, ordinal FROM documents_logentry entry
WHERE NOT EXISTS (SELECT 1 FROM documents_logleaf place WHERE place.entry_id = entry.id)
"""
Roots = dict[int, list[tuple[str, bytes]]]
"""By size of the log: which heads say what its root is."""


@dataclass
class Check:
    """Goes through everything once; the counts are right when `flaws` has been read to its end.

    `elsewhere` are heads that somebody has kept, as they were handed over.
    """

    elsewhere: Iterable[Any] = ()
    leaves: int = 0
    heads: int = 0
    documents: int = 0
    unsigned: int = field(default=0)

    def flaws(self) -> Iterator[Flaw]:
        """Everything that does not hold. The caller sees to it that the database stands still meanwhile."""
        roots: Roots = defaultdict(list)
        keys = keys_of(public_parts(LOG).values())
        yield from self._heads(roots, keys)
        yield from self._elsewhere(roots, keys)
        signed = max(roots, default=0)
        yield from self._places(roots)
        yield from _beside()
        self.unsigned = max(0, self.leaves - signed)
        for flaw in compared():
            if flaw is None:
                self.documents += 1
            else:
                yield flaw

    def _heads(self, roots: Roots, keys: Keys) -> Iterator[Flaw]:
        before: LogHead | None = None
        for row in LogHead.objects.order_by("number").iterator(chunk_size=AT_ONCE):
            self.heads += 1
            where = f"head {row.number}"
            if row.number != (before.number + 1 if before else 1):
                yield Flaw(None, where, "does not follow the one before: some are gone")
            if before and (row.size < before.size or row.at <= before.at):
                yield Flaw(None, where, "its size or its time goes back")
            before = row
            try:
                head = read(heads.told(row), keys)
            except NotProven as reason:
                yield Flaw(None, where, str(reason))
                continue
            if not _is_row(head, row):
                yield Flaw(None, where, "its row says something else than what was signed")
            roots[head.size].append((where, head.root))

    def _elsewhere(self, roots: Roots, keys: Keys) -> Iterator[Flaw]:
        for place, told in enumerate(self.elsewhere, start=1):
            try:
                head = read(told, keys)
            except NotProven as reason:
                yield Flaw(None, f"head {place} that was kept elsewhere", str(reason))
                continue
            where = f"head {head.number}, kept elsewhere"
            row = heads.numbered(head.number)
            if row is None or row.body != head.body:
                yield Flaw(None, where, "is not in the database" if row is None else "the database has another one")
            roots[head.size].append((where, head.root))

    def _places(self, roots: Roots) -> Iterator[Flaw]:
        peaks: list[bytes] = []
        for row in _rows(_PLACES):
            number, leaf, nodes, body = row[0], bytes(row[1]), bytes(row[2]), row[8]
            if number != self.leaves:
                yield Flaw(
                    None, f"line {self.leaves}", f"gone from the log: after it comes {number}; all below is open"
                )
                return
            if body is None:
                yield Flaw(None, f"line {number}", "its text is gone")
            else:
                yield from _line(number, leaf, row[3:])
            peaks, expected = tree.completed(peaks, number, leaf)
            if nodes != expected:
                yield Flaw(row[6], f"line {number}", "the tree was altered here: its nodes are not those of the leaves")
            self.leaves += 1
            yield from _under(self.leaves, peaks, roots)
        for size, told in sorted(roots.items()):
            if size > self.leaves:
                where = f"{self.leaves} lines are there, {size} were signed"
                yield from (Flaw(None, which, f"the end of the log is cut off: {where}") for which, _ in told)


def _under(size: int, peaks: list[bytes], roots: Roots) -> Iterator[Flaw]:
    if size not in roots:
        return
    root = seal.Frontier(size, tuple(peaks)).root()
    for which, said in roots[size]:
        if said != root:
            yield Flaw(None, which, f"the first {size} lines are not those that were signed")


def _line(number: int, leaf: bytes, row: tuple[Any, ...]) -> Iterator[Flaw]:
    """The text of a line against its hash and its columns."""
    document, ordinal, event, agency, at, body, own = row
    where = f"line {number} (document {document})"
    if seal.leaf_hash(body.encode()) != leaf:
        yield Flaw(agency, where, "its text was altered")
        return
    said = json.loads(body)
    columns = {"document": str(document), "ordinal": ordinal, "event": event, "agency": str(agency)}
    wrong = [name for name, value in columns.items() if said[name] != value]
    if datetime.fromisoformat(said["at"]) != at:
        wrong.append("at")
    if bytes(own) != leaf:
        wrong.append("leaf")
    for name in wrong:
        yield Flaw(agency, where, f"its column “{name}” says something else than its text")


def _is_row(head: Head, row: LogHead) -> bool:
    return (head.number, head.size, head.root, head.at, head.key) == (
        row.number, row.size, bytes(row.root), row.at, row.key,
    )  # fmt: skip


def _beside() -> Iterator[Flaw]:
    for agency, document, ordinal in _rows(_NO_PLACE):
        yield Flaw(agency, f"event {ordinal} of document {document}", "has a line, but no place in the log")


def _rows(query: str) -> Iterator[tuple[Any, ...]]:
    """With flat memory."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(AT_ONCE):
            yield from rows
