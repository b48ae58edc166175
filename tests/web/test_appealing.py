"""An applicant's side of orders: both times of receipt, the record confirmed, letters, appeal, every time limit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.web.applicant import Applicant, work_off
from tests.web.desk import page, tree, words
from tests.world import World, build
from thanjai.cases import selectors
from thanjai.domain.case import commands as c
from thanjai.domain.case.events import Defect
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import acting_as, worker_at
from thanjai.messaging.models import Message

pytestmark = pytest.mark.django_db
FRIDAY_NIGHT = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
FRIDAY_NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


@pytest.fixture
def world() -> World:
    return build("food-premises-licence")


def applied(at: datetime) -> Applicant:
    applicant = Applicant(english=True)
    with standing_at(at):
        applicant.apply()
    return applicant


def case_of(world: World, applicant: Applicant) -> Any:
    with acting_as(world.officer):
        return selectors.case(applicant.draft)


def refused(world: World, applicant: Applicant) -> None:
    case = world.until(case_of(world, applicant), "decide")
    world.do(case, c.Decide(step=case.steps[0], outcome="refused", reasons="ที่ตั้งไม่ถูกสุขลักษณะ"))


def test_what_is_sent_at_night_is_told_both_times(world: World) -> None:
    applicant = applied(FRIDAY_NIGHT)
    text = words(applicant.client.get(f"/en/case/{applicant.draft}/received/"))
    assert "20 November 2026" in text and "counts as received on 23 November 2026" in text
    with standing_at(FRIDAY_NIGHT):
        work_off("follow_up")
    with acting_as(worker_at(world.agency)):
        body = Message.objects.filter(subject_id=applicant.draft).latest("queued_at").body
    assert "20 พฤศจิกายน 2569" in body and "23 พฤศจิกายน 2569" in body or "23 November 2026" in body


def test_what_is_sent_in_office_hours_has_one_time(world: World) -> None:
    applicant = applied(FRIDAY_NOON)
    assert "counts as received" not in words(applicant.client.get(f"/en/case/{applicant.draft}/received/"))


def test_the_record_of_defects_is_confirmed_once_and_its_paper_opens(world: World) -> None:
    applicant = applied(FRIDAY_NOON)
    record = c.RecordDefects(step="check", defects=(Defect(missing="แผนที่"),), mend_by=FRIDAY_NOON.date())
    world.do(case_of(world, applicant), record)
    work_off("follow_up")
    path = f"/en/case/{applicant.draft}/"
    root = page(applicant.client, path)
    paper = root.xpath("//a[contains(@href, '/files/')]/@href")[0]
    answer = applicant.client.get(paper)
    assert answer.status_code == 200 and b"/Sig" in b"".join(answer.streaming_content)
    form = root.xpath("//form[contains(@action, '/confirm/')]")[0]
    confirmed = applicant.client.post(form.get("action"), follow=True)
    assert "The agency knows that you have the record" in words(confirmed)
    assert not tree(confirmed).xpath("//form[contains(@action, '/confirm/')]")
    assert case_of(world, applicant).state["defects"]["acknowledged_by"] == "online"
    assert Client().post(form.get("action")).status_code == 404


def test_an_appeal_is_filed_within_its_time(world: World) -> None:
    applicant = applied(FRIDAY_NOON)
    refused(world, applicant)
    work_off()
    path = f"/en/case/{applicant.draft}/"
    text = words(applicant.client.get(path))
    assert "You can appeal until" in text and "days left" in text
    form = page(applicant.client, f"{path}appeal/")
    assert "ที่ตั้งไม่ถูกสุขลักษณะ" in form.xpath("string(//main)") and "section 66" in form.xpath("string(//main)")
    blank = applicant.client.post(f"{path}appeal/", {"grounds": " "})
    assert blank.status_code == 422 and tree(blank).xpath("//a[@href='#grounds']")
    filed = applicant.client.post(f"{path}appeal/", {"grounds": "ตรวจผิดร้าน"}, follow=True)
    assert "Your appeal was filed" in words(filed) and "Appeal pending" in words(filed)
    assert not case_of(world, applicant).state["appeal"]["late"]
    assert applicant.client.post(f"{path}appeal/", {"grounds": "อีกครั้ง"}).status_code == 409
    work_off("follow_up")
    with acting_as(worker_at(world.agency)):
        body = Message.objects.filter(subject_id=applicant.draft).latest("queued_at").body
    assert "ได้รับอุทธรณ์" in body or "to be decided by" in body


def test_a_late_appeal_is_kept_and_marked(world: World) -> None:
    applicant = applied(FRIDAY_NOON)
    refused(world, applicant)
    world.do(case_of(world, applicant), c.RecordTold(what="decided", by="in_person"))
    row = case_of(world, applicant)
    due = next(line["due_at"] for line in row.deadlines if line["purpose"] == "appeal")
    last = datetime.fromisoformat(due)
    with standing_at(last + timedelta(seconds=1)):
        assert "The time to appeal ended on" in words(applicant.client.get(f"/en/case/{applicant.draft}/"))
        applicant.client.post(f"/en/case/{applicant.draft}/appeal/", {"grounds": "ตรวจผิดร้าน"})
    row = case_of(world, applicant)
    assert row.status == "appealed" and row.state["appeal"]["late"]


def test_the_last_second_is_in_time(world: World) -> None:
    applicant = applied(FRIDAY_NOON)
    refused(world, applicant)
    world.do(case_of(world, applicant), c.RecordTold(what="decided", by="in_person"))
    due = next(line["due_at"] for line in case_of(world, applicant).deadlines if line["purpose"] == "appeal")
    with standing_at(datetime.fromisoformat(due) + timedelta(milliseconds=900)):
        applicant.client.post(f"/en/case/{applicant.draft}/appeal/", {"grounds": "ตรวจผิดร้าน"})
    assert case_of(world, applicant).state["appeal"]["late"] is False


def test_a_request_in_progress_has_nothing_to_appeal(world: World) -> None:
    applicant = applied(FRIDAY_NOON)
    assert applicant.client.get(f"/en/case/{applicant.draft}/appeal/").status_code == 409
    assert Client().get(f"/en/case/{applicant.draft}/appeal/").status_code == 404


def test_every_time_limit_is_listed_with_its_reason_and_law(world: World) -> None:
    applicant = applied(FRIDAY_NOON)
    path = f"/en/case/{applicant.draft}/"
    assert "Time limits of this case" in words(applicant.client.get(path))
    text = words(applicant.client.get(f"{path}limits/"))
    assert "1 working day from the day of receipt" in text and "30 days from the complete application" in text
    assert "Public Health Act B.E. 2535 section 66" in text and "to come" in text
    assert Client().get(f"{path}limits/").status_code == 404


def test_a_case_without_an_order_is_not_read_for_appeals(world: World) -> None:
    applicant = applied(FRIDAY_NOON)
    assert "If you disagree" not in words(applicant.client.get(f"/en/case/{applicant.draft}/"))


def test_an_appeal_that_fails_ends_the_matter(world: World) -> None:
    applicant = applied(FRIDAY_NOON)
    refused(world, applicant)
    world.do(case_of(world, applicant), c.RecordTold(what="decided", by="in_person"))
    path = f"/en/case/{applicant.draft}/"
    applicant.client.post(f"{path}appeal/", {"grounds": "ตรวจผิดร้าน"})
    world.do(case_of(world, applicant), c.DecideAppeal(outcome="stands", reasons="ตรวจถูกร้านแล้ว"))
    work_off()
    text = words(applicant.client.get(path))
    assert "the order stands. Read why in the decision" in text and "It was decided that the order stands" in text
    assert "You can appeal" not in text and "Appeal decided: the order stands" in text
    assert case_of(world, applicant).state["appeal"]["told_at"] and case_of(world, applicant).closed_at
