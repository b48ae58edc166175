"""Two windows, two clicks, two versions: nothing happens twice and nothing is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from tests.threads import together
from tests.web.applicant import FOOD, Applicant, work_off
from tests.web.desk import words
from tests.world import World, build, pack
from thanjai.cases import journal, selectors
from thanjai.cases.models import Case, Draft
from thanjai.catalogue.actions import publish
from thanjai.domain.case import commands as c
from thanjai.domain.case.events import Defect
from thanjai.domain.definition.fields import TextField
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.messaging.models import Message

MANY = 6


@pytest.fixture
def world(own_database: str) -> World:
    with transaction.atomic():
        return build(FOOD)


def windows(applicant: Applicant, count: int) -> list[Applicant]:
    """The same person's browser, open several times."""
    found = []
    for _ in range(count):
        other = Applicant(client=Client())
        other.client.cookies, other.draft = applicant.client.cookies.copy(), applicant.draft
        found.append(other)
    return found


def jobs(task: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE %s", [f"%{task}"])
        return int(cursor.fetchone()[0])


def test_submitting_in_many_windows_at_once_makes_one_case_with_one_record_and_one_job(world: World) -> None:
    for _ in range(3):
        applicant = Applicant()
        applicant.start()
        applicant.fill()
        before = jobs("follow_up")
        answers = together(*(window.submit for window in windows(applicant, MANY)))
        assert {answer["Location"] for answer in answers} == {f"/case/{applicant.draft}/received/"}
        assert jobs("follow_up") == before + 1
        with acting_as(PLATFORM), transaction.atomic():
            row, events = Case.objects.get(pk=applicant.draft), selectors.events_of(applicant.draft)
            assert [event.type for event in events].count("submitted") == 1
            assert journal.verify(row, events) is None
    with acting_as(PLATFORM), transaction.atomic():
        assert Case.objects.count() == 3


def test_windows_that_save_different_pages_at_once_lose_nothing_of_each_other(world: World) -> None:
    pages = ["company", "company-address", "contact", "premises", "business", "business-size"]
    for _ in range(3):
        applicant = Applicant()
        applicant.start()
        applicant.send("who")
        saved = windows(applicant, len(pages))
        together(
            *(lambda window=window, page=page: window.send(page) for window, page in zip(saved, pages, strict=True))
        )
        with acting_as(PLATFORM), transaction.atomic():
            draft = Draft.objects.get(pk=applicant.draft)
        assert sorted(draft.pages_done) == sorted(["who", *pages])
        for page in pages:
            for field in applicant.page(page).fields:
                assert draft.answers[field.id] == applicant.answers[field.id], field.id


def test_a_page_saved_while_another_window_submits_is_in_the_case_or_refused_with_words(world: World) -> None:
    for _ in range(4):
        applicant = Applicant()
        applicant.start()
        applicant.fill()
        submitting, saving = windows(applicant, 2)
        values = saving.fields("premises", premises_name="ชื่อใหม่")
        sent, saved = together(submitting.submit, lambda saving=saving, values=values: saving.send("premises", values))
        assert sent.status_code == 302 and saved.status_code in (302, 409)
        with acting_as(PLATFORM), transaction.atomic():
            row = Case.objects.get(pk=applicant.draft)
            draft = Draft.objects.get(pk=applicant.draft)
            first = selectors.events_of(applicant.draft)[0]
        assert row.state["answers"] == first.payload["answers"]
        if saved.status_code == 409:
            assert draft.answers["premises_name"] == row.state["answers"]["premises_name"] == "ครัวไทยริมบึง"


def test_a_correction_sent_from_many_windows_at_once_is_one(world: World) -> None:
    applicant = Applicant()
    applicant.apply()
    with acting_as(PLATFORM), transaction.atomic():
        case = Case.objects.get(pk=applicant.draft)
    defect = Defect(field="premises_name", missing="ชื่อไม่ตรง")
    world.do(case, c.RecordDefects(step="check", defects=(defect,), mend_by=date(2099, 1, 1)))
    started = together(*(lambda one=one: one.client.post(f"/case/{case.id}/correct/") for one in windows(applicant, 4)))
    places = {answer["Location"] for answer in started}
    with acting_as(PLATFORM), transaction.atomic():
        assert Draft.objects.filter(case_id=case.id).count() == len(places) == 1
    mending = windows(applicant, MANY)
    for window in mending:
        window.client.cookies.update(started[0].cookies)
        window.draft = next(iter(places)).split("/")[2]  # type: ignore[assignment]
    answers = together(*(window.submit for window in mending))
    assert {answer.status_code for answer in answers} == {302}, [
        words(one) for one in answers if one.status_code != 302
    ]
    with acting_as(PLATFORM), transaction.atomic():
        events = selectors.events_of(case.id)
        assert [event.type for event in events].count("corrected") == 1
        assert journal.verify(Case.objects.get(pk=case.id), events) is None


def test_letters_made_by_two_workers_at_once_are_queued_once(world: World) -> None:
    from thanjai.cases import jobs as tasks

    applicant = Applicant()
    case_id = applicant.apply()
    together(*[lambda: tasks.follow_up.func(str(world.agency), str(case_id), 1, 1)] * 2)
    with acting_as(PLATFORM), transaction.atomic():
        assert Message.objects.filter(subject_id=case_id).count() == 1


@pytest.mark.django_db
def test_a_new_version_leaves_open_forms_and_cases_as_they_were_and_meets_new_applicants() -> None:
    world = build(FOOD)
    filling, sent = Applicant(), Applicant()
    sent.apply()
    filling.start()
    filling.fill(until="contact")
    with acting_as(PLATFORM):
        assert publish(definition=with_one_more_page()).number == 2
    assert "ชื่อใหม่" in words(Client().get(f"/a/khonkaen/{FOOD}/"))
    filling.apply_rest()
    for applicant in (filling, sent):
        assert words(applicant.client.get(f"/case/{applicant.draft}/")).count("ชื่อใหม่") == 0
        with acting_as(world.officer):
            case = selectors.case(applicant.draft)
        assert world.until(case, "pay").status == "waiting_payment"
        assert applicant.client.get(f"/case/{applicant.draft}/sent/").status_code == 200
    assert "follow_up" in work_off("follow_up")
    newcomer = Applicant()
    newcomer.definition = with_one_more_page()
    newcomer.answers["smell"] = "ไม่มี"
    assert newcomer.start() == "smell"
    case_id = newcomer.apply_rest()
    with acting_as(PLATFORM):
        rows: Any = {row.id: row for row in Case.objects.all()}
    assert rows[filling.draft].version_id == rows[sent.draft].version_id != rows[case_id].version_id
    assert rows[case_id].state["answers"]["smell"] == "ไม่มี" and "smell" not in rows[filling.draft].state["answers"]


def with_one_more_page() -> Any:
    """The licence under a new name, with one more question, asked first."""
    old = pack(FOOD)
    label = Text(th="กลิ่น", en="Smell")
    first = old.form.pages[0].model_copy(
        update={"id": "smell", "title": label, "fields": (TextField(id="smell", type="text", label=label),)}
    )
    form = old.form.model_copy(update={"pages": (first, *old.form.pages)})
    return old.model_copy(update={"title": Text(th="ชื่อใหม่", en="New name"), "form": form})
