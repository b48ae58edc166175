"""A restaurant at three agencies: planned on a phone, sent once, worked by each, followed on one page to the papers."""

from __future__ import annotations

import re

from tests.bundles.conftest import FOOD, LEFT, LIQUOR, PLANNED, RESTAURANT, SHARED, STAFF
from tests.journeys.conftest import NewVisitor
from tests.journeys.filling import Filling
from tests.journeys.people import CONTINUE, Office, Receipt, Request
from tests.journeys.post import Letterbox
from tests.journeys.visitor import View, Visitor, seen_as
from thanjai.config.demo.filling import posted
from thanjai.config.demo.packs import load_bundles, load_pack
from thanjai.domain.bundle.model import Bundle
from thanjai.web.citizen.plans.journey import renamed

PARTS = {"notification": FOOD, "liquor": LIQUOR, "employer": STAFF}
PAGE = r"/plan/(?P<plan>[0-9a-f-]{36})/(?:(?P<kind>ask|fill|needs|check)/(?:[a-z0-9-]+/)?)?"
_NUMBER = re.compile(r"\b\d{2}-[A-Z0-9]{2,8}-[0-9A-Z]{6}-[0-9A-Z]\b")
_MOST_PAGES = 30


@seen_as(View("th", 320, True), View("en", 1280, False))
def test_a_restaurant_at_three_agencies(visitor: NewVisitor, view: View) -> None:
    person = visitor(view, f"together-{view}")
    bundle = next(one for one in load_bundles() if one.id == RESTAURANT)
    person.go("/")
    person.press(person.page.locator(f'main a[href$="/together/{RESTAURANT}/"]'))
    person.look("bundle")
    person.press(person.page.locator('form[action$="/start/"] button'))
    _answer_until(person, bundle, "needs")
    person.look("needs")
    person.press(person.page.locator('main a.govuk-button[href*="/plan/"]'))
    _answer_until(person, bundle, "check")
    _send(person)
    offices = {part: _office(person, part) for part in ("notification", "employer")}
    _pay(person, "notification")
    person.waits_for(person.page.locator("[data-part=liquor][data-turn=agency]"), "attached")
    person.look("plan-liquor-sent")
    offices["liquor"] = _office(person, "liquor")
    for office in offices.values():
        office.work()
    _open(person)
    _pay(person, "liquor")
    person.waits_for(person.page.locator("[data-turn=nobody]").nth(2), "attached")
    person.look("plan-done")
    assert person.page.locator('main .papers a[href*="/v/"]').count() >= len(PARTS)
    letters = Letterbox(person.platform, SHARED["email"])
    letters.wait_for(lambda one: f"/p/{_plan(person)}/" in one.text, "with the way to the page of all")


def _values(bundle: Bundle, language: str) -> dict[str, list[str]]:
    """What is typed, by the names of inputs, whichever page asks it."""
    found: dict[str, list[str]] = {}
    for page in bundle.form.pages:
        found |= posted(page, PLANNED | SHARED, language)
    for part, service in PARTS.items():
        own = {f"{part}__{name.partition('.')[2]}": value for name, value in LEFT.items() if name.startswith(part)}
        for page in load_pack(service).definition.form.pages:
            fields = tuple(renamed(part, field) for field in page.fields)
            found |= posted(page.model_copy(update={"fields": fields}), own, language)
    return found


def _answer_until(person: Visitor, bundle: Bundle, stop: str) -> None:
    values = _values(bundle, person.view.language)
    for number in range(_MOST_PAGES):
        if person.must_be_at(PAGE)["kind"] == stop:
            return
        before = person.path
        Filling(person, "main form:has(button[value=continue])", values).write()
        person.look(f"{stop}-{number}")
        person.press(person.page.locator(CONTINUE))
        assert person.path != before, f"{before} comes back: {person.words[:800]}"
    raise AssertionError("the pages never end")


def _send(person: Visitor) -> None:
    person.look("check")
    person.page.locator('label[for="declared"]').click()
    person.page.locator('label[for="tells"]').click()
    person.press(person.page.locator('form[action$="/send/"] button'))
    assert person.page.locator("[data-part]").count() == len(PARTS), person.words[:500]
    person.look("plan-sent")


def _plan(person: Visitor) -> str:
    return person.must_be_at(PAGE)["plan"]


def _open(person: Visitor) -> None:
    """The page of all, anew."""
    person.go(f"/plan/{_plan(person)}/")


def _office(person: Visitor, part: str) -> Office:
    """The officers of a part's agency, who find it by its number."""
    line = person.page.locator(f"[data-part={part}]")
    number, plan = _NUMBER.search(line.inner_text()), _plan(person)
    assert number, line.inner_text()
    person.press(line.locator(f'a[href$="/to/{part}/"]'))
    case = person.must_be_at(r"/case/(?P<case>[0-9a-f-]{36})/")["case"]
    person.go(f"/plan/{plan}/")
    return Office(person, Request(PARTS[part]), Receipt(number[0], "", case))


def _pay(person: Visitor, part: str) -> None:
    """From the page of all to the bank and back."""
    plan, to_pay = _plan(person), f'main a[href$="/to/{part}/?pay"]'
    person.waits_for(person.page.locator(to_pay), "attached")
    person.press(person.page.locator(to_pay))
    person.press(person.page.locator(f'a[href^="{person.platform.bank_url}"]'))
    person.press(person.page.locator("button[name=way][value=normal]").first)
    person.go(f"/plan/{plan}/")
    person.waits_for(person.page.locator(to_pay), "detached")
