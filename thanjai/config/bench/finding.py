"""The public register with few and with very many papers: how long a search takes, as the public page makes it.

Each paper has the words that a real one has: its number, a given and a family name, a place. Names repeat as they do
among people, so that many papers share a word. The words are made up, and no papers stand behind them.
"""

from __future__ import annotations

import time
from random import Random
from statistics import median
from typing import Final
from uuid import UUID

import psycopg
from django.db import transaction

from thanjai.config.bench.figures import Figure, below, plain
from thanjai.config.bench.planting import Plantation
from thanjai.documents import register
from thanjai.kernel.tenancy import PUBLIC, acting_as

SIZES: Final = {"small": 500_000, "full": 5_000_000}
FEW: Final = 50_000
TIMES: Final = 600
AT_MOST: Final = 1.3
_GIVEN, _FAMILIES, _PLACES = 20_000, 200_000, 5_000


def measure(plantation: Plantation, scale: str) -> list[Figure]:
    """Few papers first, then so many more."""
    many = SIZES[scale]
    with plantation.owner() as owner:
        _plant(owner, 0, FEW, plantation.agencies)
    few = _searched(FEW)
    began = time.perf_counter()
    with plantation.owner() as owner:
        _plant(owner, FEW, many, plantation.agencies)
    planted = f"{many:,} papers planted in {time.perf_counter() - began:.0f} s"
    later = _searched(many)
    words = f"median {later * 1e3:.2f} ms among {many:,}, {few * 1e3:.2f} ms among {FEW:,}; {planted}"
    if scale == "full":
        return [below("register", later / few, "many ÷ few", AT_MOST, words)]
    return [plain("register", later / few, "many ÷ few", f"{words}; judged at the full scale")]


def _plant(owner: psycopg.Connection[object], first: int, last: int, agencies: list[UUID]) -> None:
    copying = "COPY documents_listedword (word, document_id, agency_id) FROM STDIN"
    with owner.cursor() as cursor, cursor.copy(copying) as copy:
        for number in range(first, last):
            for word in _words(number):
                copy.write_row((word, UUID(int=number), agencies[number % len(agencies)]))
    owner.execute("VACUUM ANALYZE documents_listedword")


def _words(number: int) -> tuple[str, str, str, str]:
    dice = Random(number)
    return (
        f"fl{number:08}", f"given{dice.randrange(_GIVEN):05}", f"family{dice.randrange(_FAMILIES):06}",
        f"place{dice.randrange(_PLACES):04}",
    )  # fmt: skip


def _searched(papers: int) -> float:
    """Median seconds of searches for numbers, for beginnings of names, and for both names of somebody."""
    dice, times = Random(4711), []
    for turn in range(TIMES):
        number, given, family, _ = _words(dice.randrange(papers))
        query = (number, given, family, f"{family} {given}", family[:-2])[turn % 5]
        with acting_as(PUBLIC), transaction.atomic():
            began = time.perf_counter()
            register.search(query)
            times.append(time.perf_counter() - began)
    return median(times)
