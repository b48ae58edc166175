"""Late cases are found by an index, however many are open. Planned with figures of the very tables that are asked."""

from __future__ import annotations

import psycopg
from django.db import connection, transaction
from psycopg import sql

from tests.oversight.conftest import FOOD, MONDAY, WEEK_ON, complete, watcher
from tests.world import build
from thanjai.config.bench.planting import copies as copies_of_a_row
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import acting_as, worker_at
from thanjai.oversight import late


def test_late_cases_are_found_by_the_index_of_open_ones(own_database: str) -> None:
    """Most cases are over. Also through the wall of the view: a condition that may leak a row would be looked at only after it."""
    with transaction.atomic(), standing_at(MONDAY):
        world, overseer = build(FOOD), watcher()
    case = complete(world)
    with transaction.atomic(), acting_as(worker_at(world.agency)):
        closed = sql.SQL("CASE WHEN n % 20 > 0 THEN source.submitted_at END")
        changed = {"id": sql.SQL("uuidv7()"), "number": sql.SQL("'C-' || n"), "closed_at": closed}
        copies_of_a_row(connection.connection, "cases_case", case.id, 2000, changed)
    with psycopg.connect(own_database.replace("thanjai_app@", "thanjai_owner@"), autocommit=True) as owner:
        owner.execute("ANALYZE cases_case, agencies_agency")
    values = {"now": WEEK_ON, "most": late.MOST_COUNTED}
    with transaction.atomic(), acting_as(overseer), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN (FORMAT TEXT) " + late._COUNT, values)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "case_open_by_due" in plan
    assert "Index Cond: ((agency_id = agency.id) AND (due_at <" in plan
