"""An applicant's way through every service: from the manual to the case number, without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tests.web.applicant import ALLOWANCE, FOOD, HAZARDOUS, NOON, NOTIFICATION, WASTE, Applicant, work_off
from tests.web.desk import page, tree, words
from tests.world import build
from thanjai.cases import drafts, selectors
from thanjai.domain import numbering
from thanjai.domain.definition.base import AgencyKind
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.messaging.models import Message

pytestmark = pytest.mark.django_db
KINDS = {HAZARDOUS: AgencyKind.SAO, WASTE: AgencyKind.PROVINCIAL_OFFICE}
NUMBER = re.compile(r"\b69-KKC-[0-9A-Z]{6}-[0-9A-Z]")
CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with standing_at(NOON):
        yield


@pytest.mark.parametrize("english", [False, True], ids=["thai", "english"])
@pytest.mark.parametrize("example", [0, 1])
@pytest.mark.parametrize("service", [FOOD, NOTIFICATION, HAZARDOUS, WASTE, ALLOWANCE])
def test_every_example_of_every_service_is_applied_for_page_by_page(service: str, example: int, english: bool) -> None:
    world = build(service, kind=KINDS.get(service, AgencyKind.MUNICIPALITY))
    applicant = Applicant(service, example=example, english=english)
    manual = page(applicant.client, f"{applicant.root}/a/khonkaen/{service}/")
    assert manual.xpath(f"//form[@action='{applicant.root}/a/khonkaen/{service}/start/']")
    case_id = applicant.apply()
    receipt = words(applicant.client.get(f"{applicant.root}/case/{case_id}/received/"))
    with acting_as(PLATFORM):
        row = selectors.case(case_id)
        code = drafts.code_of(row)
    assert NUMBER.findall(receipt) == [row.number] and CODE.findall(receipt) == [code]
    assert numbering.check(row.number) and row.agency_id == world.agency
    assert row.language == ("en" if english else "th")


@pytest.mark.parametrize("service", [FOOD, ALLOWANCE])
def test_what_was_answered_is_what_the_case_holds(service: str) -> None:
    build(service)
    applicant = Applicant(service)
    case_id = applicant.apply()
    with acting_as(PLATFORM):
        kept = selectors.case(case_id).state["answers"]
    for name, given in applicant.answers.items():
        if isinstance(given, list) and given and set(given[0]) == {"name"}:
            assert [one["name"] for one in kept[name]] == [one["name"] for one in given]
        else:
            assert kept[name] == given, name


@pytest.mark.parametrize(("service", "example"), [(FOOD, 0), (ALLOWANCE, 1), (NOTIFICATION, 0)])
def test_a_letter_follows_with_the_receipt_and_a_copy_of_what_was_sent(service: str, example: int) -> None:
    build(service)
    applicant = Applicant(service, example=example)
    case_id = applicant.apply()
    assert work_off("follow_up", "deliver")[0] == "follow_up"
    with acting_as(PLATFORM):
        row = selectors.case(case_id)
        letters = list(Message.objects.filter(subject_id=case_id))
    if not row.email:
        assert letters == []
        return
    received = next(sent for sent in mail.outbox if row.number in sent.subject)
    assert received.to == [row.email] == [applicant.answers["email"]]
    name, content, kind = received.attachments[0]
    assert (name, kind) == (f"{row.number}.pdf", "application/pdf") and content.startswith(b"%PDF-")
    link = re.search(rf"/r/{case_id}/([0-9A-Z-]+)/", received.body)
    assert link is not None
    elsewhere = Client()
    assert elsewhere.get(link.group(0)).status_code == 302
    assert row.number in words(elsewhere.get(f"/case/{case_id}/"))


def test_without_an_address_the_receipt_asks_to_write_number_and_code_down() -> None:
    build(ALLOWANCE)
    applicant = Applicant(ALLOWANCE, english=True)
    applicant.answers.pop("email", None)
    case_id = applicant.apply()
    assert "no e-mail address" in words(applicant.client.get(f"/en/case/{case_id}/received/"))
    work_off("follow_up", "deliver")
    assert mail.outbox == []


def test_the_copy_of_what_was_sent_opens_for_the_applicant_alone() -> None:
    build(FOOD)
    applicant = Applicant()
    case_id = applicant.apply()
    sent = applicant.client.get(f"/case/{case_id}/sent/")
    assert sent.status_code == 200 and sent["Content-Type"] == "application/pdf"
    assert b"".join(sent.streaming_content).startswith(b"%PDF-")
    assert Client().get(f"/case/{case_id}/sent/").status_code == 404


def test_the_case_page_says_what_happened_what_is_next_and_by_when() -> None:
    build(FOOD)
    applicant = Applicant(english=True)
    case_id = applicant.apply()
    text = words(applicant.client.get(f"/en/case/{case_id}/"))
    for part in ("Request received", "69-KKC-", "Withdraw", applicant.definition.title.en):
        assert part in text, part


def test_going_on_leads_to_the_first_open_page_then_to_the_check_then_to_the_case() -> None:
    build(FOOD)
    applicant = Applicant()
    applicant.start()
    applicant.fill(until="contact")
    assert applicant.client.get(f"/apply/{applicant.draft}/")["Location"].endswith("/contact/")
    applicant.fill()
    assert applicant.client.get(f"/apply/{applicant.draft}/")["Location"].endswith("/check/")
    applicant.submit()
    assert applicant.client.get(f"/apply/{applicant.draft}/")["Location"] == f"/case/{applicant.draft}/"


def test_the_check_shows_every_answer_and_a_change_leads_back_to_it() -> None:
    build(FOOD)
    applicant = Applicant(english=True)
    applicant.start()
    applicant.fill()
    root = page(applicant.client, applicant.path("check"))
    text = root.xpath("string(//main)")
    for part in ("ครัวไทยริมบึง", "สัญญาเช่า.pdf", "320.5", "1-1014-00987-65-0"):
        assert part in text, part
    change = next(link for link in root.xpath("//main//a/@href") if "/premises/" in link)
    assert change.endswith("?change=1")
    form = next(form for form in page(applicant.client, change).forms if form.method == "POST")
    assert form.action.endswith("?change=1")
    values: dict[str, Any] = applicant.fields("premises", premises_name="ครัวใหม่")
    answer = applicant.send("premises", values, query="?change=1")
    assert answer["Location"] == applicant.path("check")
    assert "ครัวใหม่" in words(applicant.client.get(applicant.path("check")))


def test_an_answer_that_opens_another_page_leads_there_before_the_check() -> None:
    build(FOOD)
    applicant = Applicant(example=1)
    applicant.start()
    applicant.fill()
    values = applicant.fields("who", filed_by="proxy")
    assert applicant.send("who", values, query="?change=1")["Location"] == applicant.path("proxy")
    assert applicant.client.get(applicant.path("check"))["Location"].startswith(applicant.path("proxy"))
    assert applicant.submit().status_code == 422


def test_the_key_of_a_request_is_sent_back_to_its_own_pages_only() -> None:
    build(FOOD)
    applicant = Applicant()
    applicant.start()
    keys = [cookie for name, cookie in applicant.client.cookies.items() if name.startswith("key-")]
    assert {cookie["path"] for cookie in keys} == {
        f"{root}/{part}/{applicant.draft}/" for root in ("", "/en") for part in ("apply", "case")
    }
    assert all(cookie["httponly"] and cookie["samesite"] == "Lax" for cookie in keys)


def test_a_receipt_has_its_number_and_code_ready_to_copy_and_to_print() -> None:
    build(FOOD)
    applicant = Applicant()
    case_id = applicant.apply()
    root = tree(applicant.client.get(f"/case/{case_id}/received/"))
    with acting_as(PLATFORM):
        row = selectors.case(case_id)
    assert root.xpath("//button/@data-copy") == [f"{row.number} {drafts.code_of(row)}"]
    assert root.xpath("//button[@data-print]")
