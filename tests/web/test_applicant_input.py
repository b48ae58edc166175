"""What applicants send that is wrong, hostile or out of order: said in words, kept as typed, never a fault."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client

from tests.web.applicant import ALLOWANCE, FOOD, HAZARDOUS, NOON, NOTIFICATION, WASTE, Applicant, page_of
from tests.web.desk import tree, words
from tests.world import World, build
from thanjai.cases.models import CaseEvent, Draft
from thanjai.domain.definition.base import AgencyKind
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import PLATFORM, acting_as

pytestmark = pytest.mark.django_db
KINDS = {HAZARDOUS: AgencyKind.SAO, WASTE: AgencyKind.PROVINCIAL_OFFICE}
HOSTILE = {
    "script": "<script>alert(1)</script>", "nul": "a\0b", "reordered": "\u202eabc\u200b\ufeff", "digits": "9" * 5000,
    "exponent": "1e999999", "infinity": "Infinity", "not a number": "nan", "thai": "๙๙๙", "superscript": "²³",
    "quote": "'\";--", "template": "{{ 7*7 }}%s%(x)s", "emoji": "😀" * 50, "negative": "-1", "tiny": "-0.0000000001",
    "newline": "a\r\nSet-Cookie: b=c", "no sign": "\ud7ff\ufffe", "space": "   ", "commas": "1,2,3,,",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with standing_at(NOON):
        yield


def world_of(service: str) -> World:
    return build(service, kind=KINDS.get(service, AgencyKind.MUNICIPALITY))


def saved(applicant: Applicant) -> Draft:
    with acting_as(PLATFORM):
        return Draft.objects.get(pk=applicant.draft)


def carefully(applicant: Applicant) -> Applicant:
    """Faults come as pages, as they would outside a test."""
    applicant.client.raise_request_exception = False
    return applicant


@pytest.mark.parametrize("example", [0, 1])
@pytest.mark.parametrize("service", [FOOD, NOTIFICATION, HAZARDOUS, WASTE, ALLOWANCE])
def test_every_page_sent_empty_comes_back_with_each_thing_to_mend(service: str, example: int) -> None:
    world_of(service)
    applicant = Applicant(service, example=example, english=True)
    here = applicant.start()
    while here != "check":
        answer = applicant.send(here, {})
        asked = [field for field in applicant.page(here).fields if field.type != "calculated"]
        if all(not field.required for field in asked):
            assert answer.status_code == 302
        else:
            root = tree(answer)
            links = root.xpath("//*[@data-error-summary]//a/@href")
            assert answer.status_code == 422 and links, here
            assert all(root.xpath(f"//*[@id='{link[1:]}']") for link in links), (here, links)
            assert root.xpath("//title")[0].text.startswith("Error:")
        here = page_of(applicant.send(here))


@pytest.mark.parametrize("service", [FOOD, HAZARDOUS, WASTE, ALLOWANCE])
def test_hostile_answers_are_never_a_fault_and_never_a_script(service: str) -> None:
    world_of(service)
    applicant = carefully(Applicant(service))
    here = applicant.start()
    while here != "check":
        for name, hostile in HOSTILE.items():
            sent = applicant.send(here, dict.fromkeys(applicant.fields(here), hostile))
            unreadable = name == "nul" and applicant.fields(here)
            assert sent.status_code in ((400,) if unreadable else (302, 422)), (here, name)
            shown = applicant.open(here)
            assert shown.status_code in (200, 302), (here, name)
            assert b"<script>alert" not in sent.content + shown.content, here
        here = page_of(applicant.send(here))


def test_what_was_typed_is_shown_again_with_its_mistake_and_is_kept() -> None:
    world_of(FOOD)
    applicant = Applicant(example=1, english=True)
    applicant.start()
    applicant.fill(until="person")
    answer = applicant.send("person", applicant.fields("person", national_id="3-4005-00678-12-2"))
    root = tree(answer)
    assert answer.status_code == 422
    assert root.xpath("//input[@name='national_id']/@value") == ["3-4005-00678-12-2"]
    assert root.xpath("//input[@name='person.given']/@value") == ["อนุชา"]
    (mend,) = root.xpath("//*[@data-error-summary]//a")
    assert mend.get("href") == "#national_id" and "13" in mend.text
    assert saved(applicant).answers["national_id"] == "3-4005-00678-12-2"
    assert "person" not in saved(applicant).pages_done
    shown = tree(applicant.open("person"))
    assert shown.xpath("//input[@name='national_id']/@value") == ["3-4005-00678-12-2"]


def test_a_number_typed_in_thai_digits_or_with_spaces_is_understood() -> None:
    world_of(FOOD)
    applicant = Applicant(example=1)
    applicant.start()
    applicant.fill(until="person")
    values = applicant.fields("person") | {"national_id": ["๓ ๔๐๐๕ ๐๐๖๗๘ ๑๒ ๑"]}
    assert applicant.send("person", values).status_code == 302
    assert saved(applicant).answers["national_id"] == "3400500678121"


def test_a_text_too_long_says_how_long_it_may_be_and_loses_nothing() -> None:
    world_of(FOOD)
    applicant = Applicant(english=True)
    applicant.start()
    applicant.fill(until="premises")
    text = "ก" * 1_000_000
    answer = applicant.send("premises", applicant.fields("premises", premises_name=text))
    assert answer.status_code == 422
    assert "150" in tree(answer).xpath("string(//*[@data-error-summary])")
    assert saved(applicant).answers["premises_name"] == text


def test_thousands_of_entries_are_cut_to_what_the_form_takes() -> None:
    world_of(WASTE)
    applicant = carefully(Applicant(WASTE, english=True))
    applicant.start()
    applicant.fill(until="waste")
    group: Any = next(field for field in applicant.page("waste").fields if field.id == "waste")
    values = {f"waste-{number}-waste_name": "x" for number in range(4000)}
    answer = applicant.send("waste", values)
    assert answer.status_code == 422
    assert len(saved(applicant).answers["waste"]) == group.maximum + 1
    too_many = applicant.send("waste", {f"waste-{number}-waste_name": "x" for number in range(6000)})
    assert too_many.status_code == 400 and "Front page" in words(too_many)


@pytest.mark.parametrize(
    "action",
    [
        "add-item:filed_by", "remove-item:filed_by:0", "remove-item:waste:99999", "remove-item:waste:²",
        "remove-item:waste:" + "9" * 5000, "remove-item::", "remove-file:waste:x", "add-item:\r\nX: y", "upload:x", "unknown",
    ],
)  # fmt: skip
@pytest.mark.parametrize("page", ["who", "waste"])
def test_a_button_that_no_page_has_does_nothing(page: str, action: str) -> None:
    world_of(WASTE)
    applicant = carefully(Applicant(WASTE))
    applicant.start()
    applicant.fill(until="waste")
    before = saved(applicant).answers
    answer = applicant.send(page, {**applicant.fields(page), **applicant.files(page)}, action=action)
    assert answer.status_code == 302 and "\n" not in answer["Location"]
    after = saved(applicant).answers
    assert {name: value for name, value in after.items() if name in before} == before


@pytest.mark.parametrize("action", ["add-item:thai_national", "remove-item:thai_national:0", "remove-file:person:x"])
def test_the_same_where_questions_are_of_other_kinds(action: str) -> None:
    world_of(ALLOWANCE)
    applicant = carefully(Applicant(ALLOWANCE))
    applicant.start()
    applicant.fill(until="person")
    assert applicant.send("person", applicant.fields("person"), action=action).status_code == 302


def test_a_page_sent_before_its_turn_is_kept_and_the_first_open_one_shown() -> None:
    world_of(FOOD)
    applicant = Applicant(english=True)
    applicant.start()
    values = applicant.fields("contact")
    answer = applicant.send("contact", values)
    assert page_of(answer) == "who" and answer["Location"].endswith("?notice=first")
    assert "Answer this page first" in words(applicant.client.get(answer["Location"]))
    assert saved(applicant).answers["email"] == applicant.answers["email"]
    assert page_of(applicant.open("declaration")) == "who"
    assert applicant.client.get(applicant.path("check"))["Location"].endswith("/who/?notice=first")
    assert applicant.submit().status_code == 422


def test_a_page_that_the_answers_do_not_ask_for_is_not_taken() -> None:
    world_of(FOOD)
    applicant = Applicant(example=1, english=True)
    applicant.start()
    applicant.fill(until="contact")
    answer = applicant.send("company", Applicant(example=0).fields("company"))
    assert page_of(answer) == "contact" and answer["Location"].endswith("?notice=hidden")
    assert "company" not in saved(applicant).answers
    assert page_of(applicant.open("company")) == "contact"


def test_a_page_sent_after_the_request_leads_to_the_case_and_changes_nothing() -> None:
    world_of(FOOD)
    applicant = Applicant(english=True)
    case_id = applicant.apply()
    with acting_as(PLATFORM):
        before = list(CaseEvent.objects.filter(case_id=case_id).values_list("hash", flat=True))
    answers = saved(applicant).answers
    for answer in (
        applicant.send("premises", applicant.fields("premises", premises_name="อื่น")),
        applicant.open("premises"),
        applicant.client.get(applicant.path("check")),
    ):
        assert answer.status_code == 302 and answer["Location"] == f"/en/case/{case_id}/?notice=sent"
    again = applicant.submit()
    assert again["Location"] == f"/en/case/{case_id}/received/"
    assert "already submitted" in words(applicant.client.get(f"/en/case/{case_id}/?notice=sent"))
    with acting_as(PLATFORM):
        assert list(CaseEvent.objects.filter(case_id=case_id).values_list("hash", flat=True)) == before
    assert saved(applicant).answers == answers


def test_somebody_else_finds_neither_the_draft_nor_the_case_nor_their_files() -> None:
    world = world_of(FOOD)
    applicant = Applicant(english=True)
    applicant.start()
    applicant.fill()
    file = saved(applicant).answers["premises_paper"][0]["id"]
    _, other = world.submitted()
    stranger, draft = Applicant(english=True), applicant.draft
    stranger.start()
    for path in ("", "who/", "check/", "later/", f"files/{file}/"):
        answer = stranger.client.get(f"/en/apply/{draft}/{path}")
        assert answer.status_code == 404, path
        assert path.startswith("files") or "cannot find this request" in words(answer)
    for path in ("who/", "submit/", "mail/"):
        assert stranger.client.post(f"/en/apply/{draft}/{path}", {"email": "x@example.com"}).status_code == 404, path
    for path in ("", "received/", "version/", "pay/", "sent/", f"files/{file}/"):
        assert stranger.client.get(f"/en/case/{other.id}/{path}").status_code == 404, path
    for path in ("withdraw/", "correct/"):
        assert stranger.client.post(f"/en/case/{other.id}/{path}").status_code in (404, 409), path
    assert stranger.client.get(f"/apply/{stranger.draft}/no-such-page/").status_code == 404


def test_a_wrong_method_is_answered_with_a_page_that_leads_on(client: Client) -> None:
    world = world_of(FOOD)
    _, case = world.submitted()
    applicant = Applicant()
    applicant.start()
    for method, path in (
        ("get", f"/en/a/khonkaen/{FOOD}/start/"), ("get", f"/en/case/{case.id}/withdraw/"), ("get", "/en/sign-out/"),
        ("get", f"/en/case/{case.id}/correct/"), ("post", "/en/"), ("post", f"/en/case/{case.id}/"),
        ("post", "/en/services/"), ("put", f"/en/apply/{applicant.draft}/who/"), ("delete", "/en/track/"),
        ("post", f"/en/apply/{applicant.draft}/check/"),
    ):  # fmt: skip
        answer = getattr(client, method)(path)
        assert answer.status_code == 405 and answer["Allow"], path
        assert "Front page" in words(answer)


def test_loading_the_address_of_a_sent_form_again_shows_its_page() -> None:
    world_of(FOOD)
    applicant = Applicant()
    applicant.start()
    assert applicant.client.get(f"/apply/{applicant.draft}/submit/")["Location"] == applicant.path("check")
    assert applicant.client.get(f"/apply/{applicant.draft}/mail/")["Location"] == applicant.path("later")


def test_a_form_without_its_token_is_not_taken_and_the_page_leads_back() -> None:
    world_of(FOOD)
    applicant = Applicant(english=True, client=Client(enforce_csrf_checks=True))
    refused = applicant.client.post(f"/en/a/khonkaen/{FOOD}/start/")
    assert refused.status_code == 403 and "Nothing was sent" in words(refused) and "Front page" in words(refused)
    token = tree(applicant.client.get(f"/en/a/khonkaen/{FOOD}/")).xpath("//input[@name='csrfmiddlewaretoken']/@value")
    taken = applicant.client.post(f"/en/a/khonkaen/{FOOD}/start/", {"csrfmiddlewaretoken": token[0]})
    assert taken.status_code == 302


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_hostile_addresses_and_searches_are_never_a_fault(hostile: str) -> None:
    world_of(FOOD)
    applicant = carefully(Applicant())
    applicant.start()
    text = hostile[:2000]
    asked = [
        ("/services/", "q"), ("/services/", "for"), ("/verify/", "number"), ("/track/", "number"), ("/sign-in/", "next"),
        (applicant.path("who"), "more"), (applicant.path("who"), "notice"), (applicant.path("who"), "change"),
    ]  # fmt: skip
    for path, name in asked:
        assert applicant.client.get(path, {name: text}).status_code < 500, (path, name)
    for form in ({"number": text, "code": text}, {"number": "69-KKC-000001-1", "code": text}):
        assert applicant.client.post("/track/", form).status_code in (400, 422)
    for path in ("/v/%s/", "/r/%s/x/", "/a/%s/", "/case/%s/", f"/r/{applicant.draft}/%s/"):
        with transaction.atomic():
            assert applicant.client.get(path % quote(text, safe="")).status_code in (400, 404), path
