"""An author writes a service by keyboard alone, from an empty page until others have reviewed it and people can apply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from tests.authoring.shortened import shortened
from tests.authoring.writing import Author
from tests.journeys.by_keyboard import ByKeyboard
from tests.journeys.conftest import NewVisitor
from tests.journeys.people import sign_in
from tests.journeys.test_counter import ID
from tests.journeys.visitor import View, Visitor
from tests.platform import Platform
from thanjai.kernel.processes import wait_for

SERVICE = "request-for-help"
TITLE = {"th": "ขอความช่วยเหลือฉุกเฉิน", "en": "Urgent help"}
NO_ERROR = "ตรวจแล้วไม่พบข้อผิดพลาด"
ENTER = """
from django.db import transaction
from thanjai.accounts.actions import register_person
from thanjai.agencies.actions import appoint, register_agency
from thanjai.domain.definition.base import AgencyKind, Role
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import PLATFORM, acting_as
name = Text(th="องค์การบริหารส่วนตำบลบ้านเขียน", en="Ban Khian Subdistrict Administration")
unit, position = Text(th="สำนักปลัด", en="Office of the chief administrator"), Text(th="นักวิเคราะห์", en="Analyst")
with acting_as(PLATFORM), transaction.atomic():
    agency = register_agency(
        slug="{slug}", code="{code}", kind=AgencyKind.SAO, name=name, province=name, address=name
    )
    for who in ("author", "first", "second"):
        person = register_person(email=who + "-{slug}@ban-khian.example", name="วิไล " + who, is_demo=True)
        appoint(agency=agency.id, person=person.id, roles=[Role.AUTHOR], unit=unit, position=position)
"""


@dataclass(frozen=True)
class Office:
    """An agency of three authors that offers nothing yet."""

    slug: str

    def signed_in(self, visitor: Visitor, who: str) -> ByKeyboard:
        sign_in(visitor, f"{who}-{self.slug}@ban-khian.example")
        return ByKeyboard(visitor)


def an_office(platform: Platform) -> Office:
    mark = uuid4().hex
    slug = f"ban-khian-{mark[:8]}"
    platform.call("django", "shell", "-c", ENTER.format(slug=slug, code=f"K{mark[:5]}".upper()))
    return Office(slug)


def target() -> dict[str, Any]:
    """A short service of this kind of agency alone, as an agency publishes for itself."""
    return {**shortened(SERVICE), "id": "urgent-help", "title": TITLE, "agency_kinds": ["sao"]}


def begun(hands: ByKeyboard) -> str:
    """The address of a new draft."""
    hands.open("/office/authoring/")
    hands.fill({f"title.{language}": words for language, words in TITLE.items()})
    hands.enter(hands.page.locator("main form.form-page button").first)
    hands.visitor.must_be_at(f"/office/authoring/{ID}/")
    return hands.visitor.path


def sees_what_it_becomes(hands: ByKeyboard, draft: str) -> None:
    """The manual, the form and the paper as people will see them, and what is undone is done again."""
    for place in ("manual/", "form/1/", "changes/"):
        hands.open(f"{draft}{place}")
    visitor = hands.visitor
    paper = visitor.context.request.get(f"{visitor.platform.base_url}{draft}paper/letter_of_the_result/")
    assert paper.body().startswith(b"%PDF")
    hands.open(draft)
    hands.press("command", "undo")
    hands.press("command", "redo")
    assert visitor.path == draft and NO_ERROR in visitor.words


def handed_in(hands: ByKeyboard, draft: str) -> str:
    """The address of the review."""
    hands.open(draft)
    hands.enter(hands.page.locator("main a[href*='/office/releases/drafts/']").first)
    hands.fill({"was_tried": ("yes",), "note": "เขียนตามมติสภา"})
    hands.enter(hands.page.locator("main form button.govuk-button").last)
    hands.visitor.must_be_at(f"/office/releases/{ID}/")
    return hands.visitor.path


def approves(hands: ByKeyboard, review: str) -> None:
    hands.open(review)
    hands.fill({"legal": ("yes",), "words": "ตรวจแล้ว"})
    hands.enter(hands.page.locator("main form:has([value=approve]) button"))
    assert "ตรวจแล้ว" in hands.visitor.words


def test_a_service_is_written_reviewed_and_published_by_keyboard(visitor: NewVisitor) -> None:
    author = visitor(View(), "writing")
    office = an_office(author.platform)
    hands = office.signed_in(author, "author")
    draft = begun(hands)
    hands.open(f"{draft}section/about/")
    assert {"f.summary.th", "f.keywords", "f.permission", "then"} <= hands.reached_by_tab()
    Author(hands, draft, target()).write()
    sees_what_it_becomes(hands, draft)

    review = handed_in(hands, draft)
    for who in ("first", "second"):
        reviewer = office.signed_in(author.another(), who)
        reviewer.open(review)
        if reviewer.page.locator("main form:has([value=approve])").count():
            approves(reviewer, review)
    hands.open(review)
    hands.enter(hands.page.locator("main form:has([value=publish]) button"))
    assert wait_for(lambda: _is_published(hands, review), 60)
    hands.visitor.look("published")

    citizen = visitor(View(width=320, scripts=False), "written")
    citizen.go(f"/a/{office.slug}/urgent-help/")
    citizen.look("manual")
    assert TITLE["th"] in citizen.words
    citizen.press(citizen.page.locator("form[action$='/start/'] button >> visible=true").first)
    citizen.look("begun")


def _is_published(hands: ByKeyboard, review: str) -> bool:
    hands.open(review)
    return bool(hands.page.locator("main a[href*='/office/versions/']").count())
