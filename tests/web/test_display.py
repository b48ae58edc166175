"""Licences on a screen in a shop: each as its paper says, how it stands, and the QR that proves it."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.documents.test_documents import issued
from tests.web.desk import page, words
from tests.world import World, build
from thanjai.documents import actions
from thanjai.kernel.tenancy import acting_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build("food-premises-licence")


def test_the_screen_shows_each_licence_with_its_qr_and_how_it_stands(world: World) -> None:
    first, second = issued(world, "T1"), issued(world, "T2")
    with acting_as(world.officer):
        actions.suspend(actor=world.officer, document_id=second.id, reason="ตรวจพบสิ่งปนเปื้อน")
    asked = Client().get("/en/display/", {"codes": f"{first.check_code}\n{second.check_code} {first.check_code}"})
    assert asked.status_code == 302
    root = page(Client(), asked["Location"])
    assert root.xpath("//article//@data-status") == ["valid", "suspended"]
    assert len(root.xpath("//article//*[local-name()='svg']")) == 2
    shown = root.xpath("string(//main)")
    assert first.number in shown and first.holder in shown and second.check_code in shown
    assert root.xpath("//*[@data-display]/@data-seconds") == ["8"], "five seconds at least, as announced"


def test_a_code_that_is_none_is_named_and_the_others_are_kept(world: World) -> None:
    paper = issued(world)
    answer = Client().get("/en/display/", {"c": [paper.check_code, "AAAA-BBBB-CCCC"]})
    assert answer.status_code == 422 and "check code AAAA-BBBB-CCCC" in words(answer)
    assert paper.check_code in answer.content.decode() and not answer.content.count(b"<article")


def test_the_check_page_leads_to_the_screen(world: World) -> None:
    paper = issued(world)
    (link,) = page(Client(), f"/en/v/{paper.check_code}/").xpath("//a[contains(@href, '/display/')]/@href")
    assert Client().get(link).status_code == 200
    assert "one to a line" in words(Client().get("/en/display/"))
