"""Acting for others, in browsers: a company's mandate, help at the counter, one agency at work for another."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

from playwright.sync_api import FilePayload

from tests.journeys.conftest import NewVisitor
from tests.journeys.filling import Filling
from tests.journeys.people import CASE, Applicant, Office, Receipt, Request, sign_in, step_form, track
from tests.journeys.post import Letterbox
from tests.journeys.visitor import View, Visitor, seen_as
from thanjai.config.demo.attachments import attachment
from thanjai.config.demo.filling import posted_fields
from thanjai.config.demo.walk import agency_for
from thanjai.config.demo.world import world
from thanjai.domain.definition.base import Role
from thanjai.kernel.clock import today

COMPANY = world().mandates[0]
HOLDERS = {View(width=360): "sudarat", View("en", scripts=False): "prasert"}
_CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")
_NUMBER = re.compile(r"\b\d{2}-[A-Z0-9]{2,8}-[0-9A-Z]{6}-[0-9A-Z]\b")


def write_day(person: Visitor, name: str, days: int) -> None:
    day = today() + timedelta(days=days)
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        person.page.locator(f'[name="{name}.{part}"]').fill(str(value))


@seen_as(*HOLDERS)
def test_a_company_gives_a_mandate_that_is_used_and_revoked_at_once(visitor: NewVisitor, view: View) -> None:
    boss, clerk, holder = visitor(view, f"mandate-{view}"), visitor(view, f"mandate-holder-{view}"), HOLDERS[view]
    address = f"{holder}@example.com"
    sign_in(boss, COMPANY.director)
    boss.go("/account/mandates/")
    boss.look("mandates")
    boss.press(boss.page.locator('main a[href$="/account/mandates/give/"]'))
    boss.look("give")
    boss.press(boss.page.locator("main form button.govuk-button"))
    boss.look("give-what-to-mend")
    assert boss.page.locator(".govuk-error-summary").count() == 1
    boss.page.locator("[name=source]").first.check()
    boss.page.locator("[name=holder-0]").fill(address)
    write_day(boss, "until", 90)
    before = {letter.key for letter in Letterbox(boss.platform, address).letters()}
    boss.press(boss.page.locator("main form button.govuk-button"))
    boss.must_be_at("/account/mandates/")
    letter = Letterbox(boss.platform, address).wait_for(
        lambda one: one.key not in before and "/mandate/" in one.text, "with the link"
    )
    link = re.search(rf"https?://\S+?(/mandate/{'[0-9a-f-]{36}'}/\S+)", letter.text)
    assert link, letter.text
    clerk.go(link[1])
    clerk.look("invitation")
    clerk.press(clerk.page.locator('main a[href*="/sign-in/"]'))
    clerk.press(clerk.page.locator(f'main button[value="{address}"]'))
    clerk.press(clerk.page.locator("main button[value=accept]"))
    clerk.look("accepted")
    case = _applies_for(clerk, COMPANY.name)
    clerk.go("/account/")
    clerk.look("account")
    assert COMPANY.name in clerk.words
    boss.go(f"/case/{case}/")
    boss.look("case")
    assert COMPANY.name in boss.words
    boss.go("/account/mandates/")
    card = boss.page.locator("main li.card:has(button[value=end])", has_text=_name_of(holder)).first
    boss.press(card.locator("button[value=end]"))
    boss.look("revoked")
    answer = clerk.page.goto(f"{clerk.platform.base_url}/case/{case}/")
    assert answer is not None and answer.status == 404, clerk.words[:300]


def _name_of(holder: str) -> str:
    return next(one.name for one in world().people if one.email.startswith(f"{holder}@"))


def _applies_for(person: Visitor, company: str) -> str:
    """A whole request for a company; the id of its case."""
    applicant = Applicant(person, Request("food-premises-licence"))
    person.go(applicant.request.place)
    choice = person.page.locator("select[name=for] >> visible=true").first
    choice.select_option(label=company)
    person.look("for-whom")
    person.press(choice.locator("xpath=ancestor::form").locator("button"))
    applicant.fill_in_until("check")
    person.look("check")
    person.press(person.page.locator('form[action$="/submit/"] button'))
    case = person.must_be_at(CASE + "received/")["case"]
    person.look("received")
    assert not _CODE.search(person.words), "a secret was handed out"
    return case


@seen_as(View("en", scripts=False), View(width=360))
def test_an_officer_helps_somebody_at_the_counter(visitor: NewVisitor, view: View) -> None:
    request = Request("food-premises-notification")
    officer, name = visitor(view, f"helping-{view}"), f"ยายทอง {uuid4().hex[:6]}"
    sign_in(officer, f"desk@{request.agency.slug}.example")
    officer.go("/office/help/")
    officer.look("help")
    officer.press(officer.page.locator("main form[data-signing] button.govuk-button:not([type=button])"))
    officer.look("help-what-to-mend")
    page = officer.page
    page.locator("#service").select_option("food-premises-notification")
    page.locator("#name").fill(name)
    page.locator("[name=channel][value=outreach]").check()
    _signs(officer)
    officer.look("help-signed")
    officer.press(page.locator("main form[data-signing] button.govuk-button:not([type=button])"))
    applicant = Applicant(officer, request)
    applicant.fill_in_until("check")
    officer.press(page.locator('form[action$="/submit/"] button'))
    draft = officer.must_be_at(r"/office/help/(?P<draft>[0-9a-f-]{36})/")["draft"]
    officer.look("slip")
    code, number = _CODE.search(officer.words), _NUMBER.search(officer.words)
    assert code and number and name in officer.words and page.locator("main svg.qr").count() == 1
    answer = page.goto(f"{officer.platform.base_url}/case/{draft}/")
    assert answer is not None and answer.status == 404, "the helper still holds the secret"
    track(visitor(view), Receipt(number[0], code[0], draft))
    officer.go(f"/office/cases/{draft}/")
    officer.look("case-with-helper")
    assert page.locator("#assistance a").count() == 1


def _signs(officer: Visitor) -> None:
    """On the screen, or without scripts on paper."""
    if not officer.view.scripts:
        file = attachment("signed.png")
        payload: FilePayload = {"name": file.name, "mimeType": file.content_type, "buffer": file.content}
        officer.page.locator("#file").set_input_files(payload)
        return
    canvas = officer.page.locator("[data-canvas]")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box
    mouse = officer.page.mouse
    mouse.move(box["x"] + 30, box["y"] + 30)
    mouse.down()
    for step in range(6):
        mouse.move(box["x"] + 40 + step * 25, box["y"] + 30 + (step % 2) * 30)
    mouse.up()
    assert officer.page.locator("[data-drawn]").input_value().startswith("data:image/png;base64,")


def test_one_agency_works_for_another_until_it_is_ended(visitor: NewVisitor) -> None:
    view = View(width=1280)
    request = Request("food-premises-licence")
    request.agency, request.place = agency_for(request.pack, "tha-phra"), "/a/tha-phra/food-premises-licence/"
    applicant = Applicant(visitor(view), request)
    applicant.start()
    applicant.fill_in_until("check")
    receipt = applicant.send()
    order = f"{uuid4().hex[:6]}/2569"
    giver, taker = visitor(view, "delegation"), visitor(view, "delegation-taker")
    sign_in(giver, "head@tha-phra.example")
    giver.go("/office/people/")
    giver.look("people")
    giver.go("/office/delegations/give/")
    giver.look("give")
    page = giver.page
    page.locator("#taker").fill("khon-kaen-city")
    page.locator("[name=services][value=food-premises-licence]").check()
    page.locator(f"[name=roles][value={Role.FRONT_DESK}]").check()
    page.locator("#order_number").fill(order)
    write_day(giver, "order_date", 0)
    write_day(giver, "last", 30)
    giver.press(page.locator("main form button.govuk-button"))
    giver.look("given")
    sign_in(taker, "head@khon-kaen-city.example")
    taker.go("/office/delegations/")
    taker.look("offered")
    card = f"main li.card:has-text('{order}')"
    taker.press(taker.page.locator(f"{card} button[value=accept]"))
    desk = visitor(view, "delegation-desk")
    sign_in(desk, "desk@khon-kaen-city.example")
    desk.go("/office/delegations/")
    desk.press(desk.page.locator(f"{card} button[name=delegation]"))
    office = Office(desk, request, receipt)
    office.open_case(desk)
    desk.look("case")
    check = next(step for step in request.definition.steps if step.kind == "check")
    form = step_form(check.id, "finish")
    Filling(desk, form, posted_fields(check.findings, request.findings(check), view.language)).write()  # type: ignore[arg-type]
    desk.press(desk.page.locator(form).locator("button.govuk-button").last)
    assert "done=accept" in desk.page.url and order in desk.words, desk.words[:600]
    applicant.follow(receipt.case)
    assert order in applicant.visitor.words
    giver.go("/office/delegations/")
    giver.press(page.locator(f"{card} button[value=end]"))
    desk.go(f"/office/cases/{receipt.case}/")
    desk.must_be_at("/office/delegations/")
    desk.look("ended")
