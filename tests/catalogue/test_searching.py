"""Finding services and whoever gives them, among those that agencies have taken on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection

from tests.world import PLACE, World, build, examples, pack
from thanjai.agencies.actions import register_agency
from thanjai.catalogue import actions, cards, searching
from thanjai.catalogue.givers import PAGE, givers, nearest, responsible, responsible_for_each
from thanjai.catalogue.models import Adoption
from thanjai.domain.definition.base import AgencyKind
from thanjai.domain.text import Text
from thanjai.kernel.caching import forget
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, acting_as

pytestmark = pytest.mark.django_db
SMALL, AGE = "food-premises-notification", "old-age-allowance"


@pytest.fixture
def world() -> Iterator[World]:
    world = build(SMALL, AGE)
    with acting_as(PLATFORM):
        for slug, code, areas, stands in (
            ("tha-phra", "THP", ["400104"], (16.33, 102.80)), ("district", "DIS", ["4001"], (16.43, 102.83)),
            ("far", "FAR", ["500101"], (18.79, 98.98)),
        ):  # fmt: skip
            agency = register_agency(
                slug=slug, code=code, kind=AgencyKind.SAO, name=Text(th=f"อบต.{slug}", en=slug), province=PLACE,
                address=PLACE, areas=areas, stands_at=stands,
            )  # fmt: skip
            actions.adopt(agency=agency.id, service=SMALL, settings=examples(SMALL)["settings"])
    with acting_as(PUBLIC):
        yield world


def slugs(found: list[searching.Listed] | list[object]) -> list[str]:
    return [one.id for one in found]  # type: ignore[union-attr]


def test_a_service_is_found_once_however_many_agencies_give_it(world: World) -> None:
    assert slugs(searching.search("เปิดร้านกาแฟ").services) == [SMALL]
    assert slugs(searching.search("เบี้ยคนแก่").services)[0] == AGE


def test_a_service_that_no_agency_gives_is_not_found(world: World) -> None:
    with acting_as(PLATFORM):
        Adoption.objects.filter(service_id=AGE).update(is_open=False)
    forget()
    assert AGE not in slugs(searching.search("เบี้ยคนแก่").services) + slugs(cards.given())


def test_what_is_published_is_found_at_once_and_no_adoption_is_touched(world: World) -> None:
    assert not searching.search("โดรน").services
    changed = pack(SMALL).model_copy(update={"keywords": ("โดรน",)})
    with acting_as(PLATFORM):
        rows = "SELECT xmin::text FROM catalogue_adoption ORDER BY id"
        with connection.cursor() as cursor:
            before = cursor.execute(rows).fetchall()
            actions.publish(definition=changed)
            assert cursor.execute(rows).fetchall() == before
    assert slugs(searching.search("โดรน").services) == [SMALL]


def test_what_was_found_says_why(world: World) -> None:
    answer = searching.search("ร้านกาแฟ")
    shown = searching.shown(answer, answer.services, "th")[0]
    assert any(is_marked for _, is_marked in shown.summary)
    answer = searching.search("สำเนาบัตรประจำตัวประชาชน")
    assert all(
        one.passage or any(m for _, m in one.title + one.summary)
        for one in searching.shown(answer, answer.services, "th")
    )


def test_a_place_alone_shows_all_services_and_a_place_with_words_those(world: World) -> None:
    answer = searching.search("ร้านอาหาร ท่าพระ ขอนแก่น")
    assert (answer.place.code, slugs(answer.services)) == ("400104", [SMALL])
    assert len(searching.search("ท่าพระ ขอนแก่น").services) == 2


def test_the_smallest_area_comes_first_and_is_named(world: World) -> None:
    found = responsible(SMALL, "400104")
    assert [(one.agency.slug, one.area) for one in found] == [("tha-phra", "400104"), ("district", "4001")]
    assert responsible(SMALL, "100101") == []
    assert responsible_for_each([SMALL, AGE], "400104").keys() == {SMALL}
    assert responsible_for_each([SMALL], "400104")[SMALL].agency.slug == "tha-phra"


def test_the_nearest_office_comes_first(world: World) -> None:
    found = nearest(SMALL, 16.34, 102.81)
    assert [one.agency.slug for one in found] == ["tha-phra", "district", "far"]
    near, _, far = (one.km or 0 for one in found)
    assert near < 2 and far > 250


def test_a_long_list_is_read_to_its_end_and_each_agency_once(world: World) -> None:
    with acting_as(PLATFORM):
        for number in range(PAGE + 3):
            name = Text(th=f"เทศบาล {number % 3}", en=f"Town {number}")
            agency = register_agency(
                slug=f"t-{number}",
                code=f"T{number}",
                kind=AgencyKind.MUNICIPALITY,
                name=name,
                province=PLACE,
                address=PLACE,
            )
            actions.adopt(agency=agency.id, service=SMALL, settings=examples(SMALL)["settings"])
    seen: list[str] = []
    while page := givers(SMALL, place="40", after=seen[-1] if seen else ""):
        seen += [one.agency.slug for one in page[:PAGE]]
    assert len(seen) == len(set(seen)) == PAGE + 3 + 4
    assert len(givers(SMALL, name="town 1")) == 11 and not givers(SMALL, name="nobody")
    assert {one.agency.slug for one in givers(SMALL, place="4001")} == {"tha-phra", "district"}


def test_what_is_asked_most_comes_first(world: World) -> None:
    with acting_as(PLATFORM):
        actions.note_asked({AGE: 7, "gone": 3})
    assert [(one.id, one.asked) for one in cards.most_asked(2)] == [(AGE, 7), (SMALL, 0)]
    with acting_as(PLATFORM):
        actions.note_asked({SMALL: 1})
    assert [one.id for one in cards.most_asked(2)] == [SMALL, AGE]
