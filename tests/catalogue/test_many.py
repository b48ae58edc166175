"""All agencies of the kinds that may take on a service at once, and nothing is doubled."""

from __future__ import annotations

import pytest

from tests.world import PLACE, World, build, pack
from thanjai.agencies.actions import register_agency
from thanjai.catalogue import selectors
from thanjai.catalogue.actions import adopt
from thanjai.catalogue.many import adopt_for_many
from thanjai.catalogue.models import Adoption, AdoptionChange
from thanjai.domain.definition.base import AgencyKind
from thanjai.domain.refusals import Refusal
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, acting_as

pytestmark = pytest.mark.django_db
SERVICE = "food-premises-notification"
FIGURES = {"notification_fee": 100}


@pytest.fixture
def world() -> World:
    world = build(SERVICE)
    with acting_as(PLATFORM):
        for slug, code, kind in (("sao", "SAO", AgencyKind.SAO), ("dept", "DEP", AgencyKind.DEPARTMENT)):
            register_agency(slug=slug, code=code, kind=kind, name=PLACE, province=PLACE, address=PLACE)
    return world


def test_all_that_may_offer_it_and_those_that_did_stay_as_they_were(world: World) -> None:
    with acting_as(PLATFORM):
        adopt(agency=world.agency, service=SERVICE, settings={"notification_fee": 333})
    first = adopt_for_many(service=SERVICE, settings=FIGURES)
    assert (first.added, first.already, first.other_kind, first.lacking) == (2, 1, 0, 0)
    again = adopt_for_many(service=SERVICE, settings=FIGURES)
    assert (again.added, again.already) == (0, 3)
    with acting_as(PUBLIC):
        fees = [selectors.offer(slug, SERVICE).settings["notification_fee"] for slug in ("khonkaen", "other", "sao")]
    assert fees == [333, 100, 100]
    with acting_as(PLATFORM):
        lines = AdoptionChange.objects.exclude(agency_id=world.agency)
        assert [(one.what, one.after["settings"], one.person_name) for one in lines] == [
            ("adopted", FIGURES, "Thanjai")
        ] * 2


def test_only_the_kinds_asked_for_and_of_those_only_who_may(world: World) -> None:
    taken = adopt_for_many(service=SERVICE, settings=FIGURES, kinds=[AgencyKind.SAO, AgencyKind.DEPARTMENT])
    assert AgencyKind.DEPARTMENT not in pack(SERVICE).agency_kinds
    assert (taken.added, taken.already, taken.other_kind) == (1, 0, 1)


def test_where_only_the_agency_can_give_a_figure_all_are_left_out_and_it_is_said_why(world: World) -> None:
    taken = adopt_for_many(service=SERVICE, settings={})
    assert (taken.added, taken.lacking) == (0, 3) and "before opening" in taken.missing[0].en
    with acting_as(PLATFORM):
        assert Adoption.objects.count() == 1


def test_a_figure_out_of_bounds_is_refused_for_all(world: World) -> None:
    with pytest.raises(Refusal) as refused:
        adopt_for_many(service=SERVICE, settings={"notification_fee": 1001})
    assert refused.value.field == "notification_fee"
