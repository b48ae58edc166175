"""A licence is corrected by the office; then its holder loses it, asks for a replacement, pays and downloads it."""

from __future__ import annotations

import re

import pytest

from tests.journeys.conftest import NewVisitor
from tests.journeys.people import Applicant, Office, Receipt, Request
from tests.journeys.visitor import View, Visitor

VIEWS = [View("th", 320, False)]
NAME = "ครัวไทยริมบึงแก่นนคร"
_NUMBER = re.compile(r"FL-[A-Z]+-\d{4}-\d{5}")


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_a_licence_is_amended_then_lost_and_replaced_and_every_old_paper_says_so(
    visitor: NewVisitor, view: View
) -> None:
    person = visitor(view, f"document-life-{view}")
    applicant = Applicant(person, Request("food-premises-licence"))
    applicant.start()
    applicant.fill_in_until("check")
    receipt = applicant.send()
    _to_its_end(applicant, receipt)
    first = next(iter(applicant.download()))
    _amend(Office(person, applicant.request, receipt), applicant.request)
    second = _newer_than(person.another(), first, "superseded")
    _replace(person, receipt)
    third = _newer_than(person.another(), second, "replaced")
    assert len({first, second, third}) == 3
    _in_english(person, receipt)


def _in_english(person: Visitor, receipt: Receipt) -> None:
    """The holder has the paper that counts made in English, and opens it."""
    person.go(f"/case/{receipt.case}/")
    person.press(person.page.locator('main a[href*="/documents/"]').last)
    person.press(person.page.locator('form[action$="/language/"] button').last)
    assert person.page.locator("#editions [role=status]").count() == 1, person.words[:500]
    person.look("paper-being-made")
    link = person.page.locator('#editions a[href*="/files/"]')
    for _ in range(30):
        if link.count():
            break
        person.page.wait_for_timeout(1000)
        person.press(person.page.locator("#editions [role=status] a"))
    person.look("paper-in-english")
    answer = person.context.request.get(f"{person.platform.base_url}{link.get_attribute('href')}")
    assert answer.ok and answer.body().startswith(b"%PDF")


def _to_its_end(applicant: Applicant, receipt: Receipt) -> None:
    """The office works the case, its applicant pays, and the platform does the rest."""
    office = Office(applicant.visitor, applicant.request, receipt)
    for _ in range(len(applicant.request.definition.steps) + 2):
        applicant.follow(receipt.case)
        if applicant.to_pay.count():
            applicant.pay(receipt.case)
        elif not office.work():
            break
    for _ in range(30):
        applicant.follow(receipt.case)
        if not applicant.page.locator("main [data-watch]").count():
            return
        applicant.page.wait_for_timeout(1000)
    raise AssertionError(f"the case does not end: {applicant.visitor.words[:500]}")


def _amend(office: Office, request: Request) -> None:
    officer = office.desk(next(step for step in request.definition.steps if step.kind == "decide"))
    office.open_case(officer)
    officer.press(officer.page.locator('#documents a[href*="/documents/"]').last)
    officer.look("office-document")
    officer.press(officer.page.locator('a[href$="/amend/"]'))
    officer.page.locator("[name=premises_name]").fill(NAME)
    officer.press(officer.page.locator("main form button.govuk-button").last)
    assert officer.page.locator(".govuk-error-summary").count() == 1, "an order without a reason is taken"
    officer.look("office-amend")
    officer.page.locator("[name=kind][value=correction]").check()
    officer.page.locator("[name=reason]").fill("พิมพ์ชื่อร้านผิด")
    officer.press(officer.page.locator("main form button.govuk-button").last)
    assert "done=amend" in officer.page.url, officer.words[:500]


def _newer_than(anybody: Visitor, code: str, status: str) -> str:
    """Whoever checks the old paper is told, and led to the one that counts; its code."""
    for _ in range(30):
        anybody.go(f"/v/{code}/")
        if anybody.page.locator(f"[data-status={status}]").count():
            break
        anybody.page.wait_for_timeout(1000)
    anybody.look(status)
    anybody.press(anybody.page.locator('.verdict a[href*="/v/"]'))
    assert NAME in anybody.words and anybody.page.locator("[data-status=valid]").count()
    return anybody.page.url.rstrip("/").rpartition("/")[2]


def _replace(person: Visitor, receipt: Receipt) -> None:
    person.go(f"/case/{receipt.case}/")
    person.press(person.page.locator('main a[href*="/documents/"]').last)
    person.look("case-document")
    number = _NUMBER.search(person.words)
    assert number, person.words[:500]
    person.press(person.page.locator('form[action$="/ask/health-licence-replacement/"] button'))
    request = Request("health-licence-replacement", document_number=number[0])
    asking = Applicant(person, request)
    assert person.page.locator("[name=document_number]").input_value() == number[0], "the number is asked for again"
    asking.fill_in_until("check")
    asked = asking.send()
    _to_its_end(asking, asked)
    person.look("replaced")
    href = person.page.locator('main a[href*="/files/"]').first.get_attribute("href")
    answer = person.context.request.get(f"{person.platform.base_url}{href}")
    assert answer.ok and answer.body().startswith(b"%PDF")
