"""A card is charged at the gateway to the end, and some of it goes back: asked for, approved, sent, seen by who paid."""

from __future__ import annotations

from tests.journeys.conftest import NewVisitor
from tests.journeys.people import Applicant, Office, Request, sign_in
from tests.journeys.post import Letterbox
from tests.journeys.test_counter import ID, command, unfold
from tests.journeys.visitor import View, Visitor
from thanjai.config.demo.office import address_of
from thanjai.domain.definition.base import Role


def pay_by_card(applicant: Applicant, case: str) -> None:
    """On the gateway's page, to which a plain link leads; the case goes on by the gateway's word."""
    visitor, page = applicant.visitor, applicant.page
    visitor.press(applicant.to_pay)
    visitor.press(page.locator("button[name=channel][value=card_online]"))
    visitor.look("to-the-gateway")
    visitor.press(page.locator("main a.govuk-button[rel=noreferrer]"))
    assert not visitor.page.url.startswith(visitor.platform.base_url)
    visitor.press(page.locator("button[name=outcome][value=pay]"))
    applicant.follow(case)
    visitor.waits_for(applicant.to_pay, "detached")
    visitor.waits_for(page.locator('main a[href*="/receipts/"]'))
    visitor.look("paid-by-card")


def asks_for_it(cashier: Visitor, case: str) -> None:
    page = cashier.page
    cashier.go("/office/money/?view=invoices")
    cashier.press(page.locator(f'main tbody tr:has(a[href*="{case}"]) th a.number').first)
    unfold(cashier, "refund")
    page.locator("#fee").fill("10")
    cashier.press(command(cashier, "refund"))
    assert page.locator(".govuk-error-summary").count(), "it has to say under which provision"
    assert page.locator("input[name=how][value=gateway]").is_checked()
    cashier.look("no-provision")
    page.locator("#provision").fill("ข้อบัญญัติ ข้อ 9")
    page.locator("#reason").fill("ชำระเกินอัตรา")
    cashier.press(command(cashier, "refund"))
    cashier.look("asked")


def approves_it(head: Visitor) -> None:
    page = head.page
    head.go("/office/money/asked/")
    head.look("asked-list")
    head.press(page.locator("main tbody th a").first)
    head.must_be_at(f"/office/money/asked/{ID}/")
    assert "chrg_test_" in head.words and not page.locator("[name=payee]").count()
    head.look("to-approve")
    head.press(page.locator("main [value=approve_money]"))
    head.look("approved")


def test_a_card_is_charged_and_some_of_it_goes_back(visitor: NewVisitor) -> None:
    request = Request("food-premises-licence")
    applicant = Applicant(visitor(View(width=320, scripts=False), "giving-back"), request)
    applicant.visitor.go(request.place)
    applicant.start()
    applicant.fill_in_until("check")
    receipt = applicant.send()
    office = Office(applicant.visitor, request, receipt)
    while True:
        applicant.follow(receipt.case)
        if applicant.has_to_pay():
            break
        assert office.work(), applicant.visitor.words[:500]
    pay_by_card(applicant, receipt.case)

    desk = applicant.visitor.another()
    sign_in(desk, address_of(request.agency, Role.CASHIER))
    asks_for_it(desk, receipt.case)
    sign_in(desk, address_of(request.agency, Role.HEAD))
    approves_it(desk)

    assert request.email
    letters = Letterbox(applicant.visitor.platform, request.email)
    letters.wait_for(lambda one: receipt.number in one.subject and "คืนเงินแล้ว" in one.subject, "of the money sent back")
    applicant.follow(receipt.case)
    assert "10.00" in applicant.visitor.words
    applicant.visitor.look("sent-back")
