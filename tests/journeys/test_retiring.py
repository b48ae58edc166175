"""A service is retired: asked by one head, approved by another, and from its day its page says so."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

from tests.journeys.conftest import NewVisitor
from tests.journeys.people import sign_in
from tests.journeys.test_adopting import SERVICE, a_newcomer
from tests.journeys.visitor import View, Visitor, seen_as
from tests.platform import Platform
from thanjai.kernel.clock import today
from thanjai.kernel.processes import wait_for

INSTEAD = "food-premises-licence"
OFFER = """
from django.db import transaction
from thanjai.accounts.actions import register_person
from thanjai.agencies.selectors import agency_by_slug
from thanjai.catalogue.actions import adopt
from thanjai.config.demo.figures import settings_for
from thanjai.config.demo.packs import load_pack
from thanjai.kernel.tenancy import PLATFORM, acting_as
with acting_as(PLATFORM), transaction.atomic():
    register_person(email="{other}", name="{name}", is_demo=True)
    agency = agency_by_slug("{slug}")
    adopt(agency=agency.id, service="{service}", settings=settings_for(load_pack("{service}"), "khon-kaen-city"))
"""
THE_DAY_HAS_COME = """
from django.db import transaction
from thanjai.catalogue.models import Adoption
from thanjai.kernel.clock import today
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.publishing.models import Retirement
with acting_as(PLATFORM), transaction.atomic():
    for table in (Adoption, Retirement):
        field = "ends_on" if table is Adoption else "on"
        table.objects.filter(agency__slug="{slug}").update(**{{field: today()}})
"""
"""The day is brought here: to move the clock of the whole platform would move it for all other journeys too."""


def two_heads(platform: Platform) -> tuple[str, str, str]:
    """An agency that offers the service: its name in addresses, and the addresses of its two heads."""
    slug, one = a_newcomer(platform)
    other = f"deputy-{uuid4().hex[:8]}@ban-mai.example"
    name = f"สมศรี {other[7:13]}"
    platform.call("django", "shell", "-c", OFFER.format(slug=slug, service=SERVICE, other=other, name=name))
    platform.call("officers", "head", slug, other, "--name", name, "--position", "รองนายก อบต.")
    return slug, one, other


def ask_for_it(head: Visitor, day: date) -> None:
    head.go(f"/office/services/{SERVICE}/")
    head.press(head.page.locator("main a[href$='/end/']"))
    head.look("retire-form")
    for part in ("day", "month", "year"):
        head.page.locator(f"[id='on.{part}']").fill(str(getattr(day, part)))
    head.page.locator("#reason").fill("มีบริการใหม่แทนแล้ว")
    head.press(head.page.locator("button[value=ask]"))
    head.look("retire-mended")
    head.page.locator("#instead-service").select_option(INSTEAD)
    head.press(head.page.locator("button[value=ask]"))
    assert head.page.locator("button[value=approve_ending]").count() == 0
    head.look("retire-asked")


def approve_it(head: Visitor) -> None:
    head.go(f"/office/services/{SERVICE}/end/")
    head.press(head.page.locator("button[value=approve_ending]"))
    head.look("retire-approved")
    assert head.page.locator("button[value=call_off]").count() == 1


def _is_over(person: Visitor, slug: str) -> bool:
    """Whether the page says it; it was read a few seconds ago, and is kept so long."""
    person.go(f"/a/{slug}/{SERVICE}/")
    words = {"th": "ไม่ให้บริการนี้แล้วตั้งแต่", "en": "No longer offered since"}
    return words[person.view.language] in person.words


@seen_as(View("th", 320), View("en", 1280, scripts=False))
def test_a_service_is_retired_by_two_and_its_page_says_so(visitor: NewVisitor, view: View) -> None:
    first = visitor(view, f"retiring-{view}")
    slug, one, other = two_heads(first.platform)
    sign_in(first, one)
    ask_for_it(first, today() + timedelta(days=40))
    second = first.another()
    sign_in(second, other)
    approve_it(second)

    person = first.another()
    person.go(f"/a/{slug}/{SERVICE}/")
    person.look("announced")
    assert (
        person.page.locator("form[action$='/start/']").count()
        and person.page.locator(f"main a[href$='/services/{INSTEAD}/']").count()
    )
    person.platform.call("django", "shell", "-c", THE_DAY_HAS_COME.format(slug=slug))
    assert wait_for(lambda: _is_over(person, slug), 60)
    assert person.page.locator("form[action$='/start/']").count() == 0
    person.look("over")
    person.press(person.page.locator(f"main a[href$='/services/{INSTEAD}/']"))
    person.look("instead")
