"""The agency finds something missing: it says so once, the applicant mends it, the agency goes on."""

from __future__ import annotations

import re
from uuid import uuid4

from tests.journeys.conftest import NewVisitor
from tests.journeys.people import CASE, CONTINUE, Applicant, Office, Request, sign_in, step_form
from tests.journeys.post import Letterbox
from tests.journeys.visitor import View, seen_as
from thanjai.config.demo.world import world

MISSING, MEND = "ชื่อสถานประกอบกิจการไม่ตรงกับป้าย", "เขียนตามป้ายหน้าร้าน"


@seen_as(View(width=360), View(scripts=False))
def test_what_is_missing_is_listed_mended_and_accepted(visitor: NewVisitor, view: View) -> None:
    request = Request("food-premises-licence", email=f"{uuid4().hex[:12]}@example.com")
    person = visitor(view, f"correcting-{view}")
    applicant = Applicant(person, request)
    applicant.start()
    applicant.fill_in_until("check")
    receipt = applicant.send()
    check = next(step for step in request.definition.steps if step.kind == "check")
    office = Office(person, request, receipt)
    officer = office.desk(check)
    office.open_case(officer)
    form = officer.page.locator(step_form(check.id, "defects"))
    form.locator("xpath=ancestor::details/summary").click()
    officer.press(form.locator("button.govuk-button"))
    assert officer.page.locator(".govuk-error-summary").count() == 1, "an empty list is taken"
    form.locator("[name=defect-0-field]").select_option("premises_name")
    form.locator("[name=defect-0-missing]").fill(MISSING)
    form.locator("[name=defect-0-mend]").fill(MEND)
    form.locator("[name=defect-1-missing]").fill("สำเนาสัญญาเช่าไม่ชัด")
    officer.look("office-defects")
    officer.press(form.locator("button.govuk-button"))
    assert "done=defects" in officer.page.url, officer.words[:500]

    letter = Letterbox(person.platform, request.email or "").wait_for(lambda one: MISSING in one.text, "with the list")
    assert MEND in letter.text
    link = re.search(r"http\S+/r/\S+", letter.text)
    assert link, letter.text
    again = Applicant(visitor(view, f"correcting-again-{view}"), request)
    again.visitor.go(link[0])
    again.visitor.must_be_at(CASE)
    again.visitor.look("asked")
    assert MISSING in again.visitor.words
    again.visitor.press(again.page.locator('form[action$="/correct/"] button'))
    again.visitor.look("to-correct")
    again.visitor.press(again.page.locator("main .card a", has_text=MISSING))
    again.page.locator("[name=premises_name]").fill("ครัวไทยริมบึงแก่นนคร")
    again.visitor.press(again.page.locator(CONTINUE))
    assert again.here() == "check"
    again.visitor.press(again.page.locator('form[action$="/submit/"] button'))
    again.visitor.must_be_at(CASE)
    again.visitor.look("corrected")

    office.open_case(officer)
    officer.look("office-corrected")
    assert "ครัวไทยริมบึงแก่นนคร" in officer.words
    assert not officer.page.locator(step_form(check.id, "defects")).count(), "more may be asked for a second time"
    officer.press(officer.page.locator(step_form(check.id, "finish")).locator("button.govuk-button").last)
    assert "done=accept" in officer.page.url, officer.words[:500]


def test_an_officer_of_another_agency_sees_nothing_of_the_case(visitor: NewVisitor) -> None:
    request = Request("food-premises-notification")
    applicant = Applicant(visitor(), request)
    applicant.start()
    applicant.fill_in_until("check")
    receipt = applicant.send()
    other = next(one for one in world().agencies if one.kind == request.agency.kind and one != request.agency)
    office_page = f"{applicant.visitor.platform.base_url}/office/cases/{receipt.case}/"
    colleague, stranger = visitor(), visitor()
    sign_in(colleague, f"desk@{request.agency.slug}.example")
    sign_in(stranger, f"desk@{other.slug}.example")
    for address, who, status in ((office_page, colleague, 200), (office_page, stranger, 404)):
        answer = who.page.goto(address)
        assert answer is not None and answer.status == status, f"{who.words[:300]}"
    assert receipt.number not in stranger.words
    stranger.go(f"/office/?q={receipt.number}")
    assert not stranger.page.locator(f'a[href*="{receipt.case}"]').count()
    anybody = visitor()
    anybody.page.goto(office_page)
    anybody.must_be_at("/sign-in/")
