"""The pages on which one finds a service and the agency that gives it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from tests.world import PLACE, World, build, examples
from thanjai.agencies.actions import register_agency
from thanjai.catalogue.actions import adopt
from thanjai.domain.definition.base import AgencyKind
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import PLATFORM, acting_as

pytestmark = pytest.mark.django_db
SMALL, AGE = "food-premises-notification", "old-age-allowance"
HERE = f"/services/{SMALL}/"


@pytest.fixture
def world() -> Iterator[World]:
    world = build(SMALL, AGE)
    with acting_as(PLATFORM):
        agency = register_agency(
            slug="tha-phra", code="THP", kind=AgencyKind.SAO, name=Text(th="อบต.ท่าพระ", en="Tha Phra SAO"),
            province=PLACE, address=PLACE, areas=["400104"], stands_at=(16.33, 102.80),
        )  # fmt: skip
        adopt(agency=agency.id, service=SMALL, settings=examples(SMALL)["settings"])
    return world


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_home_page_leads_to_services_and_lists_no_agencies(world: World, client: Client) -> None:
    shown = page(client, "/")
    assert f'href="{HERE}"' in shown and f'href="/a/khonkaen/{AGE}/"' in shown, "a single agency needs no choice"
    assert "tha-phra" not in shown and 'href="/agencies/"' in shown


def test_words_and_a_place_lead_straight_to_the_agency(world: World, client: Client) -> None:
    shown = page(client, "/services/?q=ร้านกาแฟ ท่าพระ ขอนแก่น")
    assert f'href="/a/tha-phra/{SMALL}/"' in shown and "<mark>ร้านกาแฟ</mark>" in shown
    assert "data-agencies" in shown and 'href="/a/tha-phra/"' in shown


def test_a_mistake_is_answered_and_its_correction_offered(world: World, client: Client) -> None:
    shown = page(client, "/en/services/?q=elderly alowance")
    assert "q=elderly+allowance" in shown and AGE in shown


def test_the_other_keyboard_is_told(world: World, client: Client) -> None:
    assert "data-switched" in page(client, "/services/?q=vkski")


def test_nothing_found_says_where_to_go_on(world: World, client: Client) -> None:
    shown = page(client, "/en/services/?q=xyzzy&for=labour")
    assert "data-found" not in shown
    assert 'href="/en/agencies/"' in shown and 'href="/en/services/?q=xyzzy"' in shown


def test_the_list_is_narrowed_without_a_script(world: World, client: Client) -> None:
    assert AGE not in page(client, "/services/?for=business") and SMALL in page(client, "/services/?for=business")
    assert SMALL not in page(client, "/services/?sort=benefit") and AGE in page(client, "/services/?sort=benefit")
    assert SMALL in page(client, "/services/?by=sao") and SMALL in page(client, "/services/?by=nonsense")


def test_suggestions_are_few_and_lead_where_the_list_does(world: World, client: Client) -> None:
    assert client.get("/suggestions/?q=เบี้ย").json()["found"][0]["href"] == f"/a/khonkaen/{AGE}/"
    assert client.get("/en/suggestions/?q=coffee sh").json()["found"][0]["href"] == f"/en{HERE}"
    assert client.get("/suggestions/?q=").json() == {"found": []}


def test_the_place_is_typed_chosen_or_kept_and_says_why_an_agency_is_right(world: World, client: Client) -> None:
    shown = page(client, f"/en{HERE}?near=Tha Phra Khon Kaen")
    assert "It is responsible for this subdistrict." in shown and f'href="/en/a/tha-phra/{SMALL}/"' in shown
    assert f"/en{HERE}?place=400113" in page(client, f"/en{HERE}?near=40260"), "a postcode of two subdistricts"
    answer = client.post("/en/place/", {"place": "400104", "next": f"/en{HERE}"})
    assert answer["Location"] == f"/en{HERE}" and not answer.cookies["place"]["max-age"]
    assert "responsible for this subdistrict" in page(client, f"/en{HERE}")
    client.post("/en/place/", {"next": f"/en{HERE}"})
    assert "responsible for this subdistrict" not in page(client, f"/en{HERE}")


def test_what_is_no_place_stays_in_the_box_with_what_to_do(world: World, client: Client) -> None:
    shown = page(client, f"/en{HERE}?near=Atlantis")
    assert 'value="Atlantis"' in shown and "We know no place of this name" in shown and "khonkaen" in shown


def test_a_subdistrict_of_nobody_shows_the_district(world: World, client: Client) -> None:
    assert "No agency that we know to be responsible" in page(client, f"/en{HERE}?place=400102")


def test_a_point_is_answered_and_not_kept(world: World, client: Client) -> None:
    answer = client.post(f"/en{HERE}near/", {"lat": "16.34", "lon": "102,81"})
    assert (
        "about" in answer.content.decode() and "tha-phra" in answer.content.decode() and not answer.cookies.get("place")
    )
    answer = client.post(f"/en{HERE}near/", {"lat": "north", "lon": "102.81"})
    assert answer.status_code == 422 and 'value="north"' in answer.content.decode()
    assert client.get(f"/en{HERE}near/").status_code == 405


@pytest.mark.parametrize("next_page", ["https://elsewhere.example/", "//elsewhere.example", "javascript:1", ""])
def test_keeping_a_place_leads_nowhere_else(world: World, client: Client, next_page: str) -> None:
    answer = client.post("/place/", {"place": "99", "next": next_page})
    assert answer["Location"] == "/services/" and "place" not in answer.cookies


def test_a_service_that_nobody_gives_is_not_there(world: World, client: Client) -> None:
    page(client, "/services/no-such-service/", 404)


def test_agencies_are_found_by_name_and_place(world: World, client: Client) -> None:
    assert "/a/tha-phra/" in page(client, "/agencies/?q=ท่าพระ") and "/a/khonkaen/" not in page(
        client, "/agencies/?q=ท่าพระ"
    )
    assert "/a/tha-phra/" in page(client, "/agencies/?near=40260&place=400104")
    assert "nobody" in page(client, "/en/agencies/?q=nobody")
