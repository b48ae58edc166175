"""A day three ways in a browser: a statement is confirmed, its day opened, one difference settled, another explained."""

from __future__ import annotations

from tests.journeys.conftest import NewVisitor
from tests.journeys.people import sign_in
from tests.journeys.test_counter import command, where_something_is_owed
from tests.journeys.test_statement import bring_in, entered, laid_out
from tests.journeys.visitor import View
from thanjai.config.demo.office import address_of
from thanjai.domain.definition.base import Role
from thanjai.domain.money import baht
from thanjai.domain.statement.written import satang
from thanjai.kernel.clock import today


def test_a_difference_is_seen_and_settled(visitor: NewVisitor) -> None:
    """In Thai, narrow, without JavaScript."""
    cashier = visitor(View(width=320, scripts=False), "reconciling")
    page = cashier.page
    agency = where_something_is_owed(cashier)
    owed = page.locator("main tbody tr").last
    invoice, amount = owed.locator("th a.number").inner_text(), satang(owed.locator("td.figure").inner_text())
    assert amount
    account = entered(cashier, "1112223334")
    laid_out(cashier, account)
    day = today().isoformat()
    paid = f"{day},{invoice},{baht(amount).replace(',', '')}"
    bring_in(cashier, account, ["date,words,amount", paid, f"{day},ไม่ทราบ,43.21", f"{day},ดอกเบี้ย,9.87"])
    cashier.press(command(cashier, "confirm"))

    cashier.go("/office/money/reconciling/")
    cashier.look("days")
    cashier.press(page.locator("main tbody tr", has_text="1112223334").locator("th a").first)
    cashier.must_be_at(f"/office/money/reconciling/{day}/")
    assert "43.21" in cashier.words and "9.87" in cashier.words
    cashier.look("day")
    held = page.locator("main li.card", has_text="43.21")
    cashier.press(held.locator("[value=hold_line]"))
    assert not page.locator("main li.card", has_text="43.21").count()
    cashier.look("held")
    interest = page.locator("main li.card", has_text="9.87")
    interest.locator("details.more:has([value=explain]) > summary").click()
    cashier.press(interest.locator("[value=explain]"))
    assert page.locator(".govuk-error-summary a[href='#words']").count()
    cashier.look("no-words")
    page.locator("#words").fill("ดอกเบี้ยเงินฝาก")
    cashier.press(page.locator("main details[open] [value=explain]"))
    assert "ดอกเบี้ยเงินฝาก" in cashier.words
    cashier.look("explained")

    head = cashier.another()
    sign_in(head, address_of(agency, Role.HEAD))
    head.go(f"/office/money/reconciling/{day}/")
    head.look("head")
    head.press(head.page.locator("main li.card", has_text="9.87").locator("[value=agree_difference]"))
    assert "ดอกเบี้ยเงินฝาก" in head.words and not head.page.locator("main [value=agree_difference]").count()
    head.look("agreed")
