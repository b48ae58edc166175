"""Finding the cases that the clock must look at: one statement over one index, however many cases there are."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection, transaction

from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import PLATFORM, acting_as

AT_ONCE = 10_000
AGAIN_AFTER = timedelta(hours=1)
"""If the job of a case is lost, the next sweep after this finds it again."""

_SWEEP = """
WITH due AS (
    SELECT id, agency_id FROM cases_case WHERE wake_at <= %(now)s
    ORDER BY wake_at LIMIT %(most)s FOR UPDATE SKIP LOCKED
), woken AS (
    UPDATE cases_case SET wake_at = %(again)s FROM due WHERE cases_case.id = due.id
    RETURNING cases_case.id, cases_case.agency_id
), jobs AS (
    INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args)
    SELECT 'default', 'thanjai.cases.jobs.attend', 0,
           jsonb_build_object('agency_id', agency_id, 'case_id', id) FROM woken
)
SELECT count(*) FROM woken
"""


def sweep(most: int = AT_ONCE) -> int:
    """Queue a job for each case whose time has come; how many there were. Two sweeps at once queue each once."""
    moment = now()
    with acting_as(PLATFORM), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_SWEEP, {"now": moment, "again": moment + AGAIN_AFTER, "most": most})
        return int(cursor.fetchone()[0])
