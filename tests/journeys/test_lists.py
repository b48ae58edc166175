"""Lists of cases in a browser: one officer's list is confirmed and worked, then the approver's, and its papers printed."""

from __future__ import annotations

import io
import zipfile

import pytest
from playwright.sync_api import Locator

from tests.journeys.conftest import NewVisitor
from tests.journeys.filling import Filling
from tests.journeys.people import Request, sign_in
from tests.journeys.test_counter import ID
from tests.journeys.visitor import View, Visitor
from tests.payouts.paying import SERVICE
from thanjai.config.demo.filling import posted_fields
from thanjai.config.demo.office import address_of
from thanjai.config.demo.walk import suits
from thanjai.config.demo.world import AgencyData, world

CONFIRM = "main form[action$='/confirm/']"


def numbers_of(officer: Visitor) -> list[str]:
    """The cases of the service that are open at the agency, as the work list shows them."""
    officer.go(f"/office/?tab=all&service={SERVICE}")
    return officer.page.locator("main tbody th a.number").all_inner_texts()


def hand_in(officer: Visitor, step: str, numbers: list[str]) -> bool:
    """The list of these cases at this step; whether any of them can be done."""
    officer.go("/office/lists/new/")
    officer.page.locator("#work").select_option(f"{SERVICE}/{step}")
    officer.page.locator("#numbers").fill("\n".join(numbers))
    officer.press(officer.page.locator("main form.form-page button"))
    officer.must_be_at(f"/office/lists/{ID}/")
    return officer.page.locator(CONFIRM).count() > 0


def confirm(officer: Visitor, request: Request, step: str) -> None:
    """Say the same for all of them, and wait until the list is over."""
    one = request.definition.step(step)
    values = posted_fields(one.findings, request.findings(one), officer.view.language)  # type: ignore[arg-type]
    if one.kind == "decide":
        values |= {"outcome": ["approved"], "reasons": [world().phrases.approved]}
    filling = Filling(officer, CONFIRM, values)
    filling.write()
    officer.look(f"before-{step}")
    officer.press(filling.form.locator("button.govuk-button:not(.govuk-button--secondary)").last)
    officer.waits_for(officer.page.locator("main form[action$='/stop/']"), "detached", 90)
    officer.look(f"after-{step}")


def taken(officer: Visitor, link: Locator) -> bytes:
    """What a link gives to take away."""
    answer = officer.context.request.get(f"{officer.platform.base_url}{link.first.get_attribute('href')}")
    assert answer.ok
    return answer.body()


def agency_with_cases(officer: Visitor, request: Request) -> AgencyData:
    """One whose reviewer has cases of the service to check; they are signed in, and have handed in their list."""
    for agency in world().agencies:
        if not suits(request.definition, agency):
            continue
        sign_in(officer, address_of(agency, request.definition.step("review").role))
        numbers = numbers_of(officer)
        if numbers and hand_in(officer, "review", [*numbers, "1"]):
            return agency
    pytest.fail("no case of the service waits to be checked in the demonstration")


def test_a_committees_list_is_confirmed_worked_and_printed(visitor: NewVisitor) -> None:
    request = Request(SERVICE)
    reviewer = visitor(View(width=320, scripts=False), "lists")
    agency = agency_with_cases(reviewer, request)
    reviewer.look("looked-up")
    confirm(reviewer, request, "review")

    approver = reviewer.another()
    sign_in(approver, address_of(agency, request.definition.step("decide").role))
    assert hand_in(approver, "decide", numbers_of(approver))
    confirm(approver, request, "decide")
    papers = approver.page.locator("main a[href$='/zip/']")
    approver.waits_for(papers, seconds=90)
    approver.look("papers")
    with zipfile.ZipFile(io.BytesIO(taken(approver, papers))) as kept:
        assert kept.testzip() is None and kept.namelist()
    assert taken(approver, approver.page.locator("main a[href*='/print/']")).startswith(b"%PDF")
    approver.go("/office/lists/")
    approver.look("lists")
