"""Who one is, in which language, and what machines ask of us."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.db import OperationalError, connection
from django.test import Client

from tests.web.applicant import FOOD, Applicant
from tests.web.desk import page, sit_down, tree, words
from tests.world import PLACE, World, build
from thanjai.accounts import providers
from thanjai.accounts.actions import register_person
from thanjai.accounts.models import Person
from thanjai.agencies.actions import appoint
from thanjai.cases import selectors
from thanjai.domain.definition.base import Role
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.plugins.identity.demo.plugin import DemoIdentity

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build(FOOD)


@pytest.fixture
def people(world: World, settings: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, Person]:
    """A demonstration with an applicant and an officer; world's own officers are real people."""
    settings.DEMO = True
    monkeypatch.setitem(providers._providers, "demo", DemoIdentity())
    with acting_as(PLATFORM):
        found = {
            name: register_person(email=f"{name}@demo.example.com", name=name, name_en=name.title(), is_demo=True)
            for name in ("somchai", "officer")
        }
        appoint(agency=world.agency, person=found["officer"].id, roles=[Role.HEAD], unit=PLACE, position=PLACE)
    return found


def sign_in(client: Client, email: str, next: str = "") -> Any:
    return client.post("/en/sign-in/", {"provider": "demo", "account": email, "next": next})


def test_outside_a_demonstration_there_is_no_account_to_choose(
    client: Client, world: World, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(providers, "_providers", {})
    assert not settings.DEMO and settings.THANJAI_IDENTITY == {}
    assert not page(client, "/en/sign-in/").xpath("//button[@name='account']")
    assert sign_in(client, "สมศรี@example.com").status_code == 404
    assert client.get("/account/").status_code == 302


def test_a_demonstration_offers_its_people_by_where_they_work(client: Client, people: dict[str, Person]) -> None:
    root = page(client, "/en/sign-in/")
    assert root.xpath("//button[@name='account']/@value") == [one.email for one in people.values()]
    assert root.xpath("//h3/text()") == ["Applicants", "Khon Kaen"]


@pytest.mark.parametrize("account", ["nobody@example.com", "", "สมศรี@example.com", "' OR 1=1 --", "%"])
def test_only_invented_people_can_be_signed_in_as(client: Client, people: dict[str, Person], account: str) -> None:
    answer = sign_in(client, account)
    assert answer.status_code == 422 and "not known here" in words(answer)
    assert "sessionid" not in answer.cookies


def test_one_is_led_to_where_one_was_going_or_where_one_belongs(people: dict[str, Person]) -> None:
    applicant, officer = (one.email for one in people.values())
    assert sign_in(Client(), applicant)["Location"] == "/en/account/"
    assert sign_in(Client(), officer)["Location"] == "/en/office/"
    assert sign_in(Client(), applicant, "/en/track/?number=1")["Location"] == "/en/track/?number=1"
    client = Client()
    asked = client.get("/en/office/registers/")
    assert asked["Location"] == f"/en/sign-in/?next={quote('/en/office/registers/', safe='')}"
    hidden = page(client, asked["Location"]).xpath("//input[@name='next']/@value")
    assert set(hidden) == {"/en/office/registers/"}
    assert sign_in(client, officer, hidden[0])["Location"] == "/en/office/registers/"
    assert client.get("/en/office/registers/").status_code == 200


@pytest.mark.parametrize(
    "next",
    [
        "https://evil.example", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example",
        "javascript:alert(1)", "http:evil.example", "/\t/evil.example", " //evil.example", "evil.example",
        "/\r\nSet-Cookie: a=b//evil", "https:/evil.example", "//evil.example/\\@localhost",
    ],
)  # fmt: skip
def test_nobody_is_led_away_from_the_site(people: dict[str, Person], next: str) -> None:
    answer = sign_in(Client(), people["somchai"].email, next)
    place = answer["Location"]
    assert answer.status_code == 302 and (place == "/en/account/" or place.startswith("/%0D%0A")), place
    assert "evil" not in answer.cookies.output()


def test_signing_in_begins_a_new_session_and_signing_out_ends_it(people: dict[str, Person]) -> None:
    client = Client()
    sign_in(client, people["somchai"].email)
    first = client.cookies["sessionid"]
    assert first["httponly"] and first["samesite"] == "Lax"
    sign_in(client, people["officer"].email)
    assert client.cookies["sessionid"].value != first.value
    old = Client()
    old.cookies["sessionid"] = first.value
    assert old.get("/en/account/").status_code == 302
    assert client.post("/en/sign-out/")["Location"] == "/en/?notice=signed-out"
    assert client.get("/en/office/").status_code == 302
    assert "signed out" in words(client.get("/en/?notice=signed-out"))


def test_signing_out_is_in_sight_on_every_page(people: dict[str, Person]) -> None:
    for who, pages in (
        ("somchai", ("/en/", "/en/account/", "/en/track/")),
        ("officer", ("/en/office/", "/en/office/people/")),
    ):
        client = Client()
        sign_in(client, people[who].email)
        for path in pages:
            assert page(client, path).xpath("//header//form[@action='/en/sign-out/']//button"), path
    assert not page(Client(), "/en/").xpath("//form[@action='/en/sign-out/']")


def test_a_signed_in_person_finds_their_requests_again_on_any_device(people: dict[str, Person]) -> None:
    client = Client()
    sign_in(client, people["somchai"].email)
    applicant = Applicant(english=True, client=client)
    case_id = applicant.apply()
    unfinished = Applicant(english=True, client=client)
    unfinished.start()
    with acting_as(PLATFORM):
        number = selectors.case(case_id).number
    elsewhere = Client()
    sign_in(elsewhere, people["somchai"].email)
    root = page(elsewhere, "/en/account/")
    assert number in root.xpath("string(//main)")
    assert root.xpath(f"//a[@href='/en/apply/{unfinished.draft}/']")
    for path in (f"/en/case/{case_id}/", f"/en/apply/{unfinished.draft}/who/"):
        assert elsewhere.get(path).status_code == 200
        other = Client()
        sign_in(other, people["officer"].email)
        assert other.get(path).status_code == 404


def test_an_officer_is_a_person_like_any_other_outside_the_office(world: World) -> None:
    _, case = world.submitted()
    officer = sit_down(Client(), world.officer)
    assert officer.get(f"/office/cases/{case.id}/").status_code == 200
    assert officer.get(f"/case/{case.id}/").status_code == 404
    assert officer.post(f"/case/{case.id}/withdraw/").status_code in (404, 409)
    applicant = Applicant(client=officer)
    own = applicant.apply()
    assert officer.get(f"/case/{own}/").status_code == 200
    with acting_as(world.officer):
        assert selectors.case(own).person_id == world.officer.person and selectors.case(case.id).status == "submitted"


def test_the_language_switch_keeps_the_page_and_its_query(world: World) -> None:
    applicant = Applicant(english=True)
    case_id = applicant.apply()
    unfinished = Applicant(english=True)
    unfinished.start()
    pages = {
        applicant: [f"/case/{case_id}/", f"/case/{case_id}/received/"],
        unfinished: [
            "/", "/services/?q=%E0%B8%AD%E0%B8%B2&for=business", "/a/khonkaen/", f"/a/khonkaen/{FOOD}/", "/track/?number=1",
            "/verify/", "/privacy/", "/sign-in/?next=/track/", f"/apply/{unfinished.draft}/who/?change=1",
            f"/apply/{unfinished.draft}/later/",
        ],
    }  # fmt: skip
    for somebody, paths in pages.items():
        for path in paths:
            for language, here, there in (("th", path, f"/en{path}"), ("en", f"/en{path}", path)):
                root = tree(somebody.client.get(here))
                assert root.get("lang") == language, here
                assert root.xpath("//a[contains(@class, 'language')]/@href") == [there], here
                others = root.xpath("//link[@rel='alternate']/@href")
                to_be_found = f"http://localhost:8000{there.partition('?')[0]}"
                assert others == [there] or to_be_found in others, here


def test_links_and_redirects_stay_in_the_language(world: World) -> None:
    applicant = Applicant(english=True)
    case_id = applicant.apply()
    root = page(applicant.client, f"/en/case/{case_id}/")
    inside = [link for link in root.xpath("//a/@href") if link.startswith("/") and "static" not in link]
    others = [link for link in inside if not link.startswith("/en/")]
    assert others == [f"/case/{case_id}/"]


def test_each_page_has_safe_headers(client: Client, world: World) -> None:
    for path in ("/", "/en/no-such-page/", "/healthz", "/track/"):
        answer = client.get(path)
        assert (
            "script-src 'self'" in answer["Content-Security-Policy"]
            and "unsafe" not in answer["Content-Security-Policy"]
        )
        assert answer["X-Content-Type-Options"] == "nosniff" and answer["X-Request-ID"]


def test_only_a_proxy_of_ours_names_requests(client: Client, db: None, settings: Any) -> None:
    """Else somebody could make their requests look like another's in the log and in the trail."""
    given = {"X-Request-ID": "abcdef-12345678"}
    assert client.get("/", headers=given)["X-Request-ID"] != "abcdef-12345678"
    settings.THANJAI_PROXIES = ["127.0.0.0/8"]
    assert client.get("/", headers=given)["X-Request-ID"] == "abcdef-12345678"
    assert client.get("/", headers={"X-Request-ID": "a b\n"})["X-Request-ID"] != "a b\n"
    assert client.get("/", headers=given, REMOTE_ADDR="203.0.113.9")["X-Request-ID"] != "abcdef-12345678"


def test_machines_learn_whether_we_live_are_ready_and_do_well(client: Client, world: World, settings: Any) -> None:
    assert client.get("/healthz").content == b"ok"
    assert client.get("/readyz").json() == {"database": "ok"}
    client.get("/track/")
    assert client.get("/metrics").status_code == 404
    settings.THANJAI_METRICS_TOKEN = "measured-by-us"
    assert client.get("/metrics", headers={"Authorization": "Bearer measured-by-them"}).status_code == 404
    text = client.get("/metrics", headers={"Authorization": "Bearer measured-by-us"}).content.decode()
    assert 'thanjai_requests_total{method="GET",status="200",view="track"}' in text
    assert "thanjai_request_seconds_bucket" in text


def test_it_is_not_ready_while_the_database_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", away)
    monkeypatch.setattr(connection, "close", lambda: None)
    answer = client.get("/readyz")
    assert answer.status_code == 503 and answer.json() == {"database": "not reached"}
    assert client.get("/healthz").status_code == 200
