"""Cases in the database: once, sealed, seen only by whose they are."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.world import World, build, pack
from thanjai.cases import drafts, journal, office, selectors, submission
from thanjai.cases.models import Case, CaseEvent, Draft
from thanjai.catalogue.actions import publish
from thanjai.domain.case import commands as c
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, Actor, Kind, acting_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build("food-premises-licence", "food-premises-notification")


def test_submitting_twice_makes_one_case(world: World) -> None:
    holder, draft = world.start()
    with acting_as(holder):
        first = submission.submit_draft(actor=holder, draft_id=draft)
        second = submission.submit_draft(actor=holder, draft_id=draft)
        assert first.id == second.id and first.number == second.number
        assert Case.objects.count() == 1 and CaseEvent.objects.filter(type="submitted").count() == 1


def test_a_submission_brings_the_job_that_follows_in_the_same_transaction(world: World) -> None:
    _, case = world.submitted()
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'case_id' FROM procrastinate_jobs WHERE task_name LIKE '%%follow_up'")
        assert cursor.fetchall() == [(str(case.id),)]


def test_wrong_answers_are_named_and_nothing_is_lost(world: World) -> None:
    holder, draft = world.start()
    with acting_as(holder):
        drafts.save_answers(draft=selectors.draft(draft), page_id="x", values={"area": 50}, is_done=False)
        with pytest.raises(submission.InvalidAnswers) as refused:
            submission.submit_draft(actor=holder, draft_id=draft)
        assert "area" in {error.path for error in refused.value.errors}
        kept = Draft.objects.get(pk=draft)
        assert kept.submitted_at is None and kept.answers["area"] == 50
        assert not Case.objects.exists()


def test_a_submitted_draft_takes_no_more_answers(world: World) -> None:
    holder, draft = world.start()
    with acting_as(holder):
        submission.submit_draft(actor=holder, draft_id=draft)
        with pytest.raises(Refusal, match="already_submitted"):
            drafts.save_answers(draft=selectors.draft(draft), page_id="x", values={}, is_done=True)


def test_another_agency_and_the_public_do_not_see_a_case(world: World) -> None:
    holder, case = world.submitted()
    for actor, sees in ((world.officer, True), (holder, True), (world.stranger, False), (PUBLIC, False)):
        with acting_as(actor):
            assert Case.objects.filter(pk=case.id).exists() is sees
            assert CaseEvent.objects.filter(case_id=case.id).exists() is sees
            assert Draft.objects.filter(pk=case.id).exists() is (actor is holder)


def test_another_agencys_officer_cannot_work_a_case(world: World) -> None:
    _, case = world.submitted()
    with pytest.raises(Refusal, match="no_such_case"):
        world.do(case, c.AddNote(text="x"), actor=world.stranger)


def test_an_applicant_cannot_do_an_officers_work(world: World) -> None:
    holder, case = world.submitted()
    with pytest.raises(Refusal, match="not_allowed"):
        world.do(case, c.Finish(step="check"), actor=holder)
    with acting_as(world.officer):
        assert selectors.case(case.id).event_count == case.event_count


def test_two_people_at_once_get_a_clear_conflict(world: World) -> None:
    from thanjai.cases.actions import carry_out

    _, case = world.submitted()
    seen = case.event_count
    world.do(case, c.AddNote(text="first"))
    with acting_as(world.officer), pytest.raises(Refusal, match="changed_meanwhile"):
        carry_out(actor=world.officer, case_id=case.id, command=c.AddNote(text="x"), expected_version=seen)


def test_the_record_of_a_case_holds_and_any_change_is_found(world: World) -> None:
    _, case = world.submitted()
    world.until(case, "decide")
    with acting_as(PLATFORM):
        row = selectors.case(case.id)
        events = selectors.events_of(case.id)
        assert len(events) > 4 and journal.verify(row, events) is None
        events[2].plain = {**events[2].plain, "note": "changed"}
        flaw = journal.verify(row, events)
        assert flaw is not None and flaw.seq == 3
        assert journal.verify(row, selectors.events_of(case.id)[:-1]) is not None


def test_events_cannot_be_changed_or_removed(world: World) -> None:
    from django.db import DatabaseError, transaction

    world.submitted()
    with acting_as(PLATFORM):
        for attempt in (lambda: CaseEvent.objects.update(type="x"), lambda: CaseEvent.objects.all().delete()):
            with pytest.raises(DatabaseError), transaction.atomic():
                attempt()


def test_a_new_version_breaks_neither_an_open_case_nor_somebody_filling_the_form(world: World) -> None:
    holder, draft = world.start()
    _, case = world.submitted()
    old = pack("food-premises-licence")
    changed = old.model_copy(update={"title": Text(th="ชื่อใหม่", en="New title"), "steps": old.steps[:1] + old.steps[2:]})
    steps = tuple(step if step.after is None else step.model_copy(update={"after": None}) for step in changed.steps)
    with acting_as(PLATFORM):
        version = publish(definition=changed.model_copy(update={"steps": steps}))
        assert version.number == 2
    with acting_as(holder):
        mine = submission.submit_draft(actor=holder, draft_id=draft)
    assert mine.version_id == case.version_id != version.id
    world.do(case, c.Finish(step=case.steps[0]))
    with acting_as(world.officer):
        assert selectors.case(case.id).steps == [old.steps[1].id]


def test_publishing_the_same_content_again_changes_nothing(world: World) -> None:
    with acting_as(PLATFORM):
        assert publish(definition=pack("food-premises-licence")).number == 1


def test_a_correction_goes_to_the_case_it_mends(world: World) -> None:
    from datetime import date

    from thanjai.domain.case.events import Defect

    holder, case = world.submitted()
    record = c.RecordDefects(step=case.steps[0], defects=(Defect(missing="แผนที่"),), mend_by=date(2099, 1, 1))
    world.do(case, record)
    with acting_as(holder):
        mending = drafts.start_correction(actor=holder, case_id=case.id)
        assert drafts.start_correction(actor=holder, case_id=case.id).id == mending.id
        drafts.save_answers(draft=mending, page_id="x", values={"shop_name": "ครัวใหม่"}, is_done=True)
        mended = submission.submit_draft(actor=holder, draft_id=mending.id)
        again = submission.submit_draft(actor=holder, draft_id=mending.id)
    assert mended.id == again.id == case.id and mended.number == case.number
    with acting_as(world.officer):
        assert CaseEvent.objects.filter(case_id=case.id, type="corrected").count() == 1


def test_the_work_list_shows_what_is_due_first_with_one_query(world: World, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    cases = [world.submitted()[1] for _ in range(3)]
    world.do(cases[2], c.Finish(step=cases[2].steps[0]))
    with acting_as(world.officer), django_assert_num_queries(1):
        rows = office.work_list(world.agency)
        due = [row.due_at for row in rows]
    assert len(rows) == 3 and due == sorted(due)
    with acting_as(world.officer):
        first = office.work_list(world.agency, limit=2)
        rest = office.work_list(world.agency, after=(first[-1].due_at, first[-1].id))
    assert [row.id for row in first + rest] == [row.id for row in rows]


def test_a_person_sees_their_own_cases_only(world: World) -> None:
    with acting_as(world.officer):
        person = Actor(Kind.PERSON, person=world.officer.person)
    world.submitted()
    with acting_as(person):
        assert selectors.cases_of_person(world.officer.person) == []  # type: ignore[arg-type]
