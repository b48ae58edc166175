"""A cashier's day in a browser: the till is opened, money is taken and changed, the count does not agree, the head looks."""

from __future__ import annotations

import re

from playwright.sync_api import Locator

from tests.journeys.conftest import NewVisitor
from tests.journeys.people import sign_in
from tests.journeys.visitor import View, Visitor, seen_as
from thanjai.config.demo.office import address_of
from thanjai.config.demo.world import AgencyData, world
from thanjai.domain.definition.base import Role

ID = r"[0-9a-f-]{36}"


def command(visitor: Visitor, name: str) -> Locator:
    return visitor.page.locator(f"main form:has([value={name}]) button").first


def unfold(visitor: Visitor, name: str) -> None:
    """Open the fold in which the form of a command lies."""
    visitor.page.locator(f"main details.more:has([value={name}]) > summary").first.click()


def where_something_is_owed(cashier: Visitor) -> AgencyData:
    """An agency of the demonstration that waits for money; its cashier is signed in, and looks at its invoices."""
    for agency in world().agencies:
        if Role.CASHIER not in {role for post in world().posts_of(agency) for role in post.roles}:
            continue
        sign_in(cashier, address_of(agency, Role.CASHIER))
        cashier.go("/office/money/?view=open")
        if cashier.page.locator("main tbody th a.number").count():
            return agency
    raise AssertionError("nobody owes anything in the demonstration")


@seen_as(View("en", 1280), View(width=320, scripts=False))
def test_a_cashiers_day(visitor: NewVisitor, view: View) -> None:
    cashier = visitor(view, f"counter-{view}")
    page = cashier.page
    agency = where_something_is_owed(cashier)
    cashier.look("money")
    number = page.locator("main tbody th a.number").first.inner_text()
    cashier.press(page.locator("main tbody th a.number").first)
    cashier.must_be_at(f"/office/money/invoices/{ID}/")
    cashier.look("invoice")

    cashier.go("/office/money/counter/")
    if command(cashier, "open").count():
        cashier.look("closed-till")
        page.locator("#float").fill("500")
        cashier.press(command(cashier, "open"))
    page.locator("#number").fill("nothing")
    cashier.press(command(cashier, "find"))
    assert page.locator(".govuk-error-summary").count()
    cashier.look("not-found")
    page.locator("#number").fill(number.lower())
    cashier.press(command(cashier, "find"))
    cashier.must_be_at(f"/office/money/counter/{ID}/")
    cashier.look("take")
    page.locator("#amount").fill("1")
    page.locator("#tendered").fill("20")
    cashier.press(page.locator("main form button"))
    cashier.must_be_at(f"/office/money/receipts/{ID}/")
    assert "19.00" in cashier.words
    cashier.look("receipt")

    cashier.go("/office/money/counter/")
    cashier.look("till")
    unfold(cashier, "close")
    page.locator("#cash").fill("500.50")
    page.locator("#explanation").fill("ทอนเงินเกินห้าสิบสตางค์")
    cashier.press(command(cashier, "close"))
    report = cashier.must_be_at(f"/office/money/shifts/(?P<id>{ID})/")["id"]
    assert "-0.50" in cashier.words
    cashier.look("report")
    for place in ("shifts", "asked", "held", "books", "days"):
        cashier.go(f"/office/money/{place}/")
        cashier.look(place)

    head = cashier.another()
    sign_in(head, address_of(agency, Role.HEAD))
    head.go(f"/office/money/shifts/{report}/")
    head.press(head.page.locator("main form button:not([data-print])").first)
    head.look("approved")
    assert re.search(r"✓|อนุมัติ|approved", head.words)
