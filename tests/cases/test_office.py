"""What officers read of cases: pages without counting, searches, colleagues, and what can be done."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from tests.world import PLACE, World, build
from thanjai.accounts.actions import register_person
from thanjai.agencies.actions import appoint
from thanjai.agencies.selectors import officers_of
from thanjai.cases import office, selectors
from thanjai.cases.models import Case
from thanjai.cases.tasks import tasks_of
from thanjai.domain.case import commands as c
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.kernel.paging import read_place, write_place
from thanjai.kernel.tenancy import PLATFORM, acting_as

pytestmark = pytest.mark.django_db
FOOD = "food-premises-licence"


@pytest.fixture
def world() -> World:
    return build(FOOD)


def test_a_list_goes_on_after_any_row_also_among_those_without_a_time_limit(world: World) -> None:
    every = [world.submitted()[1] for _ in range(4)]
    with acting_as(PLATFORM):
        Case.objects.filter(pk__in=[case.id for case in every[:2]]).update(due_at=None, warn_at=None)
    with acting_as(world.officer):
        whole = office.work_list(world.agency)
        assert [row.due_at is None for row in whole] == [False, False, True, True]
        for number, row in enumerate(whole, start=1):
            rest = office.work_list(world.agency, after=(row.due_at, row.id))
            assert [one.id for one in rest] == [one.id for one in whole[number:]]


def test_ended_cases_go_on_newest_first(world: World) -> None:
    for _ in range(3):
        holder, case = world.submitted()
        world.do(case, c.Withdraw(), actor=holder)
    with acting_as(world.officer):
        whole = office.work_list(world.agency, ended=True)
        rest = office.work_list(world.agency, ended=True, after=(whole[0].submitted_at, whole[0].id))
    assert len(whole) == 3 and [row.id for row in rest] == [row.id for row in whole[1:]]


def test_a_place_survives_an_address_and_nonsense_does_not() -> None:
    at, id = datetime(2026, 11, 2, 3, tzinfo=UTC), UUID(int=7)
    assert read_place(write_place(at, id)) == (at, id) and read_place(write_place(None, id)) == (None, id)
    for text in ("", "x", f"2026-11-02T03:00:00,{id}", f"{at.isoformat()},7", f"x,{id}"):
        assert read_place(text) is None


def test_a_search_takes_a_name_for_a_name_and_a_number_however_typed(world: World) -> None:
    _, case = world.submitted()
    with acting_as(world.officer):
        for text in (case.number, case.number.replace("-", " ").lower(), case.applicant[2:6], "ริมบึง"):
            assert [row.id for row in office.find_in_agency(world.agency, text)] == [case.id], text
        assert office.find_in_agency(world.agency, "%") == []


def test_officers_see_the_names_of_their_colleagues_only(world: World) -> None:
    with acting_as(PLATFORM):
        person = register_person(email="third@example.com", name="วิภา")
        appoint(agency=world.agency, person=person.id, roles=[Role.REVIEWER], unit=PLACE, position=PLACE)
    with acting_as(world.officer):
        assert {member.person.name for member in officers_of(world.agency)} == {"สมศรี", "วิภา"}
        assert officers_of(world.other) == []
    with acting_as(world.stranger):
        assert officers_of(world.agency) == []
        with pytest.raises(Refusal, match="no_such_colleague"):
            office.assignment(world.other, "check", str(person.id))


def test_what_is_offered_is_what_the_rules_allow(world: World) -> None:
    _, case = world.submitted()

    def can(*roles: Role) -> dict[str, frozenset[str]]:
        with acting_as(world.officer):
            row = selectors.case(case.id)
            tasks = tasks_of(row, selectors.domain_case(row), roles)
            return {task.step.id: task.can for task in tasks.steps if task.is_allowed}

    assert can(Role.FRONT_DESK) == {"check": {"finish", "defects"}} and can(Role.APPROVER) == {}
    assert can(Role.HEAD) == can(Role.FRONT_DESK)
    listed = {"step": "check", "defects": [{"missing": "แผนผัง"}], "mend_by": "2030-01-01"}
    world.do(case, c.RecordDefects.model_validate(listed))
    assert can(Role.FRONT_DESK) == {"check": {"return"}}
