"""Somebody whose case has ended says how it was; the office answers; everybody sees the results once there are enough."""

from __future__ import annotations

import re

from tests.journeys.conftest import NewVisitor
from tests.journeys.people import Applicant, Receipt, Request, sign_in
from tests.journeys.post import Letterbox
from tests.journeys.visitor import View, Visitor
from thanjai.config.demo.office import address_of
from thanjai.domain.definition.base import Role

NARROW = View(width=320, scripts=False)
LINK = re.compile(r"https?://\S+/opinion/[0-9a-f-]{36}/[0-9A-Z]{16}/")
FEW = """
from datetime import timedelta
from uuid import UUID
from django.db import transaction
from thanjai.cases.models import Case
from thanjai.feedback.models import Answer
from thanjai.domain.satisfaction import published
from thanjai.kernel.clock import today
from thanjai.kernel.tenancy import PLATFORM, acting_as
with acting_as(PLATFORM), transaction.atomic():
    row = Case.objects.get(pk=UUID("{case}"))
    said = Answer.objects.filter(agency_id=row.agency_id, service_id=row.service_id, page="")
    said.exclude(case_id=row.id).delete()
    day = published(today())[1] - timedelta(days=1)
    said.update(on=day)
    for ease in {eases}:
        Answer.objects.create(agency_id=row.agency_id, service_id=row.service_id, ease=ease, got="yes", on=day)
"""
"""What others have said of the same service: as many as the story wants, and no more; all in a month that is published."""


def ends(applicant: Applicant) -> Receipt:
    """A request that is sent and then taken back: the shortest way to the end of a case."""
    visitor = applicant.visitor
    visitor.go(applicant.request.place)
    applicant.start()
    applicant.fill_in_until("check")
    receipt = applicant.send()
    applicant.follow(receipt.case)
    visitor.page.locator("details:has(form[action$='/withdraw/']) summary").click()
    visitor.press(visitor.page.locator("form[action$='/withdraw/'] button"))
    visitor.look("ended")
    return receipt


def says_so(applicant: Applicant, link: str) -> None:
    """From the letter: a mistake first, then a low mark and the wish for an answer."""
    visitor, page = applicant.visitor, applicant.page
    visitor.go(link)
    visitor.look("two-questions")
    page.locator("#ease-1").check()
    page.locator("#words").fill("โทรไม่ติดเลย")
    visitor.press(page.locator("main form button:not([name])"))
    visitor.look("two-questions-to-mend")
    assert page.locator("#words").input_value() == "โทรไม่ติดเลย" and page.locator("#ease-1").is_checked()
    page.locator("#got-no").check()
    page.locator("#wants_answer").check()
    visitor.press(page.locator("main form button:not([name])"))
    visitor.look("said")
    assert page.locator("main form button:not([name])").count() == 1, "it can still be changed"


def follows_up(head: Visitor, receipt: Receipt) -> None:
    """The head finds it under the overview, and answers."""
    page = head.page
    head.go("/office/overview/")
    head.look("overview")
    head.press(page.locator('main a[href$="/office/satisfaction/"]'))
    head.look("to-follow-up")
    head.press(page.locator("main tr", has_text="โทรไม่ติดเลย").locator("th a").first)
    head.look("follow-up")
    assert receipt.number in head.words
    page.locator("#reply").fill("ขออภัย เราเพิ่มคู่สายแล้ว")
    head.press(page.locator("main form button"))
    assert page.locator("#reply").input_value() == "ขออภัย เราเพิ่มคู่สายแล้ว"
    head.look("follow-up-to-mend")
    page.locator("#done").fill("เพิ่มคู่สายโทรศัพท์อีกสองสาย")
    head.press(page.locator("main form button"))
    head.look("followed-up")


def test_a_low_mark_is_answered_and_results_are_shown_from_five_answers_on(visitor: NewVisitor) -> None:
    request = Request("food-premises-licence", email="says@example.com")
    applicant = Applicant(visitor(NARROW, "saying"), request)
    platform, letters = applicant.visitor.platform, Letterbox(applicant.visitor.platform, "says@example.com")
    receipt = ends(applicant)
    letter = letters.wait_for(lambda one: receipt.number in one.subject and bool(LINK.search(one.text)), "that asks")
    found = LINK.search(letter.text)
    assert found
    says_so(applicant, found[0])

    platform.call("django", "shell", "-c", FEW.format(case=receipt.case, eases=(4, 5, 5)))
    results = f"/satisfaction/agencies/{request.agency.slug}/food-premises-licence/"
    applicant.visitor.go(results)
    applicant.visitor.look("too-few")
    assert not applicant.page.locator("main meter").count()

    head = applicant.visitor.another()
    sign_in(head, address_of(request.agency, Role.HEAD))
    follows_up(head, receipt)
    letters.wait_for(lambda one: receipt.number in one.subject and "เราเพิ่มคู่สายแล้ว" in one.text, "that answers")

    platform.call("django", "shell", "-c", FEW.format(case=receipt.case, eases=(3, 4, 4, 5)))
    applicant.visitor.go(results)
    applicant.visitor.look("results")
    assert applicant.page.locator("main meter").count() and "เพิ่มคู่สายโทรศัพท์อีกสองสาย" in applicant.visitor.words
    applicant.visitor.go(found[0])
    applicant.visitor.look("answered")
    assert "ขออภัย เราเพิ่มคู่สายแล้ว" in applicant.visitor.words
