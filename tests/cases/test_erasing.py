"""A case erased: nothing personal is left, and its record still holds."""

from __future__ import annotations

from datetime import date

import psycopg
import pytest
from django.db import transaction

from tests.cases.test_sealed import everything_stored, words
from tests.world import World, build
from thanjai.cases import erasing, journal, selectors
from thanjai.cases.models import Case, Draft
from thanjai.domain.case import commands as c
from thanjai.domain.refusals import Refusal
from thanjai.kernel import erasing as lock
from thanjai.kernel import files
from thanjai.kernel.models import StoredFile
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at
from thanjai.messaging.models import Message

UNTIL = date(2036, 11, 21)


@pytest.fixture
def world(db: None) -> World:
    return build("food-premises-licence")


def erase(world: World, case: Case) -> erasing.Gone:
    with acting_as(worker_at(world.agency)):
        return erasing.erase(agency_id=world.agency, case_id=case.id, rule="10 years", kept_until=UNTIL)


def ended(world: World) -> Case:
    holder, case = world.submitted()
    world.do(case, c.AddNote(text="ผู้ยื่นโทรมาถามเรื่องบุตร"))
    world.do(case, c.Withdraw(reason="ย้ายร้านไปอยู่ต่างจังหวัด"), actor=holder)
    return case


def test_an_erased_case_says_nothing_of_anybody_and_still_verifies(world: World) -> None:
    case = ended(world)
    with acting_as(worker_at(world.agency)):
        before = selectors.case(case.id)
        answers, name = before.state["answers"], before.applicant
        files.store_file(content=b"paper", name="map.pdf", content_type="application/pdf", agency=world.agency,
                         owner=case.id, purpose="answer", bearer=before.bearer)  # fmt: skip
        Message.objects.create(agency_id=world.agency, subject_id=case.id, key="k", to=before.email, subject="x", body=name,
                               queued_at=before.submitted_at)  # fmt: skip
    gone = erase(world, case)
    assert len(gone.files) == 1 and gone.messages >= 1
    stored = everything_stored()
    for word in (name, before.phone, "ต่างจังหวัด", "บุตร", *words(answers)):
        assert word and word not in stored
    with acting_as(PLATFORM):
        row, events = selectors.case(case.id), selectors.events_of(case.id)
        assert row.erased_at is not None and bytes(row.head) == gone.head
        assert events[-1].type == "erased" and events[-1].payload["rule"] == "10 years"
        assert journal.verify(row, events) is None
        assert list(erasing.left_of([case.id])) == []
        assert (
            not Draft.objects.filter(pk=case.id).exists() and not StoredFile.objects.filter(owner_id=case.id).exists()
        )
        assert (row.status, row.service_id, row.number) == ("withdrawn", "food-premises-licence", case.number)


def test_erasing_twice_is_erasing_once(world: World) -> None:
    case = ended(world)
    erase(world, case)
    with acting_as(PLATFORM):
        count = selectors.case(case.id).event_count
    assert erase(world, case).files == ()
    with acting_as(PLATFORM):
        assert selectors.case(case.id).event_count == count


def test_an_unfinished_case_is_never_erased(world: World) -> None:
    _, case = world.submitted()
    with pytest.raises(Refusal, match="not_ended"):
        erase(world, case)
    with acting_as(world.officer):
        assert selectors.case(case.id).state["answers"]


def test_nothing_is_done_with_an_erased_case(world: World) -> None:
    case = ended(world)
    erase(world, case)
    for command in (c.AddNote(text="x"), c.FileAppeal(grounds="x")):
        with pytest.raises(Refusal, match="case_erased|not_allowed"):
            world.do(case, command)


def test_a_case_from_before_the_keys_is_refused_with_its_reason(world: World) -> None:
    case = ended(world)
    with acting_as(PLATFORM):
        Case.objects.filter(pk=case.id).update(sealed_key="")
    with pytest.raises(Refusal, match="no_key"):
        erase(world, case)


def test_what_was_left_is_found(world: World) -> None:
    case = ended(world)
    erase(world, case)
    with acting_as(PLATFORM):
        Case.objects.filter(pk=case.id).update(phone="0812223333")
        assert [left.where for left in erasing.left_of([case.id])] == ["cases_case.phone"]


def test_no_case_is_erased_while_a_backup_is_made(own_database: str) -> None:
    with psycopg.connect(own_database, autocommit=True) as backup:
        backup.execute("SELECT pg_advisory_lock(%s)", [lock.NO_ERASING])
        with transaction.atomic(), pytest.raises(lock.BackupRuns):
            lock.begin()
        backup.execute("SELECT pg_advisory_unlock(%s)", [lock.NO_ERASING])
        with transaction.atomic():
            lock.begin()
