"""A licence is kept on a phone, shown where there is no network, and gone when its holder signs out or removes it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Error

from tests.journeys.conftest import NewVisitor
from tests.journeys.visitor import View, Visitor, seen_as

PATIENCE_MS = 15_000


def opened(person: Visitor) -> str:
    """The page of a licence of the register, opened from its check page; its path."""
    person.go("/register/?agency=khon-kaen-city")
    number = re.search(r"FL-KKC-\d{4}-\d+", person.words)
    assert number, person.words
    person.go(f"/verify/?number={number.group(0)}")
    person.press(person.page.locator('main a[href*="/carry/"]'))
    return person.must_be_at(r"/carry/[0-9A-Z-]{14}/").group(0)


def confirmed(person: Visitor) -> str:
    """The moment at which the server made what is shown."""
    return str(person.page.locator("[data-carry]").get_attribute("data-confirmed"))


@seen_as(View("th", 320), View("en", 1280))
def test_a_licence_opens_without_a_network_and_says_so(visitor: NewVisitor, view: View) -> None:
    person = visitor(view, f"carry-{view}")
    path = opened(person)
    stale, kept = (person.page.locator(f"[data-carry-{name}]") for name in ("stale", "kept"))
    kept.wait_for(timeout=PATIENCE_MS)
    assert not stale.is_visible()
    person.look("kept")
    said = person.page.locator("main h1").inner_text()
    person.context.set_offline(True)
    try:
        person.page.reload()
        stale.wait_for(timeout=PATIENCE_MS)
        before = confirmed(person)
        person.page.reload()
        assert confirmed(person) == before, "it is the very page that was kept"
        assert person.page.locator("main h1").inner_text() == said
        assert person.page.locator("main svg").first.is_visible()
        assert person.page.evaluate("document.styleSheets.length") > 0
        with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED|ERR_FAILED"):
            person.page.goto(f"{person.platform.base_url}/verify/")
    finally:
        person.context.set_offline(False)
    person.go(path)
    assert confirmed(person) != before
    kept.wait_for(timeout=PATIENCE_MS)
    names = person.page.evaluate("caches.keys()")
    assert names == [f"carry-{path.split('/')[2]}"], "this licence and nothing else"
    person.page.locator("[data-carry-remove]").click()
    kept.wait_for(state="hidden", timeout=PATIENCE_MS)
    assert person.page.evaluate("caches.keys()") == []


def test_without_scripts_it_is_simply_the_page(visitor: NewVisitor) -> None:
    person = visitor(View("en", 320, False), "carry-nojs")
    opened(person)
    person.look("page")
    assert "Last confirmed online" in person.words and "opens without a network" not in person.words
