"""Lists: read page by page, searched, and no dearer when they grow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.conftest import ADDRESSES, data, get, more_agencies, send
from tests.web.applicant import FOOD
from tests.world import PLACE, World
from thanjai.agencies.actions import register_agency
from thanjai.domain.definition.base import AgencyKind
from thanjai.kernel.caching import forget
from thanjai.kernel.tenancy import PLATFORM, acting_as


def pages(place: str, limit: int) -> list[list[Any]]:
    """All pages of a list."""
    found, after = [], ""
    while True:
        page = data(get(f"{place}limit={limit}&after={after}"))
        found.append(page["items"])
        if page["next"] is None:
            return found
        after = page["next"]


def test_a_list_is_read_to_its_end_and_each_line_once(world: World) -> None:
    more_agencies(7)
    seen = pages("agencies?", 4)
    assert [len(page) for page in seen] == [4, 4, 1]
    slugs = [one["slug"] for page in seen for one in page]
    assert slugs == sorted(slugs) and len(set(slugs)) == 9
    seen = pages("services?", 3)
    assert [len(page) for page in seen] == [3, 3, 2]
    assert len({(one["id"], one["agency"]["slug"]) for page in seen for one in page}) == 8


def test_a_line_that_comes_meanwhile_moves_nothing(world: World) -> None:
    more_agencies(3)
    first = data(get("agencies?limit=2"))
    with acting_as(PLATFORM):
        register_agency(slug="aaa", code="AAA", kind=AgencyKind.SAO, name=PLACE, province=PLACE, address=PLACE)
    second = data(get(f"agencies?limit=2&after={first['next']}"))
    assert not {one["slug"] for one in first["items"]} & {one["slug"] for one in second["items"]}


@pytest.mark.parametrize(
    ("asked", "count"),
    [("search=Place 1", 1), ("search=ตำบล", 3), ("kind=sao", 3), ("kind=municipality", 2), ("province=Chiang Mai", 3),
     ("province=เชียงใหม่&kind=sao&search=2", 1), ("search=nowhere", 0), ("province=Nowhere", 0)],
)  # fmt: skip
def test_agencies_are_found_by_name_kind_and_province(world: World, asked: str, count: int) -> None:
    more_agencies(3)
    assert len(data(get(f"agencies?{asked}"))["items"]) == count


def test_services_are_found_by_words_and_agency(world: World) -> None:
    more_agencies(3)
    assert len(data(get("services?search=อาหาร"))["items"]) == 4
    assert [one["agency"]["slug"] for one in data(get("services?agency=place-001"))["items"]] == ["place-001"]
    assert data(get("services?agency=other"))["items"] == data(get("services?search=rockets"))["items"] == []


def statements(visit: Callable[[], Any]) -> int:
    forget()
    with CaptureQueriesContext(connection) as captured:
        assert visit().status_code == 200
    return sum(not one["sql"].startswith(("SAVEPOINT", "RELEASE")) for one in captured)


def test_more_lines_ask_the_database_no_more(world: World, receipt: dict[str, str]) -> None:
    get("services?search=อาหาร")  # What versions say is read once by each process.
    before = {place: statements(lambda place=place: get(place)) for place in ADDRESSES}
    more_agencies(20)
    assert {place: statements(lambda place=place: get(place)) for place in ADDRESSES} == before
    assert before["agencies"] == 1 and before["services"] <= 2 and before["openapi.json"] == 0
    assert before["agencies/khonkaen"] <= 5 and before["agencies/khonkaen/calendar"] <= 5
    assert before[f"agencies/khonkaen/services/{FOOD}"] <= 2
    assert statements(lambda: send("cases/track", receipt)) <= 4
    assert statements(lambda: send("documents/check", {"number": "1/2569"})) <= 3
