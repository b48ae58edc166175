"""A licence kept on a phone: the page by itself, and what browsers need to keep this one page and nothing else."""

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


def test_the_page_says_how_it_stood_and_when_that_was_and_does_without_scripts(world: World) -> None:
    paper = issued(world)
    (link,) = page(Client(), f"/en/v/{paper.check_code}/").xpath("//a[contains(@href, '/carry/')]/@href")
    root = page(Client(), link)
    said = root.xpath("string(//main)")
    assert "Last confirmed online" in said and "may have changed since then" in said
    assert paper.number in said and paper.holder in said and paper.check_code in said
    assert root.xpath("//main//*[local-name()='svg']") and root.xpath("//@data-confirmed")
    assert root.xpath("//link[@rel='manifest']/@href") == [f"{link}manifest.webmanifest"]
    with acting_as(world.officer):
        actions.suspend(actor=world.officer, document_id=paper.id, reason="ไม่สะอาด")
    assert page(Client(), link).xpath("//main//@data-status") == ["suspended"]


def test_the_worker_and_the_manifest_are_for_this_page_alone(world: World) -> None:
    code = issued(world).check_code
    for prefix in ("", "/en"):
        here = f"{prefix}/carry/{code}/"
        script = Client().get(f"{here}worker.js")
        assert script["Content-Type"].startswith("text/javascript") and script["Cache-Control"] == "no-cache"
        assert f'"{here}"' in script.content.decode() and "Service-Worker-Allowed" not in script
        told = Client().get(f"{here}manifest.webmanifest").json()
        assert told["start_url"] == told["scope"] == told["id"] == here and told["display"] == "standalone"


def test_each_licence_has_one_address_and_what_is_none_has_none(world: World) -> None:
    code = issued(world).check_code
    for name in ("", "worker.js", "manifest.webmanifest"):
        assert Client().get(f"/carry/{code.lower()}/{name}")["Location"] == f"/carry/{code}/{name}"
        assert Client().get(f"/en/carry/AAAA-BBBB-CCCC/{name}").status_code == 404


def test_signing_out_clears_what_was_kept() -> None:
    assert '"storage"' in Client().post("/sign-out/")["Clear-Site-Data"]


def test_the_policy_lets_no_strange_script_in(world: World) -> None:
    answer = Client().get(f"/en/carry/{issued(world).check_code}/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "style=" not in answer.content.decode()
    assert "Keep it on a phone" in words(Client().get(f"/en/v/{issued(world, 'T2').check_code}/"))
