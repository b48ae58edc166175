"""A service is tried: an author shares it, somebody goes through it on a phone and says how it was, the author plays
the officer until the paper and answers."""

from __future__ import annotations

import re
from typing import Final

from tests.journeys.conftest import NewVisitor
from tests.journeys.filling import Filling
from tests.journeys.people import CONTINUE, Request, sign_in
from tests.journeys.visitor import View, Visitor, seen_as
from thanjai.config.demo.filling import posted, posted_fields
from thanjai.config.demo.office import address_of
from thanjai.domain.definition.base import Role
from thanjai.domain.definition.model import AUTOMATIC, Step

SERVICE: Final = "food-premises-licence"
STUCK: Final = "ไม่รู้ว่าต้องเลือกข้อไหน"
ANSWER: Final = "แก้คำถามให้ชัดขึ้นแล้ว ขอบคุณ"
ABOUT: Final = r"/office/trials/about/[0-9a-f-]{36}/"


def share(author: Visitor, request: Request) -> str:
    """Make a link to the service; its address."""
    author.go("/office/services/")
    author.press(author.page.locator('main a[href$="/office/trials/"]'))
    author.look("what-may-be-tried")
    title = request.definition.title.in_language(author.view.language)
    author.press(author.page.get_by_role("link", name=title, exact=True))
    author.must_be_at(ABOUT)
    author.press(author.page.locator('form[action$="/share/"] button'))
    author.look("shared")
    return author.page.locator("a.address").first.inner_text().strip()


def goes_through(person: Visitor, request: Request, link: str) -> str:
    """From the link to the end of the form, with a comment on the first page; where they are then."""
    person.go(link)
    person.look("link")
    person.press(person.page.locator("main form button"))
    person.look("first-page")
    person.page.locator("label[for=feeling-stuck]").click()
    person.page.locator("#words").fill(STUCK)
    person.press(person.page.locator("#say button"))
    assert STUCK in person.words
    first = request.definition.form.pages[0]
    Filling(
        person, "main form:has(button[value=continue])", posted(first, request.answers, person.view.language)
    ).write()
    person.press(person.page.locator(CONTINUE))
    person.look("second-page")
    person.press(person.page.locator("button[value=fill]"))
    person.look("check")
    person.press(person.page.locator("button[value=send]"))
    person.look("sent")
    return person.path


def plays(author: Visitor, request: Request, step: Step) -> None:
    """Finish a step as its officer."""
    form = author.page.locator(f"#step-{step.id} form").first
    findings = request.findings(step)
    values = posted_fields(step.findings, findings, author.view.language)  # type: ignore[arg-type]
    if step.kind == "decide":
        values |= {"outcome": ["approved"], "reasons": ["ครบตามหลักเกณฑ์"]}
    Filling(author, f"#step-{step.id} form:has(.govuk-button:not(.govuk-button--secondary))", values).write()
    author.press(form.locator("button.govuk-button:not(.govuk-button--secondary)").last)


@seen_as(View("th"), View("en", scripts=False))
def test_a_service_is_shared_tried_on_a_phone_and_played_until_its_paper(visitor: NewVisitor, view: View) -> None:
    request = Request(SERVICE)
    author = visitor(view, f"trying-{view}")
    sign_in(author, address_of(request.agency, Role.HEAD))
    link = share(author, request)
    about = author.path
    person = visitor(View(view.language, 320, view.scripts), f"trying-by-link-{view}")
    place = goes_through(person, request, link)

    author.go(about)
    author.look("said")
    comment = author.page.locator("#comments .card").first
    assert STUCK in comment.inner_text()
    comment.locator("summary").click()
    comment.locator("textarea").fill(ANSWER)
    author.press(comment.locator("form:has(textarea) button"))
    author.press(author.page.locator("#comments .card").first.locator("button[value=deal]"))
    author.press(author.page.locator(f'main a[href*="{place.rstrip("/").rpartition("/")[2]}"]').first)
    author.look("both-sides")
    for step in request.definition.steps:
        if step.kind not in AUTOMATIC:
            plays(author, request, step)
    author.look("to-pay")
    author.press(author.page.locator("button[value=pay]"))
    author.look("issued")
    paper = author.page.locator('main a[href*="/papers/"]').first.get_attribute("href")
    pdf = author.context.request.get(f"{author.platform.base_url}{paper}")
    assert pdf.ok and pdf.body().startswith(b"%PDF")

    person.go(place)
    person.look("over")
    assert ANSWER in person.words and person.page.locator('main a[href*="/papers/"]').count() == 1
    author.go(about)
    author.page.locator("#times").fill("10")
    author.press(author.page.locator('form[action$="/shake/"] button'))
    author.waits_for(author.page.locator('form[action$="/stop/"]'), "detached", 60)
    author.look("shaken")
    assert re.search(r"10 (จาก|of) 10", author.words) or author.page.locator("progress[value='10']").count() == 1
