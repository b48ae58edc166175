"""How long something took us and the database, without the time in which other programs had the processors."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection


@dataclass
class Spent:
    seconds: float = 0.0


@contextmanager
def own_time() -> Iterator[Spent]:
    """What the block took this process and its server. `seconds` is there when the block is over."""
    processes, spent = (server(), os.getpid()), Spent()
    before, began = sum(map(waited, processes)), time.perf_counter()
    yield spent
    spent.seconds = time.perf_counter() - began - (sum(map(waited, processes)) - before)


def server() -> int:
    """The process of the database that serves us."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def waited(process: int) -> float:
    """Seconds that a process was ready while other programs had the processors: not its own time.

    Nothing where the kernel does not tell; then the time includes it.
    """
    try:
        return int(Path(f"/proc/{process}/schedstat").read_text().split()[1]) / 1e9
    except (OSError, IndexError):
        return 0.0
