"""Signing in with a browser: ThaID in the middle of a request, a passkey, and an officer's authenticator app."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from tests.identity.outside import WILAI
from tests.journeys.conftest import NewVisitor
from tests.journeys.people import CONTINUE, FORM_PAGE, Applicant, Request, sign_in
from tests.journeys.post import Letterbox
from tests.journeys.visitor import View, Visitor, seen_as

ALLOWANCE = "old-age-allowance"
REVIEWER = "ปวีณา"


def by_code(person: Visitor, email: str, next: str = "") -> None:
    """Sign in with the code of a letter, or by its link open an account."""
    box = Letterbox(person.platform, email)
    known = {letter.key for letter in box.letters()}
    person.go(f"/sign-in/?next={next}" if next else "/sign-in/")
    person.page.locator("#email").fill(email)
    person.press(person.page.locator('form[action$="/sign-in/code/"] button'))
    person.look("enter-code")
    letter = box.wait_for(lambda one: one.key not in known, "with a code")
    link = re.search(r"http://\S+", letter.text)
    assert link, letter.text
    person.go(link[0])
    person.press(person.page.locator("main form button").first)


@seen_as(View("en", 1280, scripts=False), View("th", 360))
def test_thaid_in_the_middle_of_a_request_loses_nothing(visitor: NewVisitor, view: View) -> None:
    person = visitor(view, f"thaid-{view}")
    applicant = Applicant(person, Request(ALLOWANCE))
    person.go(applicant.request.place)
    person.press(person.page.locator('form[action$="/start/"] button >> visible=true').first)
    applicant.fill_in_until("person")
    person.page.locator('[name="person.given"]').fill("ยังพิมพ์ไม่เสร็จ")
    person.look("must-prove")
    person.press(person.page.locator("button[value=prove]"))
    person.look("ways-of-proving")
    person.press(person.page.locator('form[action$="/with/thaid/"] button'))
    person.press(person.page.locator(f'button[value="{WILAI}"]'))
    assert person.must_be_at(FORM_PAGE)["page"] == "person"
    assert person.page.locator('[name="person.given"]').input_value() == "ยังพิมพ์ไม่เสร็จ"
    assert person.page.locator("button[value=prove]").count() == 0
    applicant.fill_in_until("check")
    receipt = applicant.send()
    person.go("/account/")
    person.look("account")
    assert receipt.number in person.words and "วิไล" in person.words


def test_who_goes_back_from_thaid_finds_the_page_as_it_was(visitor: NewVisitor) -> None:
    person = visitor(View("en"))
    applicant = Applicant(person, Request(ALLOWANCE))
    person.go(applicant.request.place)
    person.press(person.page.locator('form[action$="/start/"] button >> visible=true').first)
    applicant.fill_in_until("person")
    person.page.locator('[name="person.given"]').fill("ยังพิมพ์ไม่เสร็จ")
    person.press(person.page.locator("button[value=prove]"))
    person.press(person.page.locator('form[action$="/with/thaid/"] button'))
    person.press(person.page.locator('button[value=""]'))
    person.must_be_at("/sign-in/")
    assert "Nothing has changed" in person.words
    person.page.go_back()
    person.go(f"/apply/{_draft(applicant)}/")
    assert person.page.locator('[name="person.given"]').input_value() == "ยังพิมพ์ไม่เสร็จ"
    assert person.page.locator(CONTINUE).count()


def _draft(applicant: Applicant) -> str:
    """The request's id, from the browser's own keys."""
    paths = [str(cookie.get("path")) for cookie in applicant.visitor.context.cookies()]
    found = [match[1] for path in paths if (match := re.search(r"/apply/([0-9a-f-]{36})/", path))]
    return found[0]


@seen_as(View("th", 360), View("en", 1280))
def test_a_passkey_is_made_and_signs_in_alone(visitor: NewVisitor, view: View) -> None:
    email = f"{uuid4().hex[:12]}@example.com"
    person = visitor(view, f"passkey-{view}")
    page = person.page
    devices = person.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    key = devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    by_code(person, email)
    assert email in person.words
    person.go("/account/security/")
    person.look("how-you-sign-in")
    person.press(page.locator('main a[href$="/passkeys/add/"]'))
    person.look("add-a-passkey")
    person.press(page.locator("#passkey-add"))
    person.must_be_at("/account/security/codes/")
    person.look("recovery-codes")
    assert len(devices.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]) == 1
    person.go("/account/")
    person.press(page.locator('form[action$="/sign-out/"] button').first)
    person.go("/sign-in/?next=/track/")
    person.press(page.locator("#passkey-login"))
    person.must_be_at("/track/")
    person.go("/account/")
    assert email in person.words
    _is_refused_without_the_person(person, devices, key)


def _is_refused_without_the_person(person: Visitor, devices: object, key: str) -> None:
    """A key that nobody unlocks signs nobody in, and the page says so."""
    person.press(person.page.locator('form[action$="/sign-out/"] button').first)
    devices.send(  # type: ignore[attr-defined]
        "WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False}
    )
    person.go("/sign-in/")
    person.page.locator("#passkey-login").click()
    person.waits_for(person.page.locator("[data-passkey-trouble]"))
    person.look("passkey-not-used")
    person.must_be_at("/sign-in/")


def test_an_officer_sets_an_app_up_and_comes_in_with_it(visitor: NewVisitor) -> None:
    email = "review@opdc.example"
    officer = visitor(View("en", 360), "officer-app")
    page = officer.page
    by_code(officer, email, "/en/oversight/")
    if officer.path == "/sign-in/second/":
        pytest.fail("an earlier run has left its app with this officer; remove build/journeys-var-*")
    officer.must_be_at("/account/security/")
    officer.look("needs-a-second-proof")
    officer.press(page.locator('main a[href$="/security/app/"]'))
    officer.look("set-up-an-app")
    secret = page.locator("[data-totp-secret]").inner_text()
    page.locator("#code").fill(_digits(secret, 0))
    officer.press(page.locator("main form button"))
    codes = page.locator("[data-recovery-codes] code").all_inner_texts()
    assert len(codes) == 10
    officer.go("/oversight/")
    officer.must_be_at("/account/security/")
    officer.look("needs-somebodys-word")
    number = page.locator("[data-key-number]").inner_text()
    _vouch(officer.another(), number)
    again = officer.another()
    by_code(again, email, "/en/oversight/")
    again.must_be_at("/sign-in/second/")
    again.look("second-proof")
    again.page.locator("#code").fill(_digits(secret, 1))
    again.press(again.page.locator("main form:has(#code) button"))
    again.must_be_at("/oversight/")
    again.go("/account/sessions/")
    again.look("sessions")
    again.press(again.page.locator("button[value=elsewhere]"))
    officer.go("/oversight/")
    officer.must_be_at("/sign-in/")
    again.go("/account/security/app/remove/")
    again.page.locator("#code").fill(codes[0])
    again.press(again.page.locator("main form:has(#code) button"))
    again.must_be_at("/account/security/app/remove/")
    again.press(again.page.locator("main form button"))
    again.go("/oversight/")
    again.must_be_at("/account/security/")


def _vouch(head: Visitor, number: str) -> None:
    """The head has heard the number from the officer, and enters it."""
    sign_in(head, "head@opdc.example")
    head.go("/office/people/")
    head.press(head.page.locator(f'main tbody a:has-text("{REVIEWER}")'))
    head.look("not-sure-whose-key")
    head.page.locator("#number").fill(number)
    head.press(head.page.locator("button[value=vouch]"))
    head.look("vouched")


def _digits(secret: str, ahead: int) -> str:
    counter = list(yield_hotp_counters_from_time())[1] + ahead
    return format_hotp_value(hotp_value(secret, counter))
