"""Leaving a request and coming back to it; mending what the agency listed; taking it back."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.test import Client

from tests.web.applicant import FOOD, Applicant, upload, work_off
from tests.web.desk import page, tree, words
from tests.world import World, build
from thanjai.agencies.selectors import calendar_for
from thanjai.cases import selectors
from thanjai.cases.models import Draft
from thanjai.cases.tasks import mend_by
from thanjai.catalogue.selectors import rules_for
from thanjai.domain.case import commands as c
from thanjai.domain.case.events import Defect
from thanjai.kernel.clock import now, standing_at
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.messaging.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build(FOOD)


@pytest.fixture
def applicant(world: World) -> Applicant:
    """Somebody in the middle of the form."""
    applicant = Applicant(english=True)
    applicant.start()
    applicant.fill(until="contact")
    return applicant


def link_of(applicant: Applicant) -> str:
    (link,) = page(applicant.client, applicant.path("later")).xpath("//main//a[contains(@href, '/r/')]/@href")
    return str(link)


def test_save_and_come_back_later_keeps_what_is_half_done_and_shows_the_link(applicant: Applicant) -> None:
    answer = applicant.send("contact", {"email": "half@", "phone": ""}, action="later")
    assert answer.status_code == 302 and answer["Location"] == applicant.path("later")
    link = link_of(applicant)
    assert link.startswith("http://testserver/en/r/") and str(applicant.draft) in link
    shown = tree(applicant.open("contact"))
    assert shown.xpath("//input[@name='email']/@value") == ["half@"]
    assert applicant.client.get(f"/en/apply/{applicant.draft}/")["Location"] == applicant.path("contact")


def test_the_link_opens_the_request_elsewhere_and_its_secret_leaves_the_address(applicant: Applicant) -> None:
    elsewhere = Client()
    answer = elsewhere.get(link_of(applicant))
    assert answer.status_code == 302 and answer["Location"] == f"/en/apply/{applicant.draft}/"
    assert answer["Referrer-Policy"] == "same-origin"
    assert elsewhere.get(answer["Location"])["Location"] == applicant.path("contact")


def test_the_link_of_a_request_that_was_sent_leads_to_its_case(applicant: Applicant) -> None:
    link = link_of(applicant)
    case_id = applicant.apply_rest()
    elsewhere = Client()
    there = elsewhere.get(elsewhere.get(link)["Location"])
    assert there["Location"] == f"/en/case/{case_id}/"
    assert elsewhere.get(there["Location"]).status_code == 200


def test_a_wrong_code_or_somebody_elses_opens_nothing(applicant: Applicant) -> None:
    other = Applicant(english=True)
    other.start()
    code = link_of(other).rstrip("/").rpartition("/")[2]
    for wrong in (code, "AAAA-BBBB-CCCC", "x"):
        answer = Client().get(f"/en/r/{applicant.draft}/{wrong}/")
        assert answer.status_code == 404 and "saved link" in words(answer)
        assert not [name for name in answer.cookies if name.startswith("key-")]
    assert Client().get(f"/en/r/{UUID(int=1)}/{code}/").status_code == 404


def test_the_link_is_sent_by_mail_once_in_the_language_of_the_request(applicant: Applicant) -> None:
    address = "somebody.with.a.rather.long.name.indeed.for.an.address@department.example.com"
    for _ in range(2):
        answer = applicant.client.post(f"/en/apply/{applicant.draft}/mail/", {"email": f" {address} "}, follow=True)
        assert answer.status_code == 200 and "We have sent the link" in words(answer)
    work_off("deliver")
    (letter,) = mail.outbox
    assert letter.to == [address] and letter.subject == "The link to your request"
    found = re.search(r"/en/r/\S+", letter.body)
    assert found and Client().get(found.group(0)).status_code == 302
    assert "Khon Kaen" not in letter.subject and "ครัวไทย" not in letter.subject


@pytest.mark.parametrize("address", ["", "x", "a@b", "a@b.com\nBcc: all@example.com", "a b@example.com", "ก@ข"])
def test_an_address_that_is_none_comes_back_with_what_was_typed(applicant: Applicant, address: str) -> None:
    answer = applicant.client.post(f"/en/apply/{applicant.draft}/mail/", {"email": address})
    root = tree(answer)
    assert answer.status_code == 422 and root.xpath("//*[@data-error-summary]//a/@href") == ["#email"]
    assert root.xpath("//input[@id='email']/@aria-describedby")[0].strip() == "email-error"
    with acting_as(PLATFORM):
        assert not Message.objects.exists()


def test_an_address_longer_than_mail_allows_is_refused_in_words(applicant: Applicant) -> None:
    address = f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.com"
    assert applicant.client.post(f"/en/apply/{applicant.draft}/mail/", {"email": address}).status_code == 422


def test_asking_for_many_letters_is_stopped_without_losing_the_link(applicant: Applicant) -> None:
    path = f"/en/apply/{applicant.draft}/mail/"
    with standing_at(now()):
        for number in range(5):
            assert applicant.client.post(path, {"email": f"a{number}@example.com"}).status_code == 302
        stopped = applicant.client.post(path, {"email": "a6@example.com"})
    assert stopped.status_code == 429 and "copy the link" in words(stopped)
    assert f"/r/{applicant.draft}/" in stopped.content.decode()


@pytest.fixture
def faulty(world: World) -> tuple[Applicant, Any]:
    """A case in which the agency found two things wrong, and its applicant."""
    applicant = Applicant(english=True)
    case_id = applicant.apply()
    with acting_as(world.officer):
        case = selectors.case(case_id)
    defects = (
        Defect(field="premises_paper", missing="สัญญาเช่าหมดอายุ", mend="แนบฉบับใหม่"),
        Defect(missing="ลงชื่อไม่ครบ"),
    )
    with acting_as(world.officer):
        day = mend_by(rules_for(case.version_id, world.agency), calendar_for(world.agency))
    assert day is not None
    world.do(case, c.RecordDefects(step="check", defects=defects, mend_by=day))
    return applicant, case


def test_what_is_to_be_corrected_is_listed_mended_and_sent(world: World, faulty: tuple[Applicant, Any]) -> None:
    applicant, case = faulty
    shown = page(applicant.client, f"/en/case/{case.id}/")
    assert "สัญญาเช่าหมดอายุ" in shown.xpath("string(//main)")
    (form,) = [form for form in shown.forms if form.action.endswith("/correct/")]
    begun = applicant.client.post(form.action)
    applicant.draft = UUID(begun["Location"].split("/")[3])
    check = page(applicant.client, applicant.path("check"))
    text = check.xpath("string(//main)")
    assert "สัญญาเช่าหมดอายุ" in text and "ลงชื่อไม่ครบ" in text and "Send the correction" in text
    (place,) = check.xpath("//main//a[starts-with(normalize-space(), 'Correct it')]/@href")
    assert place == f"{applicant.path('premises-right')}?change=1"
    values = {**applicant.fields("premises-right"), "premises_paper": [upload("สัญญาใหม่.pdf")]}
    mended = applicant.send("premises-right", values, query="?change=1")
    assert mended["Location"] == applicant.path("check")
    assert "สัญญาใหม่.pdf" in words(applicant.client.get(applicant.path("check")))
    sent = applicant.submit()
    assert sent["Location"] == f"/en/case/{case.id}/?notice=corrected"
    assert "Your correction was sent" in words(applicant.client.get(sent["Location"]))
    with acting_as(world.officer):
        row = selectors.case(case.id)
        assert row.number == case.number and row.status == "submitted" and row.applicant == case.applicant
        assert [one["name"] for one in row.state["answers"]["premises_paper"]] == ["สัญญาใหม่.pdf"]
        assert [event.type for event in selectors.events_of(case.id)].count("corrected") == 1
    assert applicant.client.get(applicant.path("check"))["Location"] == f"/en/case/{case.id}/?notice=sent"


def test_a_correction_with_a_mistake_says_where_and_is_not_sent(world: World, faulty: tuple[Applicant, Any]) -> None:
    applicant, case = faulty
    begun = applicant.client.post(f"/en/case/{case.id}/correct/")
    applicant.draft = UUID(begun["Location"].split("/")[3])
    assert applicant.send("contact", applicant.fields("contact", email="x")).status_code == 422
    assert applicant.client.get(applicant.path("check")).status_code == 200
    refused = applicant.submit()
    links = tree(refused).xpath("//*[@data-error-summary]//a/@href")
    assert refused.status_code == 422 and links == [f"{applicant.path('contact')}?change=1#email"]
    applicant.send("contact", applicant.fields("contact"), query="?change=1")
    assert applicant.submit().status_code == 302


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "9" * 5000, "nan", "\u202eabc", "1e999999"])
def test_looking_over_a_correction_full_of_nonsense_is_never_a_fault(
    faulty: tuple[Applicant, Any], hostile: str
) -> None:
    applicant, case = faulty
    begun = applicant.client.post(f"/en/case/{case.id}/correct/")
    applicant.draft = UUID(begun["Location"].split("/")[3])
    for one in applicant.definition.form.pages:
        if one.id != "who" and (fields := applicant.fields(one.id)):
            applicant.send(one.id, dict.fromkeys(fields, hostile))
    shown = applicant.client.get(applicant.path("check"))
    assert shown.status_code == 200 and b"<script>alert" not in shown.content
    assert applicant.submit().status_code == 422


def test_there_is_nothing_to_correct_in_a_case_that_is_in_order(world: World) -> None:
    applicant = Applicant(english=True)
    case_id = applicant.apply()
    refused = applicant.client.post(f"/en/case/{case_id}/correct/")
    assert refused.status_code == 409 and "nothing waiting to be corrected" in words(refused)
    with acting_as(PLATFORM):
        assert Draft.objects.filter(case_id=case_id).count() == 0


def test_a_correction_begun_in_time_and_sent_after_the_day_is_answered_in_words(faulty: tuple[Applicant, Any]) -> None:
    applicant, case = faulty
    begun = applicant.client.post(f"/en/case/{case.id}/correct/")
    applicant.draft = UUID(begun["Location"].split("/")[3])
    with standing_at(now() + timedelta(days=40)):
        answer = applicant.submit()
    assert answer.status_code in (302, 409)


def test_a_request_is_withdrawn_once_with_its_reason(world: World) -> None:
    applicant = Applicant(english=True)
    case_id = applicant.apply()
    path = f"/en/case/{case_id}/"
    assert [form for form in page(applicant.client, path).forms if form.action.endswith("/withdraw/")]
    done = applicant.client.post(f"{path}withdraw/", {"reason": "เลิกกิจการ <b>"})
    assert done["Location"] == f"{path}?notice=withdrawn"
    shown = page(applicant.client, done["Location"])
    assert "withdrawn" in shown.xpath("string(//main)")
    assert not [form for form in shown.forms if form.action.endswith("/withdraw/")]
    again = applicant.client.post(f"{path}withdraw/")
    assert again.status_code in (302, 409)
    with acting_as(world.officer):
        events = selectors.events_of(case_id)
        assert [event.type for event in events].count("withdrawn") == 1
        assert selectors.case(case_id).status == "withdrawn"
    work_off("follow_up", "deliver")
    assert "withdrawn" in mail.outbox[-1].subject


def test_the_day_to_correct_by_is_in_the_letter_and_on_the_page(world: World, faulty: tuple[Applicant, Any]) -> None:
    applicant, case = faulty
    work_off("follow_up", "deliver")
    with acting_as(world.officer):
        until = date.fromisoformat(selectors.case(case.id).state["defects"]["mend_by"])
    day = f"{until.day} {until:%B %Y}"
    assert day in mail.outbox[-1].body
    assert day in words(applicant.client.get(f"/en/case/{case.id}/"))
