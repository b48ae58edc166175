"""An applicant writes to the officer and is answered, asks to be called, moves the call; the head sees how long it took."""

from __future__ import annotations

from playwright.sync_api import Locator

from tests.journeys.conftest import NewVisitor
from tests.journeys.people import Applicant, Receipt, Request, sign_in
from tests.journeys.post import Letterbox
from tests.journeys.visitor import View, Visitor, seen_as
from thanjai.config.demo.office import address_of
from thanjai.domain.definition.base import Role

SERVICE = "food-premises-notification"
UNDER = {"th": "ติดต่อเจ้าหน้าที่", "en": "Contact the officer"}
QUESTION, ANSWER = "เจ้าหน้าที่จะมาตรวจวันไหน", "จะโทรนัดล่วงหน้าหนึ่งวัน"


@seen_as(View("th", 320), View("en", scripts=False))
def test_a_question_is_answered_and_a_call_agreed_moved_and_made(visitor: NewVisitor, view: View) -> None:
    request = Request(SERVICE)
    person = visitor(view, f"contact-{view}")
    applicant = Applicant(person, request)
    applicant.start()
    applicant.fill_in_until("check")
    receipt = applicant.send()
    person.look("case")
    _writes(person, receipt)
    officer = person.another()
    _is_answered(officer, request, receipt)
    assert request.email
    Letterbox(person.platform, request.email).wait_for(
        lambda one: receipt.number in one.text and UNDER[view.language] in one.text and ANSWER not in one.text,
        "that tells of the answer and not what it says",
    )
    person.go(f"/case/{receipt.case}/contact/")
    assert ANSWER in person.words
    when = _agrees_on_a_call(person)
    _is_called(officer, receipt, when)
    _head_sees_times(officer, request)


def _writes(person: Visitor, receipt: Receipt) -> None:
    person.go(f"/case/{receipt.case}/")
    person.press(person.page.locator(f'main a[href$="/case/{receipt.case}/contact/"]'))
    person.look("contact")
    person.press(person.page.locator("main form button"))
    person.look("nothing-written")
    assert person.page.locator(".govuk-error-summary").count() == 1
    person.page.locator("#text").fill(QUESTION)
    person.press(person.page.locator("main form button"))
    person.look("written")
    assert QUESTION in person.words


def _is_answered(officer: Visitor, request: Request, receipt: Receipt) -> None:
    """From the work list, where it waits, to the case."""
    step = request.required_steps[0]
    sign_in(officer, address_of(request.agency, step.role))
    officer.go("/office/")
    officer.look("work-list")
    officer.press(officer.page.locator(f'#waiting a[href*="{receipt.case}"]'))
    officer.look("officer-case")
    assert QUESTION in officer.words
    officer.page.locator("#message-text").fill(ANSWER)
    officer.press(_form(officer, "message").locator("button"))
    officer.go("/office/")
    assert officer.page.locator(f'#waiting a[href*="{receipt.case}"]').count() == 0


def _agrees_on_a_call(person: Visitor) -> str:
    """In the first time that is free, moved to the last one; what stands on the page of it."""
    person.press(person.page.locator("#call a"))
    person.look("call")
    person.page.locator("#slot").select_option(index=1)
    person.press(person.page.locator("main form button"))
    person.look("call-agreed")
    slots = person.page.locator("#slot option")
    chosen = slots.last.inner_text()
    person.page.locator("#slot").select_option(index=slots.count() - 1)
    person.press(_form(person, "move").locator("button"))
    person.look("call-moved")
    assert chosen in person.words
    return chosen


def _is_called(officer: Visitor, receipt: Receipt, when: str) -> None:
    officer.go("/office/calls/")
    officer.look("calls")
    card = officer.page.locator("main section", has=officer.page.locator(f'a[href*="{receipt.case}"]'))
    assert when in card.inner_text()
    card.locator("input[name=said]").fill("นัดตรวจแล้ว")
    officer.press(card.locator("button[value=made]"))
    assert officer.page.locator(f'main a[href*="{receipt.case}"]').count() == 0
    officer.go(f"/office/cases/{receipt.case}/")
    assert "นัดตรวจแล้ว" in officer.words


def _head_sees_times(officer: Visitor, request: Request) -> None:
    sign_in(officer, address_of(request.agency, Role.HEAD))
    officer.go("/office/contact/")
    officer.look("answer-times")
    title = request.definition.title.in_language(officer.view.language)
    line = officer.page.locator("main table tr", has_text=title).first
    assert int(line.locator("td").first.inner_text()) >= 1
    officer.go("/office/calls/choices/")
    officer.look("call-choices")
    officer.go(f"/a/{request.agency.slug}/contact/")
    officer.look("directory")


def _form(person: Visitor, command: str) -> Locator:
    return person.page.locator(f"main form:has(input[name=command][value={command}])")
