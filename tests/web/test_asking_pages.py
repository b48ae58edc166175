"""A holder asks about their document from its page; somebody takes one over; the office sees what it is about."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from tests.documents.test_asking import AMEND, REPLACE, TRANSFER, approved
from tests.web.applicant import Applicant, page_of, work_off
from tests.web.desk import case_path, page, sit_down, tree, words
from tests.web.test_office_pages import licensed
from tests.world import World, build
from thanjai.cases import drafts
from thanjai.cases import selectors as cases
from thanjai.cases.models import Case
from thanjai.documents.models import Document
from thanjai.kernel.tenancy import acting_as, worker_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build("food-premises-licence", REPLACE, AMEND, TRANSFER)


@pytest.fixture
def licence(world: World) -> Document:
    return licensed(world)


@pytest.fixture
def holder(client: Client, world: World, licence: Document) -> Client:
    """The browser of whoever has the licence's access code."""
    with acting_as(worker_at(world.agency)):
        code = drafts.code_of(Case.objects.get(pk=licence.case_id))
    assert client.get(f"/r/{licence.case_id}/{code}/").status_code == 302
    client.cookies["key-case-en"] = code
    client.cookies["key-case"] = code
    return client


def path(licence: Document) -> str:
    return f"/en/case/{licence.case_id}/documents/{licence.id}/"


def asking(client: Client, service: str, answer: Any) -> Applicant:
    """Whoever has just begun a request, at its first page."""
    assert answer.status_code == 302, words(answer)
    who = Applicant(service, english=True, client=client)
    who.draft = UUID(answer["Location"].split("/apply/")[1][:36])
    assert page_of(answer) == "document"
    return who


def case_of(world: World, id: UUID) -> Any:
    with acting_as(world.officer):
        return cases.case(id)


def test_a_replacement_is_asked_for_on_the_page_of_the_licence_and_downloaded(
    holder: Client, world: World, licence: Document
) -> None:
    root = page(holder, path(licence))
    assert {"Ask for a replacement", "Ask for a change"} <= {
        one.text.strip() for one in root.xpath("//section//form/button") if one.text
    }
    who = asking(holder, REPLACE, holder.post(f"{path(licence)}ask/{REPLACE}/"))
    shown = page(holder, who.path("document"))
    assert shown.xpath("string(//input[@name='document_number']/@value)") == licence.number
    who.answers["document_number"] = licence.number
    case = who.apply_rest()
    desk = sit_down(Client(), world.officer)
    assert licence.number in words(desk.get(case_path(case)))
    approved(world, case_of(world, case), REPLACE)
    done = words(desk.get(case_path(case)))
    assert "Open the paper that was made" in done
    told = holder.get(f"/en/case/{case}/")
    (file,) = tree(told).xpath(f"//a[contains(@href, '/case/{case}/files/')]/@href")
    assert holder.get(file).status_code == 200
    assert "This paper was replaced" in words(Client().get(f"/en/v/{licence.check_code}/"))


def test_a_number_that_is_not_theirs_leads_back_to_its_question(holder: Client, licence: Document) -> None:
    who = asking(holder, REPLACE, holder.post(f"{path(licence)}ask/{REPLACE}/"))
    who.answers["document_number"] = "FL-KKC-2569-99999"
    assert who.fill() == "check"
    answer = who.submit()
    assert answer.status_code == 422 and "no document of this number that was issued to you" in words(answer)
    assert tree(answer).xpath(f"//a[@href='{who.path('document')}?change=1#document_number']")


def test_a_licence_is_handed_over_by_a_link(holder: Client, world: World, licence: Document) -> None:
    page(holder, f"{path(licence)}hand-over/")
    answer = holder.post(f"{path(licence)}hand-over/", {"command": "give"})
    assert answer["Cache-Control"] == "private, no-store"
    (link,) = tree(answer).xpath("//p[contains(@class, 'break')]/a/@href")
    place = link[link.index("/en/hand-over/") :]
    taker = Client()
    assert licence.number in words(taker.get(place))
    who = asking(taker, TRANSFER, taker.post(place))
    assert taker.get(place).status_code == 404, "a link opens one request"
    who.answers["document_number"] = licence.number
    case = who.apply_rest()
    approved(world, case_of(world, case), TRANSFER)
    work_off()
    assert "It was handed over" in words(Client().get(f"/en/v/{licence.check_code}/"))
    assert "FT-KKC" in words(taker.get(f"/en/case/{case}/"))
    root = page(holder, path(licence))
    assert "Handed over to another holder" in root.text_content() and not root.xpath("//section//form/button")


def test_a_link_that_was_taken_back_opens_nothing(holder: Client, licence: Document) -> None:
    answer = holder.post(f"{path(licence)}hand-over/", {"command": "give"})
    (link,) = tree(answer).xpath("//p[contains(@class, 'break')]/a/@href")
    assert "Make the link" in words(holder.post(f"{path(licence)}hand-over/", {"command": "end"}))
    assert Client().get(link[link.index("/en/hand-over/") :]).status_code == 404
