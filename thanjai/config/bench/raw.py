"""The most this machine can do: the rows of one submission written by plain psycopg, as one statement each."""

from __future__ import annotations

import time
from collections.abc import Mapping
from statistics import median
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg import pq, sql

from thanjai.config.bench.figures import Figure, plain
from thanjai.config.bench.load import fork, gathered
from thanjai.config.bench.planting import Plantation

PROCESSES = 2
SECONDS = 3.0
REPEATS = 3
_NAME = b"submission"


class RawSubmission:
    """The rows of a real submission, to be written again and again under other ids.

    The values are bytes ready to send: what Python would need to prepare them is not part of the limit.
    """

    def __init__(self, connection: psycopg.Connection[Any], case_id: UUID) -> None:
        self._values: list[bytes | None] = [None, None]
        parts = [
            self._insert(connection, "cases_case", "id", case_id, {"id": 1, "number": 2}),
            self._insert(connection, "cases_caseevent", "case_id", case_id, {"case_id": 1}),
            self._insert(
                connection, "procrastinate_jobs", "args ->> 'case_id'", case_id, {"id": 0, "abort_requested": 0}
            ),
        ]
        self.statement = "WITH c AS ({}), e AS ({}) {}".format(*parts).encode()

    def _insert(
        self, connection: psycopg.Connection[Any], table: str, key: str, case_id: UUID, own: Mapping[str, int]
    ) -> str:
        """An INSERT of a case's rows in a table; columns in `own` take that parameter, or their default for 0."""
        columns = connection.execute(
            "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
            [table],
        ).fetchall()
        columns = [(name, kind) for name, kind in columns if own.get(name) != 0]
        texts = ", ".join(f'"{name}"::text' for name, _ in columns)
        found = connection.execute(sql.SQL(f"SELECT {texts} FROM {table} WHERE {key} = %s"), [str(case_id)])
        rows = ", ".join(
            "({})".format(
                ", ".join(
                    f"${self._place(own.get(name), text)}::{kind}"
                    for (name, kind), text in zip(columns, row, strict=True)
                )
            )
            for row in found
        )
        return f"INSERT INTO {table} ({', '.join(name for name, _ in columns)}) VALUES {rows}"

    def _place(self, own: int | None, text: str | None) -> int:
        """The number of the parameter for a value."""
        if own is not None:
            return own
        self._values.append(None if text is None else text.encode())
        return len(self._values)

    def prepare(self, connection: psycopg.Connection[Any]) -> None:
        """Let the server parse and plan the statement once."""
        _check(connection.pgconn.prepare(_NAME, self.statement), pq.ExecStatus.COMMAND_OK)

    def write(self, connection: psycopg.Connection[Any]) -> None:
        """Write one, durably."""
        id = str(uuid4()).encode()
        values: list[Any] = [id, id, *self._values[2:]]
        _check(connection.pgconn.exec_prepared(_NAME, values), pq.ExecStatus.COMMAND_OK)


def _check(result: pq.abc.PGresult, wanted: pq.ExecStatus) -> None:
    if result.status != wanted:
        raise psycopg.errors.error_from_result(result)


def measure(plantation: Plantation) -> tuple[float, Figure]:
    """Submissions a second at most, and that as a figure."""
    with plantation.owner() as connection:
        submission = RawSubmission(connection, plantation.a_case.id)
    rate = median(_run(plantation, submission) for _ in range(REPEATS))
    detail = (
        f"case, events and job of one submission, one prepared statement and one commit each, {PROCESSES} processes"
        " with a connection each, values prebuilt, no policies; fsync and synchronous_commit on"
    )
    return rate, plain("raw", rate, "submits/s", detail)


def _run(plantation: Plantation, submission: RawSubmission) -> float:
    """Write from all processes at once; returns how many a second."""
    barrier = fork.Barrier(PROCESSES)
    pipes = [fork.Pipe(duplex=False) for _ in range(PROCESSES)]
    children = [
        fork.Process(target=_child, args=(plantation.owner_url, submission, barrier, pipe[1]), daemon=True)
        for pipe in pipes
    ]
    return float(sum(gathered(children, pipes))) / SECONDS


def _child(url: str, submission: RawSubmission, barrier: Any, pipe: Any) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        submission.prepare(connection)
        submission.write(connection)
        barrier.wait()
        count, until = 0, time.perf_counter() + SECONDS
        while time.perf_counter() < until:
            submission.write(connection)
            count += 1
        pipe.send(count)
