"""A head takes on a service page by page, sees what to mend, opens it, changes it, closes it and opens it again."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.domain.thai_calendars import bangkok
from tests.web.desk import case_path, page, sit_down, tree, words
from tests.world import World, build, examples, pack
from thanjai.catalogue import preparing, selectors
from thanjai.catalogue.actions import adopt, publish
from thanjai.catalogue.models import AdoptionChange
from thanjai.domain.arrangement import Arrangement, StepArrangement
from thanjai.domain.case import commands as c
from thanjai.domain.deadline_rules import Duration, Unit
from thanjai.domain.definition.base import Role
from thanjai.domain.definition.model import Setting
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, acting_as

pytestmark = pytest.mark.django_db
SERVICE = "food-premises-licence"
HOME = "/en/office/services/"
FIGURES, STEPS, DETAILS, CHECK = (f"{HOME}{SERVICE}/{name}/" for name in ("figures", "steps", "details", "check"))


@pytest.fixture
def world() -> World:
    """One agency offers the licence; the head of the other is the newcomer."""
    return build(SERVICE)


@pytest.fixture
def newcomer(world: World, client: Client) -> Client:
    return sit_down(client, world.stranger)


def send(client: Client, path: str, **changed: str) -> Any:
    """The page's form as it stands, with some of it changed, sent."""
    form = max(page(client, path).xpath("//main//form[@method='post']"), key=lambda one: len(one.inputs))
    return client.post(path, {**dict(form.form_values()), **changed})


def opened(client: Client) -> Any:
    """All pages as they stand, and the figures that the law leaves to the agency; then it is opened."""
    assert (
        send(client, FIGURES, **{"figure-licence_fee": "1,200", "figure-pay_days": "๑๕", "figure-mend_days": "15"}).url
        == STEPS
    )
    assert (
        send(client, STEPS, **{"time-inspect": "3", "unit-inspect-th": "กองช่าง", "unit-inspect-en": ""}).url == DETAILS
    )
    assert send(client, DETAILS).url == CHECK
    return client.post(CHECK, {"command": "offer_service"})


def offered(slug: str = "other") -> selectors.Offer:
    with acting_as(PUBLIC):
        return selectors.offer(slug, SERVICE)


def test_a_newcomer_finds_a_template_takes_it_on_and_opens_it(world: World, newcomer: Client) -> None:
    assert "not taken on any service" in words(newcomer.get(HOME))
    found = page(newcomer, f"{HOME}templates/?q=food")
    assert "1 agency offers it" in " ".join(found.xpath("string(//main)").split())
    assert found.xpath(f"//a[@href='{FIGURES}']")
    assert opened(newcomer).status_code == 302
    offer = offered()
    assert offer.is_open and offer.settings["licence_fee"] == 1200 and offer.settings["pay_days"] == 15
    assert offer.definition.step("inspect").unit == Text(th="กองช่าง", en="กองช่าง")
    assert "กองช่าง" in words(newcomer.get(f"/a/other/{SERVICE}/"))
    assert "taken on all services" in words(newcomer.get(f"{HOME}templates/"))
    with acting_as(world.stranger):
        assert preparing.preparation(world.other, SERVICE) is None
        (line,) = AdoptionChange.objects.filter(agency_id=world.other)
    assert (line.what, line.before, line.person_name) == ("adopted", None, "มานะ")


def test_what_cannot_be_is_named_at_its_field_with_its_bounds_and_nothing_typed_is_lost(newcomer: Client) -> None:
    answer = send(newcomer, FIGURES, **{"figure-licence_fee": "9999999"})
    assert answer.status_code == 422
    assert tree(answer).xpath("//a[@href='#figure-licence_fee']")
    assert tree(answer).get_element_by_id("figure-licence_fee").value == "9999999"
    assert page(newcomer, FIGURES).get_element_by_id("figure-licence_fee").value == "9999999"
    answer = send(newcomer, STEPS, **{"time-inspect": "99"})
    assert answer.status_code == 422 and "at most 10 working days" in words(answer)
    answer = newcomer.post(CHECK, {"command": "offer_service"})
    assert "Check and open" in words(answer) and "something to mend first" in words(answer)
    with pytest.raises(Refusal):
        offered()


def test_the_manual_is_shown_before_it_holds(newcomer: Client) -> None:
    send(newcomer, FIGURES, **{"figure-licence_fee": "1234", "figure-pay_days": "15", "figure-mend_days": "15"})
    send(newcomer, DETAILS, **{"opens": "9.00", "closes": "12:00", "day-1": "yes"})
    found = words(newcomer.get(f"{HOME}{SERVICE}/preview/"))
    assert "1,234" in found and "Tuesday 09:00–12:00" in found and "Apply now" not in found
    assert words(newcomer.get(CHECK)).count("Tuesday 09:00–12:00") == 1


def test_a_change_is_kept_with_what_was_before_and_the_rest_stays(world: World, newcomer: Client) -> None:
    opened(newcomer)
    send(newcomer, FIGURES, **{"figure-licence_fee": "900"})
    assert newcomer.post(CHECK, {"command": "offer_service"}).status_code == 302
    assert offered().settings["licence_fee"] == 900
    assert offered().definition.step("inspect").unit.th == "กองช่าง"
    found = words(newcomer.get(f"{HOME}{SERVICE}/"))
    assert "1,200 → 900" in found and "มานะ" in found


def test_closed_for_a_time_the_public_sees_why_and_opened_again_it_applies(newcomer: Client) -> None:
    opened(newcomer)
    where = f"{HOME}{SERVICE}/"
    assert newcomer.post(where, {"command": "close_service"}).status_code == 422
    newcomer.post(where, {"command": "close_service", "because-th": "ย้ายที่ทำการถึง 1 พฤษภาคม"})
    manual = f"/a/other/{SERVICE}/"
    assert "ย้ายที่ทำการถึง 1 พฤษภาคม" in words(newcomer.get(manual)) and not offered().is_open
    send(newcomer, FIGURES, **{"figure-licence_fee": "900"})
    newcomer.post(CHECK, {"command": "offer_service"})
    assert not offered().is_open, "a change opened what is closed"
    newcomer.post(where, {"command": "reopen_service"})
    assert offered().is_open and "ย้ายที่ทำการ" not in words(newcomer.get(manual))


def test_what_was_typed_can_be_let_go_of(world: World, newcomer: Client) -> None:
    send(newcomer, FIGURES, **{"figure-licence_fee": "77"})
    newcomer.post(f"{HOME}{SERVICE}/", {"command": "give_up"})
    assert page(newcomer, FIGURES).get_element_by_id("figure-licence_fee").value != "77"


def test_a_next_version_says_what_it_asks_and_goes_on_once_that_is_decided(newcomer: Client) -> None:
    opened(newcomer)
    more = Setting(id="more", label=Text(th="ค่าใหม่", en="New figure"), kind="baht", maximum=50)
    with acting_as(PLATFORM):
        publish(definition=pack(SERVICE).model_copy(update={"settings": (*pack(SERVICE).settings, more)}))
    assert "A new version waits" in words(newcomer.get(HOME))
    found = words(newcomer.get(f"{HOME}{SERVICE}/"))
    assert "Version 2 waits for you" in found and "New figure" in found and "What has changed" in found
    assert offered().version_number == 1
    send(newcomer, FIGURES, **{"figure-more": "50"})
    newcomer.post(CHECK, {"command": "offer_service"})
    assert offered().version_number == 2 and offered().settings["more"] == 50


@pytest.mark.parametrize("path", [FIGURES, STEPS, DETAILS, CHECK])
def test_only_the_head_prepares(world: World, client: Client, path: str) -> None:
    desk = sit_down(client, world.colleague("ดวงใจ", Role.FRONT_DESK))
    assert desk.get(path).status_code == 403
    assert desk.post(path, {"command": "offer_service"}).status_code == 403
    assert desk.post(f"{HOME}{SERVICE}/", {"command": "close_service", "because-th": "x"}).status_code == 403
    assert offered("khonkaen").is_open


def test_a_service_of_other_kinds_of_agency_is_not_found(newcomer: Client) -> None:
    assert newcomer.get(f"{HOME}no-such-service/figures/").status_code == 404
    assert newcomer.get(f"{HOME}{SERVICE}/no-such-page/").status_code == 404


def test_officers_see_by_when_a_step_is_done_if_it_takes_the_agencys_own_time(world: World, client: Client) -> None:
    time = Duration(amount=2, unit=Unit.WORKING_DAY)
    with standing_at(bangkok(2026, 3, 9)):
        with acting_as(PLATFORM):
            arrangement = Arrangement(steps={"inspect": StepArrangement(time=time)})
            adopt(agency=world.agency, service=SERVICE, settings=examples(SERVICE)["settings"], arrangement=arrangement)
        _, case = world.submitted()
        world.do(case, c.Finish(step="check"))
        found = page(sit_down(client, world.officer), case_path(case.id))
    station = found.xpath("string(//ol[@class='stations']/li[@aria-current='step'])")
    assert "now, by 11 Mar 2026" in " ".join(station.split())
