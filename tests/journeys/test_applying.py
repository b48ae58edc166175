"""Applying, when things do not go straight on: mistakes, pauses, impatience, a keyboard alone."""

from __future__ import annotations

import re
from uuid import uuid4

from playwright.sync_api import Page

from tests.journeys.conftest import NewVisitor
from tests.journeys.people import CASE, CONTINUE, Applicant, Request, search_office
from tests.journeys.post import Letterbox
from tests.journeys.visitor import View, Visitor, seen_as

SERVICE = "food-premises-notification"
WITHOUT_SCRIPTS = View(scripts=False)
BOTH = seen_as(WITHOUT_SCRIPTS, View())
FOCUSED = "document.activeElement?.id || document.activeElement?.className || ''"


def somebody() -> tuple[str, Request]:
    """A request by a person of a name and address that nobody else has."""
    name = f"ทดสอบ{uuid4().hex[:8]}"
    person = {"title": "นาง", "given": name, "family": "เดียวดาย"}
    return name, Request(SERVICE, person=person, email=f"{uuid4().hex[:12]}@example.com")


@BOTH
def test_however_often_the_request_is_sent_it_makes_one_case(visitor: NewVisitor, view: View) -> None:
    name, request = somebody()
    applicant = Applicant(visitor(view), request)
    applicant.start()
    applicant.fill_in_until("check")
    address = applicant.page.url
    applicant.page.locator('form[action$="/submit/"] button').dblclick()
    applicant.visitor.arrives(CASE)
    # On a slow machine the second click may come down on a link of the receipt.
    draft = re.search(r"/apply/([0-9a-f-]{36})/", address)
    applicant.visitor.go(f"/case/{draft[1] if draft else ''}/received/")
    receipt = applicant.receipt()
    applicant.page.goto(address)
    assert receipt.number in applicant.visitor.words, "the draft's page does not lead to the case it has become"
    box = Letterbox(applicant.visitor.platform, request.email or "")
    box.wait_for(lambda one: receipt.number in one.subject and bool(one.files), "with the receipt")
    officer = visitor()
    assert search_office(officer, request, name) == [receipt.number]
    assert len([one for one in box.letters() if one.files]) == 1


@BOTH
def test_a_request_is_left_and_gone_on_with_in_another_browser(visitor: NewVisitor, view: View) -> None:
    name, request = somebody()
    first = Applicant(visitor(view, f"come-back-later-{view}"), request)
    first.start()
    first.fill_in_until("person-address")
    address = first.page.url
    first.visitor.press(first.page.locator("button[value=later]"))
    first.visitor.look("saved")
    link = first.page.locator('main a[href*="/r/"]').get_attribute("href") or ""
    assert _refused(visitor(view), address), "a stranger's browser may open the request"

    second = Applicant(visitor(view), request)
    second.visitor.go(link)
    assert second.here() == "person-address"
    assert link.rstrip("/").rpartition("/")[2] not in second.page.url, "the secret stays in the address"
    second.page.go_back()
    second.visitor.go(address.replace("person-address", "person"))
    assert second.page.locator('[name="person.given"]').input_value() == name
    second.fill_in_until("check")
    assert second.send().number


def _refused(stranger: Visitor, address: str) -> bool:
    answer = stranger.page.goto(address)
    return answer is not None and answer.status == 404


def test_the_link_to_go_on_comes_by_e_mail(visitor: NewVisitor) -> None:
    _, request = somebody()
    applicant = Applicant(visitor(), request)
    applicant.start()
    applicant.fill_in()
    applicant.visitor.press(applicant.page.locator("button[value=later]"))
    applicant.page.locator("#email").fill("nobody")
    applicant.visitor.press(applicant.page.locator('form[action$="/mail/"] button'))
    assert applicant.page.locator(".govuk-error-summary").count() == 1
    assert applicant.page.locator("#email").input_value() == "nobody"
    applicant.page.locator("#email").fill(request.email or "")
    applicant.visitor.press(applicant.page.locator('form[action$="/mail/"] button'))
    letter = Letterbox(applicant.visitor.platform, request.email or "").wait_for(lambda one: True, "with the link")
    found = re.search(r"http\S+/r/\S+", letter.text)
    assert found, letter.text
    other = Applicant(visitor(), request)
    other.visitor.go(found[0])
    assert other.here() != "who", "what was answered is asked again"


@BOTH
def test_mistakes_come_back_with_what_was_typed_and_what_to_do(visitor: NewVisitor, view: View) -> None:
    applicant = Applicant(visitor(view, f"mistakes-{view}"), Request(SERVICE))
    applicant.start()
    applicant.fill_in_until("person")
    page = applicant.page
    page.locator('[name="person.given"]').fill("อนุชา")
    page.locator("[name=national_id]").fill("1234567890123")
    applicant.visitor.press(page.locator(CONTINUE))
    applicant.visitor.look("mistakes")
    assert applicant.here() == "person"
    assert page.title().startswith("ข้อผิดพลาด") or page.title().startswith("Error")
    assert page.locator('[name="person.given"]').input_value() == "อนุชา"
    assert page.locator("[name=national_id]").input_value() == "1234567890123"
    if view.scripts:
        assert "error-summary" in page.evaluate(FOCUSED), "the error summary is not where one is"
    links = page.locator(".govuk-error-summary a")
    assert links.count() >= 2
    for link in links.all():
        assert page.locator(f'[id="{(link.get_attribute("href") or "#")[1:]}"]').count() == 1, "it leads nowhere"
    wrong = page.locator("[name=national_id]")
    described = (wrong.get_attribute("aria-describedby") or "").split()
    assert "national_id-error" in described
    page.locator('.govuk-error-summary a[href="#national_id"]').click()
    assert page.evaluate(FOCUSED) == "national_id"
    applicant.fill_in()
    assert applicant.here() == "person-address"


def test_a_page_is_answered_with_the_keyboard_alone(visitor: NewVisitor) -> None:
    applicant = Applicant(visitor(), Request("food-premises-licence"))
    applicant.start()
    applicant.fill_in_until("premises-right")
    page = applicant.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "govuk-skip-link"
    assert page.locator(".govuk-skip-link").bounding_box()["width"] > 10, "the skip link is not seen when it is reached"  # type: ignore[index]
    page.keyboard.press("Enter")
    _tab_to(page, "premises_right")
    page.keyboard.press("Space")
    assert page.locator("[name=premises_right][value=owner]").is_checked()
    page.keyboard.press("ArrowDown")
    assert page.locator("[name=premises_right][value=tenant]").is_checked()
    page.locator("input[type=file][name=premises_paper]").wait_for()
    assert page.evaluate("document.activeElement.name") == "premises_right", "the question that came took the focus"
    page.keyboard.press("ArrowUp")
    page.locator("input[type=file][name=premises_paper]").wait_for(state="detached")
    _tab_to(page, "action", "continue")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert applicant.here() == "business"


def _tab_to(page: Page, name: str, value: str = "") -> None:
    """Press Tab until an input is reached. Wherever it leads, one must see where one is."""
    for _ in range(20):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => { const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one)
            const marks = [one, one.nextElementSibling].filter(Boolean).flatMap(each => {
              const own = getComputedStyle(each), before = getComputedStyle(each, "::before")
              return [own.outlineStyle, own.boxShadow, before.boxShadow, before.outlineStyle]})
            return {name: one.name || "", value: one.value || "", marked: marks.some(mark => mark && mark !== "none"),
              inside: box.bottom > 0 && box.top < innerHeight}}"""
        )
        assert seen["marked"], f"nothing shows that {seen} has the focus"
        if seen["name"] == name and (not value or seen["value"] == value):
            return
    raise AssertionError(f"the keyboard does not reach {name}")


def test_the_case_is_followed_in_the_browser_that_sent_it_and_in_no_other(visitor: NewVisitor) -> None:
    _, request = somebody()
    applicant = Applicant(visitor(), request)
    applicant.start()
    applicant.fill_in_until("check")
    receipt = applicant.send()
    applicant.follow(receipt.case)
    applicant.visitor.must_be_at(CASE)
    assert _refused(visitor(), f"{applicant.visitor.platform.base_url}/case/{receipt.case}/")
