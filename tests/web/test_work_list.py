"""The work list: sorted by what is due, page by page, with the same few questions to the database however long."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.desk import page, sit_down
from tests.world import World, build
from thanjai.cases import selectors
from thanjai.domain.case import commands as c
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import acting_as

pytestmark = pytest.mark.django_db
FOOD, ALLOWANCE = "food-premises-licence", "old-age-allowance"


@pytest.fixture
def world() -> World:
    return build(FOOD, ALLOWANCE)


@pytest.fixture
def desk(client: Client, world: World) -> Client:
    return sit_down(client, world.officer)


def due_at(world: World, case: object) -> datetime:
    with acting_as(world.officer):
        found = selectors.case(case.id).due_at  # type: ignore[attr-defined]
    assert found is not None
    return found


def test_the_list_is_sorted_by_what_is_due_and_says_how_long_is_left(desk: Client, world: World) -> None:
    cases = [world.submitted()[1] for _ in range(3)]
    world.do(cases[0], c.Finish(step="check"))
    root = page(desk, "/en/office/?tab=all")
    numbers = [row.text_content().strip() for row in root.xpath("//a[@data-row]")]
    due = {case.number: due_at(world, case) for case in cases}
    assert numbers == sorted(numbers, key=lambda number: due[number]) and numbers[-1] == cases[0].number
    assert "working days left" in root.xpath("string(//main)")


def test_time_left_is_told_in_words_and_colour(desk: Client, world: World) -> None:
    _, case = world.submitted()
    due = due_at(world, case)
    for at, standing in ((due + timedelta(days=4), "overdue"), (due - timedelta(hours=2), "soon")):
        with standing_at(at):
            root = page(desk, "/en/office/?tab=all")
        assert root.xpath(f"//span[@class='left left--{standing}']"), standing


def test_tabs_filters_and_search_show_what_they_say(desk: Client, world: World) -> None:
    _, food = world.submitted()
    _, allowance = world.submitted(ALLOWANCE)
    world.do(food, c.Assign(step="check", officer=str(world.officer.person), name="สมศรี"))

    def numbers(query: str) -> set[str]:
        return {row.text_content().strip() for row in page(desk, f"/en/office/?{query}").xpath("//a[@data-row]")}

    assert numbers("") == numbers("tab=all") == {food.number, allowance.number}
    assert numbers("tab=mine") == {food.number}
    assert numbers(f"tab=all&service={ALLOWANCE}") == {allowance.number}
    assert numbers("tab=waiting") == numbers("tab=finished") == set()
    world.do(allowance, c.RecordDefects.model_validate(
        {"step": "check", "defects": [{"missing": "x"}], "mend_by": date(2030, 1, 1)}
    ))  # fmt: skip
    assert numbers("tab=waiting") == {allowance.number}
    assert numbers(f"q={food.number.replace('-', '').lower()}") == {food.number}
    assert numbers(f"q={allowance.applicant[3:8]}") == {allowance.number}
    assert numbers("q=%25_nobody") == set()


@pytest.mark.parametrize("tab", ["mine", "roles", "all", "waiting", "finished"])
def test_an_empty_list_says_what_to_do(desk: Client, tab: str) -> None:
    assert page(desk, f"/en/office/?tab={tab}").xpath("string(//p[@class='empty'])")


def test_a_long_list_goes_on_page_by_page(desk: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thanjai.web.officer.worklist._ON_A_PAGE", 2)
    every = {world.submitted()[1].number for _ in range(5)}
    path, seen = "/en/office/?tab=all", []
    for _ in range(3):
        root = page(desk, path)
        seen += [row.text_content().strip() for row in root.xpath("//a[@data-row]")]
        path = next(iter(root.xpath("//a[@rel='next']/@href")), "")
    assert set(seen) == every and len(seen) == len(every) and path == ""
    assert page(desk, "/en/office/?tab=all&after=nonsense").xpath("//a[@data-row]")


def test_lists_ask_the_database_the_same_number_of_questions_for_5_and_for_50_cases(desk: Client, world: World) -> None:
    for _ in range(5):
        world.submitted()
    counts = []
    for more in (0, 45):
        for _ in range(more):
            world.submitted()
        desk.get("/office/?tab=all")
        with CaptureQueriesContext(connection) as asked:
            assert desk.get("/office/?tab=all").content.count(b"data-row") == 5 + more
        counts.append(len([one for one in asked if one["sql"].startswith("SELECT")]))
    assert counts[0] == counts[1] <= 6
