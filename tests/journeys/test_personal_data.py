"""People and their data: the choice of cookies, a copy asked for and taken away, a breach and its 72 hours."""

from __future__ import annotations

import io
import json
import zipfile

from tests.journeys.conftest import NewVisitor
from tests.journeys.people import CASE, Applicant, Office, Request, sign_in
from tests.journeys.visitor import View, Visitor, seen_as
from thanjai.config.demo.office import address_of
from thanjai.domain.definition.base import Role

SERVICE = "personal-data-request"


@seen_as(View(width=320, scripts=False), View("en", 1280))
def test_cookies_are_chosen_and_chosen_again(visitor: NewVisitor, view: View) -> None:
    person = visitor(view, f"cookies-{view}")
    person.go("/")
    person.look("banner")
    banner = person.page.locator(".cookie-band")
    assert not [one for one in person.context.cookies() if one["name"].endswith("choice")]
    person.press(banner.locator("a").first)
    assert person.path == "/" and not person.page.locator(".cookie-band").count()
    person.press(person.page.locator("footer a[href$='/cookies/']"))
    person.look("cookies")
    assert person.page.locator("input[value=no]:checked").count() == 2, "something is on that nobody has allowed"
    person.page.locator("#performance-yes").check(force=True)
    person.press(person.page.locator("main form button"))
    assert person.page.locator("#performance-yes").is_checked() and person.page.locator("#targeting").is_checked()
    names = {one["name"] for one in person.context.cookies()}
    person.go("/services/")
    assert {one["name"] for one in person.context.cookies()} == names, "allowing performance sets what we do not have"


def test_somebody_asks_for_their_data_and_takes_the_copy_away(visitor: NewVisitor) -> None:
    request = Request(SERVICE)
    applicant = Applicant(visitor(View(width=360), "data-request"), request)
    applicant.find()
    applicant.visitor.press(applicant.page.locator("#data a"))
    applicant.visitor.look("notice")
    applicant.visitor.go(request.place)
    applicant.start()
    applicant.fill_in_until("check")
    receipt = applicant.send()
    office = Office(applicant.visitor, request, receipt)
    while office.work():
        pass
    applicant.follow(receipt.case)
    applicant.visitor.must_be_at(CASE)
    link = applicant.page.locator("#copies a")
    for _ in range(40):
        if link.count():
            break
        applicant.page.wait_for_timeout(500)
        applicant.page.reload()
    applicant.visitor.look("copy")
    answer = applicant.visitor.context.request.get(f"{applicant.visitor.platform.base_url}{link.get_attribute('href')}")
    with zipfile.ZipFile(io.BytesIO(answer.body())) as archive:
        data = json.loads(archive.read("data.json"))
        assert receipt.number in [one["number"] for one in data["cases"]]
        assert archive.read("data.pdf").startswith(b"%PDF")
    stranger = visitor()
    denied = stranger.context.request.get(f"{stranger.platform.base_url}{link.get_attribute('href')}")
    assert denied.status == 404


def test_an_account_gives_its_data_at_once(visitor: NewVisitor) -> None:
    person = visitor(View("en", 320), "own-data")
    sign_in(person, "anucha@example.com")
    person.go("/account/")
    with person.page.expect_download() as download:
        person.page.locator('form[action$="/account/data/"] button').click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert json.loads(archive.read("data.json"))["account"]["email"] == "anucha@example.com"


def head_at(visitor: Visitor, request: Request) -> Visitor:
    sign_in(visitor, address_of(request.agency, Role.HEAD))
    return visitor


@seen_as(View("en", 1280, scripts=False), View(width=320))
def test_a_breach_is_entered_told_and_closed(visitor: NewVisitor, view: View) -> None:
    head = head_at(visitor(view, f"breach-{view}"), Request(SERVICE))
    for path in ("/office/data/", "/office/data/record/", "/office/data/choices/"):
        head.go(path)
        head.look(path.strip("/").replace("/", "-"))
    head.go("/office/data/breaches/")
    head.press(head.page.locator('main a[href$="/breaches/new/"]'))
    head.press(head.page.locator("main form button"))
    head.look("breach-empty")
    assert head.page.locator(".govuk-error-summary").count() == 1, "an empty breach is taken"
    for name, text in (("title", "ส่งไฟล์ผิดคน"), ("what", "ส่งรายชื่อไปผิดที่อยู่อีเมล"), ("data", "ชื่อและที่อยู่"), ("people", "12")):
        head.page.locator(f"#{name}").fill(text)
    head.press(head.page.locator("main form button"))
    head.look("breach")
    assert "71" in head.page.locator("#left").inner_text() or "72" in head.page.locator("#left").inner_text()
    tell = head.page.locator("details:has(input[value=tell])")
    tell.locator("summary").click()
    tell.locator("[name=reference]").fill("PDPC-0001")
    head.press(tell.locator("form button"))
    assert "PDPC-0001" in head.words
    closing = head.page.locator("details:has(input[value=close])")
    closing.locator("summary").click()
    closing.locator("textarea").fill("ผู้รับลบไฟล์แล้ว")
    head.press(closing.locator("form button"))
    head.look("breach-closed")
    head.go("/office/data/breaches/")
    head.look("breaches")


@seen_as(View(width=320), View("en", 1280))
def test_the_notices_are_read(visitor: NewVisitor, view: View) -> None:
    person, request = visitor(view, f"notices-{view}"), Request("old-age-allowance")
    for path in ("/privacy/", f"/privacy/{request.agency.slug}/", f"/privacy/{request.agency.slug}/old-age-allowance/"):
        person.go(path)
        person.look(path.strip("/").replace("/", "-"))
