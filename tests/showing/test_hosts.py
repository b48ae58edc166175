"""An agency's own host shows its public pages, and leads everything else to where it belongs."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.web.applicant import FOOD
from tests.world import World
from thanjai.domain.refusals import Refusal
from thanjai.domain.showing.hosts import inner, outer, tidy_host
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.showing.hosts import give_host, take_host

HOST = "services.tha-phra.example"
SITE = "http://localhost:8000"


@pytest.fixture
def shown(world: World) -> Client:
    """A browser at the agency's own host."""
    with acting_as(PLATFORM):
        give_host(slug="khonkaen", name=HOST)
    return Client(headers={"host": HOST})


@pytest.mark.parametrize("root", ["", "/en"])
def test_its_services_are_at_the_root_and_links_stay_there(shown: Client, root: str) -> None:
    home = shown.get(f"{root}/")
    words = home.content.decode()
    assert home.status_code == 200 and f'href="{root}/{FOOD}/"' in words and f'"{root}/a/khonkaen/' not in words
    assert f'rel="canonical" href="{SITE}{root}/a/khonkaen/"' in words
    manual = shown.get(f"{root}/{FOOD}/").content.decode()
    assert f'href="{root}/{FOOD}/manual.pdf"' in manual and f'href="{SITE}{root}/a/khonkaen/{FOOD}/"' in manual
    assert '<form method="post"' not in manual and "cookie-band" not in manual
    assert shown.get(f"{root}/{FOOD}/manual.pdf")["Content-Type"] == "application/pdf"
    assert shown.get(f"{root}/calendar/").status_code == 200 and not shown.cookies


def test_long_addresses_lead_to_short_ones(shown: Client) -> None:
    assert shown.get(f"/en/a/khonkaen/{FOOD}/")["Location"] == f"/en/{FOOD}/"
    assert shown.get("/a/khonkaen/")["Location"] == "/"


@pytest.mark.parametrize(
    "path",
    ["/services/?q=x", "/en/sign-in/", "/account/", "/office/", "/a/other/", f"/a/khonkaen/{FOOD}/start/", "/track/", "/api/v1/services",
     "/robots.txt", "/a/khonkaen//evil.example/", "/v/ABCD-ABCD-ABCD/"],
)  # fmt: skip
def test_all_else_is_on_the_installations_own_host(shown: Client, path: str) -> None:
    answer = shown.get(path)
    assert (answer.status_code, answer["Location"]) in ((302, f"{SITE}{path}"), (302, f"{SITE}/{path.lstrip('/')}"))
    assert not answer.cookies


def test_nothing_can_be_sent_there(shown: Client) -> None:
    for path in (f"/{FOOD}/start/", f"/a/khonkaen/{FOOD}/start/", "/sign-in/", "/"):
        answer = shown.post(path, {"next": "//evil.example/"})
        assert answer.status_code == 303 and answer["Location"].startswith(f"{SITE}/") and not answer.cookies


def test_no_address_leads_to_another_site(shown: Client) -> None:
    for path in ("//evil.example/", "/a/khonkaen///evil.example/", "/en//evil.example/", "/\\evil.example/"):
        answer = shown.get("/", PATH_INFO=path)
        assert answer.status_code == 302 and answer["Location"].startswith(f"{SITE}/"), path


def test_what_the_agency_does_not_have_is_not_found_there(shown: Client) -> None:
    assert shown.get("/no-such-service/").status_code == 404
    assert shown.get("/no-such/at/all/").status_code == 302


def test_only_names_that_were_given_are_answered(shown: Client) -> None:
    for host in ("tha-phra.example", f"x.{HOST}", f"{HOST}.evil.example", "evil.example"):
        assert Client(headers={"host": host}).get("/").status_code == 400, host
    assert Client(headers={"host": f"{HOST.upper()}:8443"}).get("/").status_code == 200
    with acting_as(PLATFORM):
        assert take_host(slug="khonkaen") and not take_host(slug="khonkaen")
    assert shown.get("/").status_code == 400


@pytest.mark.parametrize(
    ("slug", "name", "code"),
    [("other", HOST, "host_taken"), ("other", "localhost", "bad_host"), ("other", "10.1.2.3", "bad_host"),
     ("other", "-a.example", "bad_host"), ("nowhere", "a.example", "no_such_agency")],
)  # fmt: skip
def test_a_name_that_cannot_be_given_says_why(shown: Client, slug: str, name: str, code: str) -> None:
    with acting_as(PLATFORM), pytest.raises(Refusal) as refusal:
        give_host(slug=slug, name=name)
    assert refusal.value.code == code


def test_a_new_name_takes_the_place_of_the_old(shown: Client) -> None:
    with acting_as(PLATFORM):
        give_host(slug="khonkaen", name="New.Example.")
    assert shown.get("/").status_code == 400
    assert Client(headers={"host": "new.example"}).get("/").status_code == 200


paths = st.from_regex(r"\A(/en)?/[a-z0-9/.-]{0,30}\Z")


@given(paths)
def test_a_short_address_and_a_long_one_are_one_page(path: str) -> None:
    back = outer(inner(path, "tha-phra"), "tha-phra")
    assert back is not None and back.startswith("/") and not back.startswith("//")
    if "//" not in path:
        assert back == path or back == f"{path}/"


@pytest.mark.parametrize(
    "given_", ["a", "a..b", "a.b-", "a_b.example", "1.2.3.4", "a" * 64 + ".example", "http://a.example", ""]
)
def test_what_is_no_host_name(given_: str) -> None:
    found: Any = tidy_host(given_)
    assert found is None
