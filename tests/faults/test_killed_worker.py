"""The worker is killed in the middle of issuing: afterwards there is one document, with one number, and no gap."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from tests.faults.worker import SECONDS, Worker, comes_true, jobs, let_time_pass
from tests.money.test_money import notice_of, take
from tests.web.applicant import work_off
from tests.world import World, build
from thanjai.cases import journal, selectors
from thanjai.documents import selectors as documents
from thanjai.documents.log.checking import Check
from thanjai.kernel import files
from thanjai.kernel.processes import wait_for
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.kernel.transactions import at_one_moment
from thanjai.money.selectors import invoice_of

FOOD = "food-premises-licence"
WAITING = """
SELECT EXISTS (SELECT 1 FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = current_database())
"""
DONE = "SELECT count(*) = 1 FROM procrastinate_jobs WHERE task_name LIKE '%issue' AND status = 'succeeded'"


@pytest.fixture
def case(own_database: str) -> Any:
    """A case that is paid for: all its other work is done, only the licence is to be issued."""
    with transaction.atomic():
        world = build(FOOD)
        case = paid(world, "T1")
    work_off("follow_up", "deliver")
    assert jobs("issue") == ["todo"]
    return case


def paid(world: World, id: str) -> Any:
    _, case = world.submitted()
    world.until(case, "pay")
    with acting_as(world.officer):
        invoice = invoice_of(case.id)
    assert invoice is not None
    take(notice_of(invoice, id=id), id=id)
    return case


def state(case: Any) -> tuple[str, list[Any], int]:
    """How the case stands, its documents, and the last number given to a licence."""
    with acting_as(PLATFORM), transaction.atomic():
        row = selectors.case(case.id)
        assert journal.verify(row, selectors.events_of(case.id)) is None
        with connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(max(last), 0) FROM kernel_sequence WHERE series LIKE 'licence/%%'")
            last = cursor.fetchone()[0]
        return row.status, documents.documents_of(case.id), last


@pytest.mark.parametrize(
    "held",
    [
        pytest.param("SELECT 1 FROM cases_case WHERE id = '{case}' FOR UPDATE", id="before its number is taken"),
        pytest.param("LOCK TABLE documents_document IN SHARE ROW EXCLUSIVE MODE", id="printed, signed and stored"),
        pytest.param(
            "LOCK TABLE documents_logleaf IN SHARE ROW EXCLUSIVE MODE", id="committing, its line being placed"
        ),
    ],
)
def test_a_worker_killed_while_issuing_leaves_nothing_and_another_one_issues_once(
    own_database: str, case: Any, held: str, tmp_path: Path
) -> None:
    owner = psycopg.connect(own_database.replace("thanjai_app@", "thanjai_owner@"))
    with owner, Worker(own_database, tmp_path / "first.log") as first:
        owner.execute(held.format(case=case.id))
        assert comes_true(WAITING), first.said()
        assert jobs("issue") == ["doing"]
        first.kill()
        owner.rollback()
    assert wait_for(lambda: state(case) == ("approved", [], 0), SECONDS)
    assert jobs("issue") == ["doing"]

    let_time_pass()
    with Worker(own_database, tmp_path / "second.log") as second:
        assert comes_true(DONE), second.said()
    status, issued, last = state(case)
    assert status == "issued" and last == 1 and jobs("issue") == ["succeeded"]
    (document,) = issued
    assert "00001" in document.number
    with acting_as(PLATFORM), transaction.atomic():
        assert documents.by_pdf(files.read_file(files.find_file(document.file_id))).status == "valid"
    with at_one_moment():
        log = Check()
        assert list(log.flaws()) == [] and log.leaves == 1
