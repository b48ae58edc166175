"""The public log with ten million leaves: how long proofs take, and how many lines a second one core adds.

The leaves are made up, and their tree is planted as it would have grown; lines are added by the documents' own code, in
transactions that are durable when they are counted.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from statistics import median, quantiles
from typing import Any
from uuid import UUID

import psycopg
from django.db import transaction

from thanjai.config.bench.figures import Figure, at_least, below
from thanjai.config.bench.own_time import own_time
from thanjai.config.bench.planting import Plantation
from thanjai.documents.log import nodes, proofs
from thanjai.documents.log.entering import Happened, enter_all
from thanjai.domain import seal, tree
from thanjai.kernel.clock import now
from thanjai.kernel.ids import new_id
from thanjai.kernel.tenancy import PUBLIC, acting_as, worker_at

LEAVES = 10_000_000
PROOFS = 2_000
SECONDS = 2.0
REPEATS = 3
TOGETHER = 100
"""Lines of one transaction, as when many documents are issued at once."""


def measure(plantation: Plantation) -> list[Figure]:
    """Proofs among all that was planted, then appends at its end."""
    began = time.perf_counter()
    with plantation.owner() as owner:
        peaks = _planted(owner)
    planted = f"{LEAVES:,} leaves planted in {time.perf_counter() - began:.0f} s"
    root = seal.Frontier(LEAVES, tuple(peaks)).root()
    return [*_proofs(root, planted), _appends(plantation)]


def _planted(owner: psycopg.Connection[Any]) -> list[bytes]:
    """Fill the table of places; what is over of the tree at its right edge."""
    peaks: list[bytes] = []
    owner.execute("DROP INDEX logleaf_by_hash")
    with owner.cursor().copy(
        "COPY documents_logleaf (number, entry_id, leaf, nodes) FROM STDIN (FORMAT binary)"
    ) as copy:
        copy.set_types(["int8", "uuid", "bytea", "bytea"])
        for number in range(LEAVES):
            leaf = hashlib.sha256(number.to_bytes(8, "big")).digest()
            peaks, found = tree.completed(peaks, number, leaf)
            copy.write_row((number, UUID(int=number), leaf, found))
    owner.execute("CREATE INDEX logleaf_by_hash ON documents_logleaf ((number >> 20), leaf)")
    owner.execute("VACUUM ANALYZE documents_logleaf")
    return peaks


def _proofs(root: bytes, planted: str) -> Iterator[Figure]:
    """Of random leaves, and from random earlier sizes; each read in the database and checked."""
    dice = Random(4711)

    def inclusion(number: int) -> Callable[[], None]:
        leaf = hashlib.sha256(number.to_bytes(8, "big")).digest()
        _sure(proofs.number_of(leaf, LEAVES) == number)
        path = proofs.path(number, LEAVES)
        return lambda: _sure(seal.verify_inclusion(leaf, number, LEAVES, path, root))

    def consistency(number: int) -> Callable[[], None]:
        path = tree.hashes(tree.consistency(number + 1, LEAVES), nodes.read)
        return lambda: _sure(seal.verify_consistency(number + 1, LEAVES, tree.root(number + 1, nodes.read), root, path))

    for name, prove in (("inclusion", inclusion), ("consistency", consistency)):
        taken = []
        with acting_as(PUBLIC), transaction.atomic():
            for _ in range(PROOFS):
                number = dice.randrange(LEAVES)
                with own_time() as spent:
                    check = prove(number)
                taken.append(spent.seconds)
                check()
        slow = quantiles(taken, n=100)[98] * 1000
        detail = f"median of {PROOFS:,} random ones, without the time of other programs; 99 of 100 within {slow:.2f} ms; {planted}"
        yield below(f"log: {name}", median(taken) * 1000, "ms", 1.0, detail)


def _sure(proven: bool) -> None:
    if not proven:
        raise RuntimeError("a proof of the planted log does not hold")


def _appends(plantation: Plantation) -> Figure:
    one, many = _rate(plantation, 1), _rate(plantation, TOGETHER)
    detail = (
        f"one process, {TOGETHER} lines to a transaction, after {LEAVES:,} leaves; lines written, placed, their nodes"
        f" worked out, and durable; {one:.0f}/s with one line to a transaction"
    )
    return at_least("log: append", many, "per s and core", 2_000, detail)


def _rate(plantation: Plantation, together: int) -> float:
    """Lines a second."""
    rates = []
    agency = plantation.agencies[0]
    for _ in range(REPEATS):
        done, began = 0, time.perf_counter()
        while (taken := time.perf_counter() - began) < SECONDS:
            with acting_as(worker_at(agency)), transaction.atomic():
                enter_all([Happened(Paper(agency), "issued", now()) for _ in range(together)])
            done += together
        rates.append(done / taken)
    return median(rates)


@dataclass
class Paper:
    """As much of a document as a line is made of."""

    agency_id: UUID
    id: UUID = field(default_factory=new_id)
    kind: str = "licence"
    number: str = "1/2569"
    check_code: str = "AAAA-BBBB-CCCC"
    sha256: str = "0" * 64
    salt: bytes | memoryview = bytes(16)
