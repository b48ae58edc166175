"""The public register with few and with very many papers: how long each way to look for something takes.

Each search is made as the page makes it: the words looked up, then what the papers say read, as the public. Judged is
a register that is asked all day, whose indexes the machine has in memory; the first time round is told beside it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from statistics import median
from typing import Any, Final
from uuid import UUID

import psycopg
from django.db import transaction

from thanjai.config.bench.figures import Figure, below, plain
from thanjai.config.bench.issuing import issued
from thanjai.config.bench.listing import PLACES, Register
from thanjai.config.bench.own_time import own_time
from thanjai.config.bench.planting import Plantation
from thanjai.documents import register
from thanjai.documents.register import Listed
from thanjai.kernel.tenancy import PUBLIC, acting_as

SIZES: Final = {"small": 500_000, "full": 5_000_000}
FEW: Final = 50_000
TIMES: Final = 60
"""Searches of each kind."""
AT_MOST: Final = 1.3
_READ: Final = "SELECT indexrelname, idx_scan FROM pg_stat_user_indexes WHERE relname = 'documents_listedword'"
_IN_ORDER: Final = ("word, document_id", "agency_id, word, document_id", "document_id, word")
"""The columns of the indexes of words."""
_WHOLE: Final = "SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'documents_listedword'"


@dataclass(frozen=True)
class Paper:
    """What somebody knows who looks for a paper."""

    number: str
    given: str
    family: str
    place: str
    agency: UUID


Search = Callable[[Paper], list[Listed]]
SEARCHES: Final[Mapping[str, Search]] = {
    "number": lambda one: register.search(one.number),
    "given name": lambda one: register.search(one.given),
    "beginning of a family name": lambda one: register.search(one.family[:5]),
    "whole name": lambda one: register.search(f"{one.given} {one.family}"),
    "place": lambda one: register.search(one.place),
    "name and place": lambda one: register.search(f"{one.family} {one.place}"),
    "common word and place": lambda one: register.search(f"ร้าน {one.place}"),
    "name at an agency": lambda one: register.search(one.given, agency=one.agency),
    "place at an agency": lambda one: register.search(one.place, agency=one.agency),
    "newest of an agency": lambda one: register.newest(one.agency),
    "two places that no paper has": lambda one: register.search(f"{one.place} {_other(one.place)}"),
}


def measure(plantation: Plantation, scale: str) -> list[Figure]:
    """Few papers first, then so many more."""
    many = SIZES[scale]
    source = issued(plantation, 1)[0]
    with plantation.owner() as owner:
        row = owner.execute("SELECT id FROM documents_document WHERE check_code = %s", [source]).fetchone()
        assert row is not None
        planted = Register(owner, row[0], plantation.agencies)
        planted.grow(FEW)
        few = _searched(owner, FEW)
        began = time.perf_counter()
        planted.grow(many)
        words = f"{many:,} papers planted in {time.perf_counter() - began:.0f} s; {_size(owner)}"
        looked = _looks(owner)
        first = _searched(owner, many)
        used = {name: count - looked[name] for name, count in _looks(owner).items()}
        _take_into_memory(owner)
        later = _searched(owner, many)
        planted.clear()
    return _figures(few, later, many, f"the first time {_each(first)}; {words}; looks at words, by index: {used}")


def _figures(few: dict[str, float], later: dict[str, float], many: int, words: str) -> list[Figure]:
    middle = median(later.values()) / median(few.values())
    slowest = max(later, key=lambda name: later[name])
    detail = f"median ms of each way among {many:,} papers: {_each(later)}; among {FEW:,}: {_each(few)}; {words}"
    ratio = (
        below("register", middle, "many ÷ few", AT_MOST, detail)
        if many == SIZES["full"]
        else plain("register", middle, "many ÷ few", f"{detail}; judged at the full scale")
    )
    return [ratio, plain("register, slowest", later[slowest] * 1e3, "ms", slowest)]


def _each(taken: Mapping[str, float]) -> str:
    """In milliseconds, with the median of all ways in front."""
    ways = ", ".join(f"{name} {seconds * 1e3:.2f}" for name, seconds in taken.items())
    return f"{median(taken.values()) * 1e3:.2f} ({ways})"


def _take_into_memory(owner: psycopg.Connection[Any]) -> None:
    """Read the indexes of words, and the papers, from end to end."""
    with owner.transaction():
        owner.execute("SET LOCAL enable_seqscan = off")
        owner.execute("SET LOCAL enable_bitmapscan = off")
        for columns in _IN_ORDER:
            owner.execute(
                f"SELECT count(*) FROM (SELECT {columns} FROM documents_listedword ORDER BY {columns} OFFSET 0) each"
            )
    owner.execute("SELECT count(*) FROM documents_document WHERE version > 0")


def _searched(owner: psycopg.Connection[Any], papers: int) -> dict[str, float]:
    """Median seconds of each way to search, for papers drawn by lot."""
    dice = Random(4711)
    drawn = [_paper(owner, dice.randrange(papers)) for _ in range(TIMES)]
    return {name: median(_timed(search, paper) for paper in drawn) for name, search in SEARCHES.items()}


def _timed(search: Search, paper: Paper) -> float:
    with acting_as(PUBLIC), transaction.atomic(), own_time() as spent:
        search(paper)
    return spent.seconds


def _paper(owner: psycopg.Connection[Any], number: int) -> Paper:
    row = owner.execute(
        "SELECT number, holder, public #>> '{0,value,th}', agency_id FROM documents_document WHERE number = %s",
        [f"FL-{number:08}"],
    ).fetchone()
    assert row is not None
    given, family = row[1].split()
    return Paper(row[0], given, family, row[2].split()[-1], row[3])


def _other(place: str) -> str:
    places = PLACES.split()
    return places[places.index(place) - 1]


def _looks(owner: psycopg.Connection[Any]) -> dict[str, int]:
    """How often each index of the words was looked into, and the whole table read."""
    owner.execute("SELECT pg_stat_force_next_flush()")
    time.sleep(1)  # The other session tells what it did a second later.
    whole = owner.execute(_WHOLE).fetchone()
    assert whole is not None
    return {**{str(name): int(count) for name, count in owner.execute(_READ)}, "none": int(whole[0])}


def _size(owner: psycopg.Connection[Any]) -> str:
    row = owner.execute(
        "SELECT count(*), pg_total_relation_size('documents_listedword') / 1e9 FROM documents_listedword"
    ).fetchone()
    assert row is not None
    return f"{row[0]:,} words, {row[1]:.1f} GB with their indexes"
