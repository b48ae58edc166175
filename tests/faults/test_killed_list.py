"""The worker is killed while it works a list off: the list goes on, and no case is decided twice."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from tests.faults.worker import SECONDS, Worker, comes_true, let_time_pass
from tests.web.applicant import work_off
from tests.world import World, build
from thanjai.batches import actions, selectors
from thanjai.cases import journal
from thanjai.cases import selectors as cases
from thanjai.domain.case_list import cells, read
from thanjai.kernel.processes import wait_for
from thanjai.kernel.tenancy import acting_as
from thanjai.kernel.transactions import at_one_moment

ALLOWANCE = "old-age-allowance"
HELD = "SELECT EXISTS (SELECT 1 FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = current_database())"
OVER = "SELECT count(*) = 1 FROM procrastinate_jobs WHERE task_name LIKE '%batches.jobs.work' AND status = 'succeeded'"


@pytest.fixture
def handed_in(own_database: str) -> tuple[World, list[Any], Any]:
    """A list of five cases, confirmed."""
    with transaction.atomic():
        world = build(ALLOWANCE)
        rows = [world.until(world.submitted(ALLOWANCE)[1], "decide", ALLOWANCE) for _ in range(5)]
        with acting_as(world.officer):
            listed = read(cells("\n".join(row.number for row in rows)))
            batch = actions.prepare(actor=world.officer, service=ALLOWANCE, step="decide", listed=listed)
            findings = {"pay_from": {"day": "1", "month": "12", "year": "2026"}}
            command = {"findings": findings, "outcome": "refused", "words": "ไม่เข้าเกณฑ์"}
            actions.confirm(actor=world.officer, batch_id=batch.id, command=command)
    work_off("follow_up", "deliver", "told")
    return world, rows, batch


def decided(rows: list[Any]) -> list[int]:
    """How often each case was decided; every record holds."""
    with at_one_moment():
        found = []
        for row in rows:
            events = cases.events_of(row.id)
            assert journal.verify(cases.case(row.id), events) is None
            found.append(sum(event.type == "decided" for event in events))
        return found


def alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"
            " AND pid <> pg_backend_pid()"
        )
        return bool(cursor.fetchone()[0] == 0)


def test_a_worker_killed_in_the_middle_of_a_list_decides_no_case_twice(
    own_database: str, handed_in: tuple[World, list[Any], Any], tmp_path: Path
) -> None:
    world, rows, batch = handed_in
    owner = psycopg.connect(own_database.replace("thanjai_app@", "thanjai_owner@"))
    with closing(owner), Worker(own_database, tmp_path / "first.log") as first:
        owner.execute(f"SELECT 1 FROM cases_case WHERE id = '{rows[2].id}' FOR UPDATE")
        assert comes_true(HELD), first.said()
        first.kill()
        owner.rollback()
    assert wait_for(alone, SECONDS)
    assert decided(rows) == [1, 1, 0, 0, 0], "each case is its own transaction"

    let_time_pass()
    with Worker(own_database, tmp_path / "second.log") as second:
        assert comes_true(OVER), second.said()
    assert decided(rows) == [1] * 5
    with acting_as(world.officer), transaction.atomic():
        progress = selectors.progress(selectors.batch(world.agency, batch.id))
    assert (progress.done, progress.waiting, progress.refused) == (5, 0, 0)
