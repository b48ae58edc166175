"""How pages are found: by one address each, told to search engines in their words, and by nobody where they are private."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import get_resolver

from tests.security.rules import ANYBODY, RULES
from tests.security.test_authorisation import addresses
from tests.showing.vocabulary import faults
from tests.web.applicant import FOOD, Applicant
from tests.world import World, examples
from thanjai.agencies.actions import register_agency
from thanjai.catalogue import listing
from thanjai.catalogue.actions import adopt
from thanjai.catalogue.models import Adoption
from thanjai.domain.definition.base import AgencyKind
from thanjai.domain.text import Text
from thanjai.kernel.caching import forget
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, acting_as
from thanjai.web import sitemaps

SITE = "http://localhost:8000"
MANUAL = f"/a/khonkaen/{FOOD}/"
FOUND = (
    "/",
    "/services/",
    "/a/khonkaen/",
    "/a/khonkaen/calendar/",
    MANUAL,
    "/register/",
    "/track/",
    "/verify/",
    "/check/",
    "/privacy/",
    "/privacy/khonkaen/",
    f"/privacy/khonkaen/{FOOD}/",
)
_META = re.compile(r'<(?:meta (?:name|property)|link rel)="([^"]+)"(?: hreflang="([^"]+)")? (?:content|href)="([^"]*)"')


def told(path: str, client: Client | None = None) -> dict[str, str]:
    """What a page's head says, by name; an alternate by its language."""
    page = (client or Client()).get(path)
    assert page.status_code == 200, path
    return {f"{name} {language}".strip(): value for name, language, value in _META.findall(page.content.decode())}


def linked(path: str) -> list[Any]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', Client().get(path).content.decode())
    assert len(found) == 1
    whole = json.loads(found[0])
    assert whole["@context"] == "https://schema.org"
    return list(whole["@graph"])


@pytest.mark.parametrize("path", FOUND)
def test_a_page_that_may_be_found_has_one_address_and_says_what_it_is(world: World, path: str) -> None:
    for root, language in (("", "th"), ("/en", "en")):
        head = told(f"{root}{path}")
        assert head["canonical"] == head["og:url"] == f"{SITE}{root}{path}"
        assert (head["alternate th"], head["alternate en"], head["alternate x-default"]) == (
            f"{SITE}{path}", f"{SITE}/en{path}", f"{SITE}{path}",
        )  # fmt: skip
        assert 30 <= len(head["description"]) and head["og:description"] == head["description"]
        assert head["og:title"] and head["og:locale"][:2] == language
        assert "X-Robots-Tag" not in Client().get(f"{root}{path}")


def test_titles_and_descriptions_are_each_pages_own(world: World) -> None:
    heads = [told(f"/en{path}") for path in FOUND]
    assert len({head["og:title"] for head in heads}) == len({head["description"] for head in heads}) == len(FOUND)


def test_a_service_and_an_agency_have_a_picture_where_they_are_shared(world: World) -> None:
    for path in (MANUAL, "/a/khonkaen/"):
        head = told(path)
        assert head["twitter:card"] == "summary_large_image" and head["og:image:alt"]
        picture = Client().get(head["og:image"].removeprefix(SITE))
        assert picture["Content-Type"] == "image/png" and "X-Robots-Tag" not in picture


def test_what_is_private_or_found_by_searching_is_kept_out(world: World) -> None:
    applicant = Applicant()
    applicant.start()
    for client, path in (
        (Client(), "/services/?q=ร้าน"), (Client(), "/sign-in/"), (Client(), "/nothing/"), (Client(), "/v/ABCD-ABCD-ABCD/"),
        (Client(), "/api/v1/services"), (Client(), "/robots.txt"), (applicant.client, f"/apply/{applicant.draft}/later/"),
    ):  # fmt: skip
        answer = client.get(path)
        assert answer["X-Robots-Tag"] == "noindex, nofollow", path
        assert 'rel="canonical"' not in answer.content.decode()


def test_robots_may_go_nowhere_private(db: None) -> None:
    rules = RobotFileParser()
    rules.parse(Client().get("/robots.txt").content.decode().splitlines())
    assert rules.site_maps() == [f"{SITE}/sitemap.xml"]
    for path in (*FOUND, "/sitemap.xml", f"{MANUAL}manual.pdf", "/static/built/site.css"):
        assert rules.can_fetch("bot", path) and rules.can_fetch("bot", f"/en{path}"), path
    private = {name for name, rule in RULES.items() if rule is not ANYBODY}
    routes = {name: re.sub(r"<[^>]+>", "x", "/" + str(route)) for name, route in _routes(get_resolver())}
    for name in private:
        if routes[name] not in ("/.well-known/security.txt",):
            assert not rules.can_fetch("bot", routes[name]), (name, routes[name])


def _routes(resolver: Any, before: str = "") -> list[tuple[str, str]]:
    found = []
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        found += _routes(one, route) if hasattr(one, "url_patterns") else [(one.name, route)]
    return found


def test_only_views_that_anybody_may_open_are_marked() -> None:
    for name, one in addresses():
        if getattr(one.callback, "is_found", False):
            assert RULES[name] is ANYBODY, name


@pytest.mark.parametrize("root", ["", "/en"])
def test_a_manual_tells_search_engines_of_the_service_in_their_words(world: World, root: str) -> None:
    things = {one["@type"]: one for one in linked(f"{root}{MANUAL}")}
    assert faults(list(things.values())) == []
    service, provider = things["GovernmentService"], things["GovernmentOrganization"]
    assert service["provider"] == {"@id": provider["@id"]} and service["url"] == f"{SITE}{root}{MANUAL}"
    assert service["offers"][0]["priceCurrency"] == "THB" and service["offers"][0]["price"] == "1000.00"
    assert [one["@type"] for one in service["availableChannel"]] == ["ServiceChannel"] * 3
    assert len(things["FAQPage"]["mainEntity"]) == 2
    steps = things["BreadcrumbList"]["itemListElement"]
    assert [one["position"] for one in steps] == [1, 2, 3] and steps[-1]["item"] == service["url"]


def test_so_do_an_agency_and_the_first_page(world: World) -> None:
    assert faults(linked("/a/khonkaen/")) == faults(linked("/en/")) == []
    action = linked("/en/")[0]["potentialAction"]["target"]["urlTemplate"]
    assert action == f"{SITE}/en/services/?q={{search_term_string}}"


def test_nothing_that_an_agency_is_called_ends_the_script(world: World) -> None:
    with acting_as(PLATFORM):
        name = Text(th="</script><b>'&", en="</script><b>'&")
        register_agency(
            slug="khonkaen", code="KKC", kind=AgencyKind.MUNICIPALITY, name=name, province=name, address=name
        )
    assert linked("/a/khonkaen/")[0]["name"] == "</script><b>'&"


NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def entries(path: str) -> list[Any]:
    return ET.fromstring(Client().get(path).content).findall("s:url", NAMES)


def test_the_list_of_lists_leads_to_every_page_in_both_languages(world: World) -> None:
    root = ET.fromstring(Client().get("/sitemap.xml").content)
    lists = [str(one.text).removeprefix(SITE) for one in root.findall("s:sitemap/s:loc", NAMES)]
    assert len(lists) == 2
    places = {str(one.findtext("s:loc", "", NAMES)): one for path in lists for one in entries(path)}
    for path in ("/", "/services/", "/a/khonkaen/", "/a/other/", MANUAL):
        assert {f"{SITE}{path}", f"{SITE}/en{path}"} <= places.keys()
    one = places[f"{SITE}/en{MANUAL}"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT.*", one.findtext("s:lastmod", "", NAMES))
    links = {link.get("hreflang"): link.get("href") for link in one.findall("x:link", NAMES)}
    assert links == {"th": f"{SITE}{MANUAL}", "en": f"{SITE}/en{MANUAL}", "x-default": f"{SITE}{MANUAL}"}
    for address in places:
        assert Client().get(address.removeprefix(SITE)).status_code == 200, address


def test_many_agencies_come_in_parts_that_do_not_overlap(world: World) -> None:
    with acting_as(PLATFORM):
        adopt(agency=world.other, service=FOOD, settings=examples(FOOD)["settings"])
    forget()
    with acting_as(PUBLIC):
        first, second = listing.parts(wanted=1)
        assert first.last < second.first and listing.parts(wanted=2)[0].last == second.last
        lines = [line for part in (first, second) for line in listing.lines_of(part.first, part.last)]
    assert [(slug, service) for slug, service, _ in lines] == [("khonkaen", FOOD), ("other", FOOD)]
    assert listing.MOST * 2 <= 50_000 and listing.WANTED < listing.MOST


def test_a_closed_service_is_not_listed(world: World) -> None:
    with acting_as(PLATFORM):
        Adoption.objects.update(is_open=False)
    forget()
    lists = ET.fromstring(Client().get("/sitemap.xml").content).findall("s:sitemap", NAMES)
    assert len(lists) == 1 and len(entries("/sitemaps/pages.xml")) == 2 * len(sitemaps.PLAIN) + 4
