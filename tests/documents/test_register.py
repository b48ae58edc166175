"""The public register: what a service lists is found by anybody, at once, with how it stands; nothing else is."""

from __future__ import annotations

import csv
import io
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.documents import test_documents
from tests.web.applicant import work_off
from tests.web.desk import page, words
from tests.world import World, build, examples
from thanjai.documents import actions, register
from thanjai.documents.models import Document, ListedWord
from thanjai.documents.register import Listed
from thanjai.domain.case.commands import Decide
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, acting_as, worker_at

pytestmark = pytest.mark.django_db
FOOD, ALLOWANCE = "food-premises-licence", "old-age-allowance"


@pytest.fixture
def world() -> World:
    return build(FOOD, ALLOWANCE)


_payments = count(1)


def issued(world: World) -> Document:
    """A food licence, paid for and issued."""
    return test_documents.issued(world, f"T{next(_payments)}")


def confirmed(world: World) -> Document:
    """The confirmation of an allowance, which is nobody else's business."""
    _, case = world.submitted(ALLOWANCE)
    case = world.until(case, "decide", ALLOWANCE)
    found = (examples(ALLOWANCE)["examples"][0].get("findings") or {}).get(case.steps[0], {})
    world.do(case, Decide(step=case.steps[0], outcome="approved", reasons="ครบตามเกณฑ์", findings=found))
    work_off("issue")
    with acting_as(world.officer):
        (paper,) = Document.objects.filter(case_id=case.id)
    return paper


def found(query: str, **more: Any) -> list[str]:
    with acting_as(PUBLIC):
        return [one.number for one in register.search(query, **more)]


def test_a_licence_is_found_by_number_holder_and_place_from_the_moment_it_is_issued(world: World) -> None:
    paper = issued(world)
    name = paper.holder.split()[-1]
    for typed in (paper.number, paper.number[:6], name, name[:3], paper.public[0]["value"]["th"][:6]):
        assert found(typed) == [paper.number], typed
    assert found("ไม่มีคำนี้") == [] and found(f"{name} ไม่มีคำนี้") == []
    assert found(name, agency=world.other) == [] and found(name, agency=world.agency) == [paper.number]


def test_how_it_stands_is_told_at_once(world: World) -> None:
    paper = issued(world)
    with acting_as(world.officer):
        actions.suspend(actor=world.officer, document_id=paper.id, reason="ตรวจพบสิ่งปนเปื้อน")
    with acting_as(PUBLIC):
        (one,) = register.search(paper.number)
    assert one.status == "suspended"


def test_what_its_service_does_not_list_is_not_there(world: World) -> None:
    paper = confirmed(world)
    assert not paper.listed and found(paper.number) == [] and found(paper.holder.split()[-1]) == []
    with acting_as(PLATFORM):
        assert not ListedWord.objects.filter(document_id=paper.id).exists()


def test_nobody_reads_the_words_or_the_papers_themselves(world: World) -> None:
    issued(world)
    with acting_as(PUBLIC):
        assert not Document.objects.exists() and not ListedWord.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM documents_listed(ARRAY['fl'], NULL, '', NULL, 10)")
        assert cursor.fetchone() == (0,), "nobody in particular, not even the public"


def listed(query: str) -> list[Listed]:
    """All that is found, two lines at a time."""
    seen: list[Listed] = []
    with acting_as(PUBLIC):
        while lines := register.search(query, after=(seen[-1].word, seen[-1].id) if seen else None, most=2):
            seen += lines
    return seen


def test_the_list_goes_on_where_it_ended_by_the_rarest_of_the_words(world: World) -> None:
    papers = [issued(world) for _ in range(5)]
    assert sorted(one.number for one in listed("FL")) == sorted(one.number for one in papers)
    rare = papers[1:4]
    with acting_as(worker_at(world.agency)):
        for paper in rare:
            ListedWord.objects.create(word="qq", document_id=paper.id, agency_id=paper.agency_id)
    for query in ("2569 qq", "qq fl"):
        found = listed(query)
        assert sorted(one.number for one in found) == sorted(one.number for one in rare)
        assert {one.word for one in found} == {"qq"}


def test_the_page_says_what_the_paper_says_and_no_more(world: World) -> None:
    paper = issued(world)
    shown = words(Client().get("/en/register/", {"q": paper.number}))
    assert paper.number in shown and paper.holder in shown and "Valid" in shown
    assert paper.check_code not in shown and "Download" not in shown
    assert "begins with “nothing”" in words(Client().get("/en/register/", {"q": "nothing"}))
    assert "at least two letters" in words(Client().get("/en/register/", {"q": "a"}))
    newest = Client().get("/en/register/", {"agency": "khonkaen"})
    assert paper.number in words(newest) and "/en/register/khonkaen.csv" in newest.content.decode()
    assert "has issued nothing" in words(Client().get("/en/register/", {"agency": "other"}))
    assert not page(Client(), "/en/register/").xpath("//*[@data-register]")


def test_an_agencys_register_is_a_file_for_other_programs(world: World) -> None:
    paper = issued(world)
    answer = Client().get("/en/register/khonkaen.csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))  # type: ignore[arg-type]
    assert rows[0][0] == "Number" and rows[1][0] == paper.number and rows[1][-1] == "valid"


def test_programs_search_it_too(world: World) -> None:
    paper = issued(world)
    told = Client().get("/api/v1/register", {"search": paper.holder, "agency": "khonkaen", "limit": 1}).json()
    assert [one["number"] for one in told["items"]] == [paper.number] and told["next"]
    assert "check_code" not in told["items"][0]
    end = Client().get("/api/v1/register", {"search": paper.holder, "after": told["next"]}).json()
    assert end["items"] == [] and end["next"] is None
    for nothing in ({"search": "a"}, {"search": paper.holder, "agency": "nowhere"}):
        assert Client().get("/api/v1/register", nothing).json() == {"items": [], "next": None}
