"""Somebody finds a service by their own words, with a mistake, and the agency that is responsible where they live."""

from __future__ import annotations

from tests.journeys.conftest import NewVisitor
from tests.journeys.visitor import View, seen_as

SMALL = "food-premises-notification"


@seen_as(View("th", 320), View("th", 1280, False), View("en", 1280))
def test_from_ones_own_words_to_the_right_agency(visitor: NewVisitor, view: View) -> None:
    person = visitor(view, f"finding-{view}")
    page = person.page
    person.go("/")
    person.look("home")
    page.locator("#q").fill("restuarant" if view.language == "en" else "อยากขายก๋วยเตี๋ยวหน้าบ้าน")
    person.press(page.locator("form[role=search] button"))
    person.look("found")
    assert page.locator("[data-found] mark").count()
    page.locator("details summary").first.click()
    page.locator("#sort").select_option("notify")
    person.press(page.locator("details form button"))
    person.look("narrowed")
    person.press(page.locator(f'[data-found] a[href*="/services/{SMALL}/"]').first)
    person.look("which-agency")
    page.locator("#near").fill("Tha Phra Khon Kaen" if view.language == "en" else "ท่าพระ ขอนแก่น")
    person.press(page.locator("form:has(#near) button"))
    person.look("responsible")
    person.press(page.locator("form[action$='/place/'] button"))
    person.look("kept")
    person.press(page.locator(f'main a[href$="/a/tha-phra/{SMALL}/"]'))
    person.must_be_at(f"/a/tha-phra/{SMALL}/")


@seen_as(View("th", 1280))
def test_suggestions_are_chosen_with_the_keyboard(visitor: NewVisitor, view: View) -> None:
    person = visitor(view, "suggestions")
    box = person.page.locator("#q")
    person.go("/")
    box.press_sequentially("เบี้ยยังชีพ")
    person.page.locator("[role=option]").first.wait_for()
    person.look("suggestions")
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == "q-list-0"
    box.press("Escape")
    assert box.get_attribute("aria-expanded") == "false" and box.input_value() == "เบี้ยยังชีพ"
    box.press_sequentially("ผู้")
    person.page.locator("[role=option]").first.wait_for()
    box.press("ArrowDown")
    box.press("Enter")
    person.arrives("old-age-allowance")


@seen_as(View("th", 360, scripts=False))
def test_a_point_is_answered_without_a_script_too(visitor: NewVisitor, view: View) -> None:
    person = visitor(view, "nearest")
    person.go(f"/services/{SMALL}/")
    person.page.locator("details:has(#lat) summary").click()
    person.page.locator("#lat").fill("16.34")
    person.page.locator("#lon").fill("เหนือ")
    person.press(person.page.locator("form:has(#lat) button").last)
    person.look("wrong")
    person.page.locator("#lon").fill("102.81")
    person.press(person.page.locator("form:has(#lat) button").last)
    person.look("nearest")
    assert "tha-phra" in str(person.page.locator("main ul.plain-list a").first.get_attribute("href"))
