"""The two questions in a browser: by the link of a case, about a public page, in the office, and what everybody sees."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.api.conftest import data, get
from tests.feedback.conftest import BAD, FOOD, GOOD, ended, last_month, many, said_on, world
from tests.web.desk import page, sit_down, tree, words
from tests.world import PLACE, World
from thanjai.accounts.actions import register_person
from thanjai.agencies.actions import appoint, register_agency
from thanjai.domain.definition.base import AgencyKind, Role
from thanjai.domain.satisfaction import Got, Opinion
from thanjai.feedback import answering, results
from thanjai.feedback.links import code_of
from thanjai.feedback.models import Answer, FollowUp
from thanjai.kernel.caching import forget
from thanjai.kernel.clock import now, standing_at
from thanjai.kernel.tenancy import PLATFORM, Actor, Kind, acting_as
from thanjai.web.citizen import results as result_pages

pytestmark = pytest.mark.django_db
__all__ = ["world"]
PAGE = "/en/opinion/page/"
MANUAL = f"/a/khonkaen/{FOOD}/"


def link(row: Any) -> str:
    return f"/en/opinion/{row.id}/{code_of(row.id)}/"


def answers() -> list[Answer]:
    with acting_as(PLATFORM):
        return list(Answer.objects.order_by("on", "page"))


def checked(root: Any) -> set[str]:
    return set(root.xpath("//input[@checked]/@id"))


def test_what_is_missing_is_named_and_nothing_typed_is_lost(client: Client, world: World) -> None:
    row = ended(world)
    answer = client.post(link(row), {"ease": "2", "words": "รอนาน", "wants_answer": "yes"})
    assert answer.status_code == 422 and not answers()
    root = tree(answer)
    assert root.xpath("//*[@data-error-summary]//a/@href") == ["#got-yes"] and root.xpath("//*[@id='got-yes']")
    assert checked(root) == {"ease-2", "wants_answer"} and root.xpath("string(//textarea)").strip() == "รอนาน"
    told = client.post(link(row), {"ease": "2", "got": "no", "words": "โทร 081-234-5678"})
    assert told.status_code == 422 and tree(told).xpath("//input[@id='anyway']") and not answers()
    sent = client.post(link(row), {"ease": "2", "got": "no", "words": "โทร 081-234-5678", "anyway": "yes"})
    assert sent.status_code == 302 and [one.words for one in answers()] == ["โทร 081-234-5678"]
    root = page(client, sent["Location"])
    assert checked(root) == {"ease-2", "got-no"} and "Thank you" in root.xpath("string(//main)")
    assert "The agency looks into what you said" in root.xpath("string(//main)")


def test_a_wrong_link_finds_nothing_and_a_closed_one_says_what_to_do(client: Client, world: World) -> None:
    row = ended(world)
    assert client.get(f"/en/opinion/{row.id}/0000000000000000/").status_code == 404
    assert client.post(f"/en/opinion/{row.id}/0000000000000000/letters/").status_code == 404
    with standing_at(now() + timedelta(days=100)):
        assert "90 days" in words(client.get(link(row)))
        late = client.post(link(row), {"ease": "5", "got": "yes"})
        assert late.status_code == 422 and "This link is closed" in words(late)


def test_letters_are_declined_and_asked_for_again_on_the_page(client: Client, world: World) -> None:
    row = ended(world)
    assert "You get no such letters" in words(client.post(f"{link(row)}letters/", follow=True))
    again = client.post(f"{link(row)}letters/", {"letters": "again"}, follow=True)
    assert "at most once in 30 days" in words(again)


def test_a_public_page_asks_and_only_public_pages_are_judged(client: Client, world: World) -> None:
    asked = page(client, f"/en{MANUAL}").xpath("//a[starts-with(@href, '/en/opinion/page/')]/@href")
    assert asked == [f"{PAGE}?at=/en{MANUAL}"]
    sent = client.post(PAGE, {"at": f"/en{MANUAL}", "ease": "4", "got": "partly"}, follow=True)
    assert "Thank you" in words(sent)
    (one,) = answers()
    assert (one.page, one.service_id, one.version, one.agency_id) == (MANUAL, FOOD, 1, world.agency)
    for at in ("//evil.example/", "/office/", "/account/", "https://evil.example/", "/a/nobody/", "/" + "x" * 400):
        assert client.get(PAGE, {"at": at}).status_code == 404, at
    assert client.get(PAGE).status_code == 200, "without a page it is about the first one"
    assert client.post(PAGE, {"at": "/en/", "ease": "9", "got": "no"}).status_code == 422
    assert not page(client, "/en/sign-in/").xpath("//a[contains(@href, '/opinion/page/')]")


def test_opinions_of_pages_are_limited_and_kept_on_the_page(client: Client, world: World) -> None:
    for _ in range(31):
        answer = client.post(PAGE, {"at": "/", "ease": "1", "got": "no", "words": "ก"})
    assert answer.status_code == 429 and len(answers()) == 30
    assert tree(answer).xpath("string(//textarea)").strip() == "ก"


def test_the_office_follows_up_and_the_head_and_the_oversight_see_what_is_open(client: Client, world: World) -> None:
    row, _ = many(world, Opinion(1, Got.NO, "ไม่มีใครรับสาย", wants_answer=True), BAD)
    desk = sit_down(client, world.officer)
    assert "2 to follow up" in words(desk.get("/en/office/overview/"))
    root = page(desk, "/en/office/satisfaction/")
    assert row.number not in root.xpath("string(//main)") and row.applicant not in root.xpath("string(//main)")
    with acting_as(PLATFORM):
        one = FollowUp.objects.get(answer__case_id=row.id)
    path = f"/en/office/satisfaction/{one.id}/"
    assert row.number in words(desk.get(path))
    amiss = desk.post(path, {"reply": "ขออภัย"})
    assert amiss.status_code == 422 and "ขออภัย" in words(amiss) and 'href="#done"' in amiss.content.decode()
    kept = desk.post(path, {"reply": "ขออภัย", "done": "เพิ่มสายโทรศัพท์"}, follow=True)
    assert "Kept." in words(kept) and "1 to follow up" in words(desk.get("/en/office/overview/"))
    assert "ขออภัย" in words(Client().get(link(row)))
    assert sit_down(Client(), world.stranger).get(path).status_code == 404
    assert "nothing to follow up" in words(sit_down(Client(), world.stranger).get("/en/office/overview/"))
    with standing_at(now() + timedelta(days=30)):
        seen = words(sit_down(Client(), overseer(), AgencyKind.OVERSIGHT.value).get("/en/oversight/satisfaction/"))
    assert "1to follow up" in seen and "ไม่มีใครรับสาย" not in seen


def test_what_is_said_anew_stands_above_what_was_answered_before(client: Client, world: World) -> None:
    (row,) = many(world, BAD)
    with acting_as(PLATFORM):
        path = f"/en/office/satisfaction/{FollowUp.objects.get().id}/"
    desk = sit_down(client, world.officer)
    desk.post(path, {"done": "เพิ่มสายโทรศัพท์"})
    assert "เพิ่มสายโทรศัพท์" in words(Client().get(link(row)))
    answering.say(row, Opinion(1, Got.NO, "ยังไม่มีใครรับ", wants_answer=True))
    theirs = words(Client().get(link(row)))
    assert "เพิ่มสายโทรศัพท์" not in theirs and "The agency looks into what you said" in theirs
    ours = words(desk.get(path))
    assert all(said in ours for said in ("Before this was opened again", "ยังไม่มีใครรับ", BAD.words, "เพิ่มสายโทรศัพท์"))


def overseer() -> Actor:
    place = {"name": PLACE, "province": PLACE, "address": PLACE}
    with acting_as(PLATFORM):
        agency = register_agency(slug="opdc", code="OPDC", kind=AgencyKind.OVERSIGHT, **place)
        row = register_person(email="overseer@example.com", name="overseer")
        appoint(agency=agency.id, person=row.id, roles=list(Role), unit=PLACE, position=PLACE)
    return Actor(Kind.OFFICER, agency=agency.id, person=row.id, name="overseer")


def test_everybody_sees_results_from_five_answers_on_on_pages_and_as_data(client: Client, world: World) -> None:
    pages = (
        f"/en/satisfaction/agencies/khonkaen/{FOOD}/",
        "/en/satisfaction/agencies/khonkaen/",
        f"/en/satisfaction/services/{FOOD}/",
    )
    said_on(last_month(), 5, 5, 5, 1, agency=world.agency)
    many(world, GOOD)
    for path in pages:
        assert "There are not 5 answers yet" in words(client.get(path)), "of a month that goes on nothing is shown"
    assert data(get("satisfaction/agencies/khonkaen"), 200)["total"] is None
    said_on(last_month(), 5, agency=world.agency)
    forget()
    for path in pages:
        root = page(client, path)
        said = " ".join(root.xpath("string(//main)").split())
        assert "80 % (38–96 %)" in said and "4.2 (2.5–4.9)" in said and "from the 15th of the next" in said
        assert root.xpath("//table//meter/@value")
    told = data(get(f"satisfaction/services/{FOOD}"), 200)
    assert told["by"][0]["of"] == "khonkaen" and told["total"]["got"] == {"value": 0.8, "low": 0.3755, "high": 0.9638}
    assert data(get("satisfaction/agencies/khonkaen"), 200)["months"][0]["answers"] == 5
    assert data(get("satisfaction/services/nothing"), 404)["code"] == "no_such_service"
    assert client.get("/en/satisfaction/services/nothing/").status_code == 404


def test_what_was_done_does_not_tell_of_answers_that_are_too_few(client: Client, world: World) -> None:
    said_on(last_month(), 5, 5, 5, 5, 2, agency=world.agency, done="เพิ่มที่นั่ง")
    said_on(last_month(), 1, agency=world.agency, service="hazardous-business-licence", done="ลับ")
    said_on(last_month(), 1, agency=world.other, done="ลับ")
    for path in ("/en/satisfaction/agencies/khonkaen/", f"/en/satisfaction/services/{FOOD}/"):
        said = words(client.get(path))
        assert "เพิ่มที่นั่ง" in said and "ลับ" not in said


def test_agencies_of_a_service_come_by_pages(client: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(result_pages, "PAGE", 1)
    said_on(last_month(), *[5] * 6, agency=world.agency)
    said_on(last_month(), *[4] * 5, agency=world.other)
    links = [page(client, f"/en/satisfaction/services/{FOOD}/?page={n}").xpath("//main//th/a/@href") for n in (1, 2, 3)]
    assert [["khonkaen" in link for link in found] for found in links] == [[True], [False], [False]]


def test_results_are_added_up_once_and_not_at_each_view(world: World) -> None:
    said_on(last_month(), *[5] * 5, agency=world.agency)
    with CaptureQueriesContext(connection) as asked:
        for _ in range(3):
            assert results.of_agency(world.agency).total.count == results.of_service(FOOD).total.count == 5
    assert len([one for one in asked.captured_queries if "feedback_answer" in one["sql"]]) == 2
