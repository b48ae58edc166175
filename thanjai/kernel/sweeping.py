"""Finding the rows that the clock must look at: one statement over one index, however many rows there are.

A table that sleeps has a column `wake_at` with a partial index, and `agency_id`. Each row whose time has come gets a
job of its own; meanwhile its alarm is put off, so that it is found again should the job be lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction

from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import PLATFORM, acting_as

AT_ONCE: Final = 10_000
AGAIN_AFTER: Final = timedelta(hours=1)
"""If the job of a row is lost, the next sweep after this finds it again."""

BY_INDEX: Final = "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off"
"""Statistics are old just when very many rows wake at once; the planner must not read the whole table then."""

# The ids go into an array, not a join, for the same reason.
_STATEMENT: Final = """
WITH due AS (
    SELECT id FROM {table} WHERE wake_at <= %(now)s
    ORDER BY wake_at LIMIT %(most)s FOR UPDATE SKIP LOCKED
), woken AS (
    UPDATE {table} SET wake_at = %(again)s WHERE id = ANY (ARRAY(SELECT id FROM due))
    RETURNING id, agency_id
), jobs AS (
    INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args)
    SELECT 'default', '{task}', 0,
           jsonb_build_object('agency_id', agency_id, '{key}', id) FROM woken
)
SELECT count(*) FROM woken
"""


@dataclass(frozen=True, slots=True)
class Sweep:
    """Of one table. `task` is given the agency's id and, as `key`, the row's."""

    table: str
    task: str
    key: str

    @property
    def statement(self) -> str:
        return _STATEMENT.format(table=self.table, task=self.task, key=self.key)

    def once(self, most: int = AT_ONCE) -> int:
        """Queue a job for each row whose time has come; how many there were. Two sweeps at once queue each once."""
        with acting_as(PLATFORM), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(BY_INDEX)
            cursor.execute(self.statement, values(now(), most))
            return int(cursor.fetchone()[0])

    def all(self) -> None:
        """As often as there is something left."""
        while self.once() == AT_ONCE:
            pass


def values(moment: datetime, most: int = AT_ONCE) -> dict[str, Any]:
    """What the statement is run with."""
    return {"now": moment, "again": moment + AGAIN_AFTER, "most": most}
