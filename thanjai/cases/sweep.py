"""Finding the cases that the clock must look at: one statement over one index, however many cases there are."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import PLATFORM, acting_as

AT_ONCE = 10_000
AGAIN_AFTER = timedelta(hours=1)
"""If the job of a case is lost, the next sweep after this finds it again."""

BY_INDEX = "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off"
"""Statistics are old just when very many cases wake at once; the planner must not read the whole table then."""

# The ids go into an array, not a join, for the same reason.
STATEMENT = """
WITH due AS (
    SELECT id FROM cases_case WHERE wake_at <= %(now)s
    ORDER BY wake_at LIMIT %(most)s FOR UPDATE SKIP LOCKED
), woken AS (
    UPDATE cases_case SET wake_at = %(again)s WHERE id = ANY (ARRAY(SELECT id FROM due))
    RETURNING id, agency_id
), jobs AS (
    INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args)
    SELECT 'default', 'thanjai.cases.jobs.attend', 0,
           jsonb_build_object('agency_id', agency_id, 'case_id', id) FROM woken
)
SELECT count(*) FROM woken
"""


def values(moment: datetime, most: int = AT_ONCE) -> dict[str, Any]:
    """What the statement is run with."""
    return {"now": moment, "again": moment + AGAIN_AFTER, "most": most}


def sweep(most: int = AT_ONCE) -> int:
    """Queue a job for each case whose time has come; how many there were. Two sweeps at once queue each once."""
    with acting_as(PLATFORM), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(BY_INDEX)
        cursor.execute(STATEMENT, values(now(), most))
        return int(cursor.fetchone()[0])
