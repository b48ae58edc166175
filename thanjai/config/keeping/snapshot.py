"""What a database holds at one moment, in figures that its copy must show again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql
from pydantic import BaseModel

# Rows are compared as text, which must not depend on how a server is set up.
_PLAIN = "SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'iso_8601'; SET extra_float_digits = 1"
_TABLES = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
ORDER BY relname
"""
_SEQUENCES = "SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1"
_SUM = """
SELECT count(*), coalesce(sum(('x' || left(md5(one::text), 16))::bit(64)::bigint), 0)::text FROM {table} one
"""
_FILES = "SELECT DISTINCT ON (place) place, size FROM kernel_storedfile WHERE place <> '' ORDER BY place"


class Contents(BaseModel):
    """Rows and the sum over the rows' hashes of each table, and where each sequence stands."""

    tables: dict[str, tuple[int, str]]
    sequences: dict[str, int]

    def differences(self, other: Contents) -> list[str]:
        """What is not the same there, in words; empty when all is."""
        found = []
        for name in sorted(self.tables.keys() | other.tables.keys()):
            ours, theirs = self.tables.get(name), other.tables.get(name)
            if ours != theirs:
                found.append(f"table {name}: {_told(ours)} became {_told(theirs)}")
        for name in sorted(self.sequences.keys() | other.sequences.keys()):
            if self.sequences.get(name) != other.sequences.get(name):
                found.append(f"sequence {name}: {self.sequences.get(name)} became {other.sequences.get(name)}")
        return found


def _told(table: tuple[int, str] | None) -> str:
    return "nothing" if table is None else f"{table[0]:,} rows (sum {table[1]})"


@dataclass(frozen=True)
class Snapshot:
    """One moment of a database, which lasts as long as its transaction. `id` lets pg_dump see the same."""

    id: str
    connection: psycopg.Connection[Any]

    def contents(self) -> Contents:
        return contents(self.connection)

    def files(self) -> Iterator[tuple[str, int]]:
        """The place and size of every content that rows name, without reading them all into memory."""
        with self.connection.cursor(name="files") as cursor:
            yield from cursor.execute(_FILES)


@contextmanager
def snapshot(owner_url: str) -> Iterator[Snapshot]:
    """A moment that other connections can look at as well, with nobody kept from working."""
    with psycopg.connect(owner_url) as connection:
        connection.execute(_PLAIN)
        connection.commit()
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None
        yield Snapshot(row[0], connection)


def contents(connection: psycopg.Connection[Any]) -> Contents:
    """Reads every row once."""
    tables = {}
    for (name,) in connection.execute(_TABLES).fetchall():
        row = connection.execute(sql.SQL(_SUM).format(table=sql.Identifier(name))).fetchone()
        assert row is not None
        tables[name] = (int(row[0]), str(row[1]))
    return Contents(tables=tables, sequences=dict(connection.execute(_SEQUENCES).fetchall()))


def contents_of(owner_url: str) -> Contents:
    """As of now."""
    with snapshot(owner_url) as found:
        return found.contents()
