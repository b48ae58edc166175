"""A new head of an agency without services takes one on, opens it, and the first application arrives."""

from __future__ import annotations

from uuid import uuid4

from tests.journeys.conftest import NewVisitor
from tests.journeys.people import Applicant, Request, sign_in
from tests.journeys.visitor import View, Visitor, seen_as
from tests.platform import Platform
from thanjai.kernel.processes import wait_for

SERVICE = "food-premises-notification"
NARROW = View("th", 320)
ENTER = """
from django.db import transaction
from thanjai.accounts.actions import register_person
from thanjai.agencies.actions import register_agency
from thanjai.domain.definition.base import AgencyKind
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import PLATFORM, acting_as
place = Text(th="องค์การบริหารส่วนตำบลบ้านใหม่", en="Ban Mai Subdistrict Administration")
with acting_as(PLATFORM), transaction.atomic():
    register_agency(slug="{slug}", code="{code}", kind=AgencyKind.SAO, name=place, province=place, address=place)
    register_person(email="{email}", name="{name}", is_demo=True)
"""


def a_newcomer(platform: Platform) -> tuple[str, str]:
    """An agency that offers nothing yet and its head: its name in addresses, and the head's e-mail address."""
    mark = uuid4().hex
    slug, code, email = f"ban-mai-{mark[:8]}", f"N{mark[:5]}".upper(), f"head-{mark[:8]}@ban-mai.example"
    name = f"วิไล {mark[:6]}"
    platform.call("django", "shell", "-c", ENTER.format(slug=slug, code=code, email=email, name=name))
    platform.call("officers", "head", slug, email, "--name", name, "--position", "นายก อบต.")
    return slug, email


def keep(head: Visitor) -> None:
    head.press(head.page.locator("main form:has(input) button.govuk-button"))


@seen_as(NARROW, View("en", scripts=False))
def test_a_newcomer_takes_on_a_service_and_gets_the_first_application(visitor: NewVisitor, view: View) -> None:
    head = visitor(view, f"adopting-{view}")
    slug, email = a_newcomer(head.platform)
    sign_in(head, email)
    head.go("/office/services/")
    head.look("no-services")
    head.press(head.page.locator('main a[href$="/services/templates/"]'))
    head.page.locator("#q").fill("อาหาร")
    head.press(head.page.locator("form[role=search] button"))
    head.look("templates")
    head.press(head.page.locator(f'main a[href$="/{SERVICE}/figures/"]'))
    _prepares(head)
    head.press(head.page.locator("button[value=offer_service]"))
    head.must_be_at(f"/office/services/{SERVICE}/")
    head.look("opened")
    _first_application(visitor(view), head, slug)


def _prepares(head: Visitor) -> None:
    """From the figures to the check, with a mistake on the way and a look at the manual."""
    fee = head.page.locator("#figure-notification_fee")
    fee.fill("99999")
    keep(head)
    head.look("figures-to-mend")
    assert head.page.locator(".govuk-error-summary").count() == 1 and fee.input_value() == "99999"
    fee.fill("๑๐๐")
    keep(head)
    head.look("steps")
    head.page.locator("#officer-check").select_option(index=1)
    keep(head)
    head.look("details")
    keep(head)
    head.look("check")
    head.press(head.page.locator('main a[href$="/preview/"]'))
    head.look("preview")
    head.page.go_back()


def _first_application(person: Visitor, head: Visitor, slug: str) -> None:
    """Somebody applies and pays; the head, who was named for the check, then has it on the work list."""
    request = Request(SERVICE)
    request.place = f"/a/{slug}/{SERVICE}/"
    applicant = Applicant(person, request)
    applicant.start()
    applicant.fill_in_until("check")
    receipt = applicant.send()
    applicant.follow(receipt.case)
    applicant.pay(receipt.case)
    assert wait_for(lambda: receipt.number in _work_list(head), 60)
    head.look("first-application")


def _work_list(head: Visitor) -> list[str]:
    """The numbers of what is assigned to the head."""
    head.go("/office/?tab=mine")
    return head.page.locator("main [data-row]").all_inner_texts()
