"""The worker is killed in the middle of issuing: afterwards there is one document, with one number, and no gap."""

from __future__ import annotations

from contextlib import closing
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
    work_off("follow_up", "deliver", "told")
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


def connected() -> bool:
    """Whether somebody besides us is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend')"
        )
        return bool(cursor.fetchone()[0])


def state(case: Any) -> tuple[str, list[Any], int]:
    """How the case stands, its documents, and the last number given to a licence."""
    with at_one_moment():
        row = selectors.case(case.id)
        assert journal.verify(row, selectors.events_of(case.id)) is None
        with connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(max(last), 0) FROM kernel_sequence WHERE series LIKE 'licence/%%'")
            last = cursor.fetchone()[0]
        return row.status, documents.documents_of(case.id), last


@pytest.mark.parametrize(
    ("held", "left"),
    [
        pytest.param("SELECT 1 FROM cases_case WHERE id = '{case}' FOR UPDATE", 0, id="before its number is taken"),
        pytest.param("LOCK TABLE documents_document IN SHARE ROW EXCLUSIVE MODE", 0, id="printed, signed and stored"),
        pytest.param(
            "LOCK TABLE documents_logleaf IN SHARE ROW EXCLUSIVE MODE", 1, id="committing, its line being placed"
        ),
    ],
)
def test_a_worker_killed_while_issuing_leaves_all_or_nothing_and_the_licence_is_issued_once(
    own_database: str, case: Any, held: str, left: int, tmp_path: Path
) -> None:
    """Whoever dies while the database commits has committed: then all is there, but for the word that the job is done."""
    owner = psycopg.connect(own_database.replace("thanjai_app@", "thanjai_owner@"))
    with closing(owner), Worker(own_database, tmp_path / "first.log") as first:
        owner.execute(held.format(case=case.id))
        assert comes_true(WAITING), first.said()
        assert jobs("issue") == ["doing"]
        assert jobs("follow_up") == [], "what a job asks for later is there when its transaction is, not before"
        first.kill()
        owner.rollback()
    assert wait_for(lambda: not connected(), SECONDS)
    status, issued, last = state(case)
    assert (status, len(issued), last) == ("issued" if left else "approved", left, left)
    assert jobs("issue") == ["doing"] and jobs("follow_up") == ["todo"] * left

    let_time_pass()
    with Worker(own_database, tmp_path / "second.log") as second:
        assert comes_true(DONE), second.said()
    status, issued, last = state(case)
    assert status == "issued" and last == 1 and jobs("issue") == ["succeeded"]
    (document,) = issued
    assert "00001" in document.number
    with acting_as(PLATFORM), transaction.atomic():
        checked = documents.by_pdf(files.read_file(files.find_file(document.file_id)))
        assert (checked.status, checked.reasons) == ("valid", ())
    with at_one_moment():
        log = Check()
        assert list(log.flaws()) == [] and log.leaves == 1
