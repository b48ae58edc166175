"""The minute's sweep among very many open cases: how long it takes, and what it reads.

The same number is due among few and among ten times as many open cases, strewn over the table as they would be.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from thanjai.cases import sweep
from thanjai.config.bench.figures import Figure, below, plain
from thanjai.config.bench.own_time import server, waited
from thanjai.config.bench.planting import Plantation, copies, spread, spread_unevenly
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import PLATFORM, acting_as

TIMES = 10
BATCH = 20_000
REPEATS = 5
SECONDS_AT_MOST = 2.0
"""For 10,000 due."""
GROWTH_AT_MOST = 1.3


@dataclass(frozen=True)
class Size:
    """How many cases are open, at most, and how many of them are due."""

    open: int
    due: int


SIZES: Mapping[str, Size] = {"small": Size(100_000, 1_000), "full": Size(1_000_000, 10_000)}

_STREW = """
UPDATE cases_case SET wake_at = CASE WHEN chosen.n %% %(step)s = 0
    THEN now() - (chosen.n %% 60) * interval '1 second' ELSE now() + (1 + chosen.n %% 90) * interval '1 day' END
FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM cases_case) chosen
WHERE cases_case.id = chosen.id
"""
_AGAIN = "UPDATE cases_case SET wake_at = now() WHERE wake_at > now() AND wake_at < now() + interval '2 hours'"


@dataclass(frozen=True)
class Swept:
    """What a sweep took, and what it read: rows of cases by index, other rows, pages of memory."""

    size: Size
    seconds: float
    by_index: Mapping[str, int]
    others: int
    pages: int

    def in_words(self) -> str:
        indexes = ", ".join(f"{rows:,} by {name}" for name, rows in self.by_index.items())
        return (
            f"{self.size.due:,} of {self.size.open:,} open cases queued in {self.seconds:.3f} s; rows of cases read:"
            f" {indexes}, others {self.others:,}, {self.pages:,} looks at pages"
        )


def measure(plantation: Plantation, scale: str) -> list[Figure]:
    """Among few and among many open cases."""
    plantation.empty()
    many = SIZES[scale]
    few = Size(many.open // TIMES, many.due)
    _plant(plantation, few.open)
    with_few = _measured(plantation, few)
    _plant(plantation, many.open - few.open)
    with_many = _measured(plantation, many)
    aim = SECONDS_AT_MOST * many.due / 10_000
    times, few_words = with_many.seconds / with_few.seconds, with_few.in_words()
    # Ten times ten thousand cases make every index one page deeper, which ten times a hundred thousand do not.
    growth = (
        below("sweep: growth", times, "many ÷ few", GROWTH_AT_MOST, few_words)
        if scale == "full"
        else plain("sweep: growth", times, "many ÷ few", f"{few_words}; judged at the full scale")
    )
    return [below("sweep", with_many.seconds, "s", aim, with_many.in_words()), growth]


def _plant(plantation: Plantation, count: int) -> None:
    """So many more open cases, of all agencies; their events are not what a sweep looks at."""
    case, places = plantation.a_case, spread_unevenly(plantation.agencies)
    changed: dict[str, sql.Composable] = {
        "number": sql.SQL("'B-' || lpad(nextval('cases_serial')::text, 12, '0')"),
        "agency_id": spread(places),
    }
    with plantation.owner() as owner:
        for first in range(0, count, BATCH):
            copies(owner, "cases_case", case.id, min(BATCH, count - first), changed)


def _measured(plantation: Plantation, size: Size) -> Swept:
    """The median of some sweeps, each of the same cases, and what one of them read."""
    with plantation.owner() as owner:
        owner.execute(_STREW, {"step": size.open // size.due})
    seconds = []
    for _ in range(REPEATS):
        plantation.settle()
        seconds.append(_timed(size.due))
        with plantation.owner() as owner:
            owner.execute(_AGAIN)
            owner.execute("TRUNCATE procrastinate_jobs CASCADE")
    plantation.settle()
    plan = explained()["Plan"]
    by_index, others = rows_read(plan)
    pages = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    return Swept(size, median(seconds), by_index, others, pages)


def _timed(due: int) -> float:
    """The database's time for one sweep; raises RuntimeError when it did not find exactly what is due."""
    process = server()
    before, began = waited(process), time.perf_counter()
    found = sweep.sweep()
    taken = time.perf_counter() - began - (waited(process) - before)
    if found != due or process != server():
        raise RuntimeError(f"the sweep queued {found} cases, not the {due} that are due")
    return taken


def explained() -> dict[str, Any]:
    """The plan of a sweep as it ran, with what it read; what it did is undone."""
    with acting_as(PLATFORM), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sweep.BY_INDEX)
        cursor.execute("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + sweep.STATEMENT, sweep.values(now()))
        (answer,) = cursor.fetchone()
        transaction.set_rollback(True)
    plan: dict[str, Any] = (json.loads(answer) if isinstance(answer, str) else answer)[0]
    return plan


def rows_read(plan: dict[str, Any]) -> tuple[dict[str, int], int]:
    """The rows of cases that a plan read and used, by index, and those it read in another way or for nothing."""
    by_index: dict[str, int] = {}
    others = 0
    for scan in _scans(plan):
        rows = round(scan["Actual Rows"] * scan["Actual Loops"])
        wasted = round(scan.get("Rows Removed by Filter", 0) * scan["Actual Loops"])
        name = scan.get("Index Name")
        if name is None:
            others += rows + wasted
        else:
            by_index[name] = by_index.get(name, 0) + rows
            others += wasted
    return by_index, others


def _scans(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "Scan" in node["Node Type"] and node.get("Relation Name") == "cases_case":
        yield node
    for part in node.get("Plans", ()):
        yield from _scans(part)
