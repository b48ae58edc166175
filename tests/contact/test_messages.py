"""Messages in a case: both ways, told by letters, and how long answers take."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.contact.conftest import FOOD, MORNING
from tests.domain.thai_calendars import bangkok
from tests.oversight.conftest import sit_down as oversee
from tests.oversight.conftest import watcher
from tests.web.applicant import Applicant, work_off
from tests.web.desk import case_path, forms, page, send, sit_down, tree, words
from tests.world import World
from thanjai.agencies.models import Membership
from thanjai.cases import erasing, journal, selectors
from thanjai.contact.models import Question
from thanjai.contact.selectors import times_of, times_of_all, waiting_for
from thanjai.domain.case import commands as c
from thanjai.domain.case.judge_messages import LONGEST, MOST_UNANSWERED
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as, worker_at
from thanjai.messaging.models import Message

pytestmark = pytest.mark.django_db


def letters(world: World) -> list[tuple[str, str]]:
    with acting_as(worker_at(world.agency)):
        return list(Message.objects.order_by("queued_at").values_list("to", "subject"))


def write(world: World, applicant: Actor, case: Any, text: str = "ใบรับรองแพทย์ใช้ของคลินิกได้ไหม") -> Any:
    return world.do(case, c.WriteToOfficer(text=text), applicant)


def answer(world: World, case: Any, text: str = "ใช้ได้ครับ") -> Any:
    return world.do(case, c.WriteToApplicant(text=text))


def test_an_applicant_writes_and_the_officer_answers_on_their_pages(world: World, client: Client) -> None:
    applicant = Applicant(english=True)
    case = applicant.apply()
    here = f"/en/case/{case}/contact/"
    said = words(applicant.client.get(here))
    assert "On duty today" in said and "สมศรี" in said and "Nobody has written yet" in said
    assert applicant.client.post(here, {"text": "Is a clinic's certificate enough?"}).status_code == 302
    desk = sit_down(client, world.officer)
    assert "1 applicant waits for an answer" in words(desk.get("/en/office/"))
    root = page(desk, case_path(case))
    assert "1 message waits for an answer" in root.xpath("string(//*[@id='messages'])")
    done = send(desk, root, "message", {"text": "It is. Bring it next week."})
    assert "Your message was sent" in words(done) and not forms(tree(done), "put_aside")
    said = words(applicant.client.get(f"/en/case/{case}/"))
    assert "The officer has written" in said and "It is. Bring it next week." in said
    assert "waits for an answer" not in words(desk.get("/en/office/"))


def test_what_cannot_be_sent_is_kept_as_typed_and_says_why(world: World) -> None:
    applicant = Applicant(english=True)
    case = applicant.apply()
    here = f"/en/case/{case}/contact/"
    empty = applicant.client.post(here, {"text": "  "})
    assert empty.status_code == 422 and "Write the message" in words(empty)
    long = applicant.client.post(here, {"text": "ก" * (LONGEST + 1)})
    assert long.status_code == 422 and "ก" * LONGEST in long.content.decode()
    assert Client().post(here, {"text": "x"}).status_code == 404
    with acting_as(worker_at(world.agency)):
        assert not Question.objects.exists()


def test_letters_tell_of_a_message_and_not_what_it_says(world: World) -> None:
    with standing_at(MORNING):
        applicant, case = world.submitted()
        write(world, applicant, case)
        write(world, applicant, case, "ลืมถามค่าธรรมเนียม")
        answer(world, case)
        work_off()
    told = letters(world)
    assert [to for to, subject in told if "มีข้อความจากผู้ยื่น" in subject] == ["สมศรี@example.com"], "once for a question"
    assert [to for to, subject in told if "เจ้าหน้าที่ส่งข้อความถึงท่าน" in subject] == [case.email]
    with acting_as(worker_at(world.agency)):
        assert not Message.objects.filter(body__contains="คลินิก").exists()
        assert not Message.objects.filter(body__contains="ใช้ได้ครับ").exists()


def test_the_deputy_of_whoever_is_away_is_told(world: World) -> None:
    deputy = world.colleague("วิภา", Role.REVIEWER)
    with standing_at(MORNING):
        with acting_as(PLATFORM):
            away = {"absent_from": date(2026, 3, 1), "absent_until": date(2026, 3, 9), "deputy_id": deputy.person}
            Membership.objects.filter(person_id=world.officer.person).update(**away)
        applicant, case = world.submitted()
        world.do(case, c.Assign(step=case.steps[0], officer=str(world.officer.person), name="สมศรี"))
        write(world, applicant, case)
    assert "วิภา@example.com" in [to for to, _ in letters(world)]


def test_answer_times_count_office_hours_from_the_first_message_that_waits(world: World) -> None:
    with standing_at(bangkok(2026, 3, 6, 16)):
        applicant, case = world.submitted()
        write(world, applicant, case)
    with standing_at(bangkok(2026, 3, 9, 9)):
        write(world, applicant, case, "ขอถามอีกครั้ง")
    with standing_at(bangkok(2026, 3, 9, 10)):
        answer(world, case)
        answer(world, case, "เพิ่มเติมครับ")
        with acting_as(world.officer):
            found = times_of(world.agency)
    assert [(one.key, one.answered, one.median, one.ninetieth, one.waiting, one.long) for one in found] == [
        (FOOD, 1, 120, 120, 0, 0)
    ], "half an hour on Friday, an hour and a half on Monday"


def test_putting_aside_is_on_the_record_and_not_an_answer(world: World) -> None:
    with standing_at(MORNING):
        applicant, case = world.submitted()
        write(world, applicant, case, "ขอบคุณค่ะ")
        world.do(case, c.PutMessagesAside())
        with pytest.raises(Refusal, match="nothing_unanswered"):
            world.do(case, c.PutMessagesAside())
        with acting_as(world.officer):
            (found,) = times_of(world.agency)
            assert (found.answered, found.aside, found.median) == (0, 1, None)
            assert journal.verify(selectors.case(case.id), selectors.events_of(case.id)) is None


def test_those_that_wait_long_are_told_apart_and_the_head_has_them_too(world: World) -> None:
    reviewer = world.colleague("วิภา", Role.REVIEWER)
    assert reviewer.person and world.officer.person
    with standing_at(MORNING):
        applicant, case = world.submitted()
        world.do(case, c.Assign(step=case.steps[0], officer=str(reviewer.person), name="วิภา"))
        write(world, applicant, case)
        with acting_as(world.officer):
            assert [one.case.id for one in waiting_for(world.agency, reviewer.person, ["reviewer"])] == [case.id]
            assert not waiting_for(world.agency, world.officer.person, list(Role))
    with standing_at(bangkok(2026, 3, 10, 9)), acting_as(world.officer):
        (one,) = waiting_for(world.agency, world.officer.person, list(Role))
        assert one.is_long and times_of(world.agency)[0].since == MORNING


def test_no_more_is_written_than_can_be_answered(world: World) -> None:
    applicant, case = world.submitted()
    for number in range(MOST_UNANSWERED):
        write(world, applicant, case, f"ข้อ {number}")
    with pytest.raises(Refusal, match="answer_awaited"):
        write(world, applicant, case)
    answer(world, case)
    write(world, applicant, case)


def test_an_applicant_does_not_write_for_the_office_nor_a_stranger_at_all(world: World) -> None:
    applicant, case = world.submitted()
    with pytest.raises(Refusal, match="not_allowed"):
        world.do(case, c.WriteToApplicant(text="x"), applicant)
    with pytest.raises(Refusal, match="no_such_case"):
        world.do(case, c.WriteToApplicant(text="x"), world.stranger)
    with pytest.raises(Refusal, match="not_allowed"):
        world.do(case, c.WriteToOfficer(text="x"), world.officer)


def test_the_head_and_the_overseer_see_times_and_others_do_not(world: World, client: Client) -> None:
    applicant, case = world.submitted()
    write(world, applicant, case)
    answer(world, case)
    head = words(sit_down(client, world.officer).get("/en/office/contact/"))
    assert "By service, the slowest first" in head and "Nine of ten within" in head
    clerk = sit_down(Client(), world.colleague("วิภา", Role.REVIEWER))
    assert clerk.get("/en/office/contact/").status_code == 403
    opdc = oversee(Client(), watcher())
    assert "By agency, the slowest first" in words(opdc.get("/en/oversight/answers/"))
    assert b"office minutes" in b"".join(opdc.get("/en/oversight/export/answers.csv").streaming_content)


def test_erasing_takes_the_words_and_the_question(world: World) -> None:
    applicant, case = world.submitted()
    write(world, applicant, case)
    world.do(case, c.Withdraw(), replace(applicant))
    with acting_as(worker_at(world.agency)):
        erasing.erase(agency_id=world.agency, case_id=case.id, rule="x", kept_until=date(2026, 1, 1))
        assert not Question.objects.exists()
        said = [one.payload["text"] for one in selectors.events_of(case.id) if one.type == "message_written"]
    assert said == [""]


def test_answer_times_of_all_agencies_are_found_by_an_index() -> None:
    overseer = watcher()
    with acting_as(overseer), CaptureQueriesContext(connection) as asked:
        assert times_of_all() == []
    with acting_as(overseer), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN (FORMAT TEXT) " + asked[0]["sql"])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "question_ended" in plan and "Index Cond: (answered_at >" in plan
