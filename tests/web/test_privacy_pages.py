"""What people are told about their data, and the choice of cookies."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.web.applicant import Applicant
from tests.web.desk import tree, words
from tests.world import World, build
from thanjai.kernel.tenancy import acting_as
from thanjai.privacy import offices
from thanjai.web import cookies

pytestmark = pytest.mark.django_db
SERVICE = "old-age-allowance"


@pytest.fixture
def world() -> World:
    return build(SERVICE, "food-premises-licence")


@pytest.mark.parametrize(("root", "kept"), [("", "10 ปี"), ("/en", "10 years")])
def test_the_notice_says_all_that_section_23_asks(world: World, client: Client, root: str, kept: str) -> None:
    with acting_as(world.officer):
        offices.choose(actor=world.officer, name="สมหญิง รักษ์ข้อมูล", email="dpo@khonkaen.example", phone="043 111 222",
                       notice_days=30, draft_days=90)  # fmt: skip
    answer = client.get(f"{root}/privacy/khonkaen/{SERVICE}/")
    said = words(answer)
    for part in (kept, "สมหญิง รักษ์ข้อมูล", "dpo@khonkaen.example"):
        assert part in said
    assert {"why", "basis", "kept", "who", "rights", "ask"} == {
        one.get("id") for one in tree(answer).xpath("//main//section")
    }
    manual = client.get(f"{root}/a/khonkaen/{SERVICE}/")
    assert f"{root}/privacy/khonkaen/{SERVICE}/" in manual.content.decode()


def test_the_first_page_of_a_form_leads_to_its_notice(world: World, client: Client) -> None:
    applicant = Applicant(SERVICE, client=client)
    first = applicant.open(applicant.start())
    assert f"/apply/{applicant.draft}/notice/" in first.content.decode()
    assert client.get(f"/apply/{applicant.draft}/notice/")["Location"] == f"/privacy/khonkaen/{SERVICE}/"
    assert Client().get(f"/apply/{applicant.draft}/notice/").status_code == 404


def test_the_pages_of_privacy_are_there(world: World, client: Client) -> None:
    for path in (
        "/privacy/",
        "/en/privacy/",
        "/privacy/khonkaen/",
        "/en/privacy/khonkaen/",
        "/cookies/",
        "/en/cookies/",
    ):
        assert client.get(path).status_code == 200, path
    assert client.get("/privacy/nowhere/").status_code == 404


def test_only_what_is_necessary_is_on_until_somebody_chooses(client: Client) -> None:
    page = client.get("/en/")
    assert "cookie-band" in page.content.decode() and cookies.CHOICE not in client.cookies
    root = tree(client.get("/en/cookies/"))
    assert [one.get("value") for one in root.xpath("//input[@type='radio' and @checked]")] == ["no", "no"]


def test_the_choice_is_kept_and_changed(client: Client) -> None:
    client.get("/en/cookies/")
    kept = client.post("/en/cookies/", {"performance": "yes", "targeting": "no"}, follow=True)
    assert client.cookies[cookies.CHOICE].value == "performance" and "Your choice is kept" in words(kept)
    assert "cookie-band" not in client.get("/en/").content.decode()
    root = tree(client.get("/en/cookies/"))
    assert [one.get("value") for one in root.xpath("//input[@type='radio' and @checked]")] == ["yes", "no"]
    client.post("/en/cookies/", {"performance": "no", "targeting": "no"})
    assert client.cookies[cookies.CHOICE].value == "none"


@pytest.mark.parametrize(
    ("referer", "place"),
    [
        ("http://testserver/en/services/?q=food", "/en/services/?q=food"),
        ("http://elsewhere.example/x", "/"),
        ("http://testserver//elsewhere.example/x", "/"),
        ("", "/"),
    ],
)
def test_the_banners_link_leads_back_to_where_it_was(client: Client, referer: str, place: str) -> None:
    answer = client.get("/cookies/only-necessary/", headers={"Referer": referer})
    assert (answer.status_code, answer["Location"]) == (302, place)
    assert client.cookies[cookies.CHOICE].value == "none"


def test_allowing_needs_proof_that_it_was_said_on_our_page() -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.post("/cookies/", {"performance": "yes"})
    assert cookies.CHOICE not in strict.cookies


def test_every_cookie_that_is_set_stands_on_the_page(world: World, client: Client, settings: Any) -> None:
    """A whole request with all allowed: nothing is set that the page does not name."""
    client.post("/cookies/", {"performance": "yes", "targeting": "yes"})
    applicant = Applicant("food-premises-licence", client=client)
    applicant.start()
    told = {name.strip() for one in cookies.necessary() for name in one.name.split(",")}
    named = {name.removesuffix("-en") for name in client.cookies}
    assert named <= told and cookies.CHOICE in named


def test_over_https_the_choice_is_bound_to_our_host(client: Client, settings: Any) -> None:
    settings.IS_SECURE = settings.SESSION_COOKIE_SECURE = True
    client.post("/cookies/", {"performance": "no", "targeting": "no"}, secure=True)
    assert [name for name in client.cookies if name.endswith(cookies.CHOICE)] == ["__Host-cookie-choice"]
    assert client.cookies["__Host-cookie-choice"]["secure"]
