"""The worker is killed while it makes a new version or a replacement: the old one counts until the new one is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import transaction

from tests.documents.test_documents import issued
from tests.faults.test_killed_worker import WAITING
from tests.faults.worker import SECONDS, Worker, comes_true, jobs, let_time_pass
from tests.web.applicant import work_off
from tests.world import World, build
from thanjai.documents import amending, replacing, selectors
from thanjai.documents.amending import Wanted
from thanjai.documents.log.checking import Check
from thanjai.documents.models import Document
from thanjai.kernel.processes import wait_for
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.kernel.transactions import at_one_moment

FOOD = "food-premises-licence"


@pytest.fixture
def world(own_database: str) -> World:
    with transaction.atomic():
        return build(FOOD)


@pytest.fixture
def licence(world: World) -> Document:
    with transaction.atomic():
        document = issued(world)
    work_off()
    return document


def amend(world: World, licence: Document) -> None:
    amending.order_amendment(
        actor=world.officer,
        document_id=licence.id,
        wanted=Wanted("change", "เปลี่ยนชื่อ", {"premises_name": "ร้านครัวใหม่"}, {}),
    )


def replace(world: World, licence: Document) -> None:
    replacing.order_replacement(actor=world.officer, document_id=licence.id, because="lost", reason="หาย")


def standing(licence: Document) -> tuple[str, int]:
    """What a check of the old paper says, and how many lines the log has."""
    with acting_as(PLATFORM), transaction.atomic():
        status = selectors.by_check_code(licence.check_code).status
    with at_one_moment():
        log = Check()
        assert list(log.flaws()) == []
        return status, log.leaves


@pytest.mark.parametrize(
    ("order", "after"), [(amend, ("superseded", 3)), (replace, ("replaced", 2))], ids=["a version", "a replacement"]
)
def test_a_worker_killed_with_the_paper_printed_leaves_the_old_one_and_another_makes_it_once(
    own_database: str, world: World, licence: Document, order: Any, after: tuple[str, int], tmp_path: Path
) -> None:
    with acting_as(world.officer):
        order(world, licence)
    name = order.__name__
    owner = psycopg.connect(own_database.replace("thanjai_app@", "thanjai_owner@"))
    with owner, Worker(own_database, tmp_path / "first.log") as first:
        owner.execute("LOCK TABLE documents_logentry IN SHARE ROW EXCLUSIVE MODE")
        assert comes_true(WAITING), first.said()
        first.kill()
        owner.rollback()
    assert wait_for(lambda: standing(licence) == ("valid", 1), SECONDS), first.said()
    assert jobs(name) == ["doing"]

    let_time_pass()
    with Worker(own_database, tmp_path / "second.log") as second:
        assert wait_for(lambda: jobs(name) == ["succeeded"], SECONDS), second.said()
    assert standing(licence) == after
