"""Who stands in for whoever is away finds their questions and calls; nothing is left in nobody's list."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.contact.conftest import MORNING
from tests.domain.thai_calendars import bangkok
from tests.world import World
from thanjai.agencies.models import Membership
from thanjai.contact import calls
from thanjai.contact.selectors import calls_for, waiting_for
from thanjai.domain.calling import Plan
from thanjai.domain.case import commands as c
from thanjai.domain.definition.base import Role
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as

pytestmark = pytest.mark.django_db
TEN = bangkok(2026, 3, 4, 10)
CLERK, CASHIER = [Role.FRONT_DESK.value], [Role.CASHIER.value]


def lists(world: World, actor: Actor, roles: list[Any]) -> tuple[int, int]:
    """How many questions and calls an officer finds in their lists."""
    assert actor.person
    with acting_as(actor):
        return len(waiting_for(world.agency, actor.person, roles)), len(calls_for(world.agency, actor.person, roles))


def away(actor: Actor, deputy: Actor | None = None) -> None:
    with acting_as(PLATFORM):
        Membership.objects.filter(person_id=actor.person).update(
            absent_from=date(2026, 3, 1), absent_until=date(2026, 3, 9), deputy_id=deputy.person if deputy else None
        )


def asked_of(world: World, officer: Actor) -> None:
    """A case that an officer has, whose applicant has written and is to be called at ten."""
    with acting_as(world.officer):
        calls.choose_plan(actor=world.officer, plan=Plan(30, 1, 3))
    applicant, case = world.submitted()
    world.do(case, c.Assign(step=case.steps[0], officer=str(officer.person), name=officer.name))
    world.do(case, c.WriteToOfficer(text="ใบรับรองแพทย์ใช้ของคลินิกได้ไหม"), applicant)
    with acting_as(applicant):
        calls.ask_call(actor=applicant, case_id=case.id, slot=TEN, phone="081 222 3333", about="")


def test_the_deputy_has_the_questions_and_calls_of_whoever_is_away(world: World) -> None:
    clerk = world.colleague("วิภา", Role.FRONT_DESK)
    deputy, other = world.colleague("ปรีชา", Role.CASHIER), world.colleague("สมชาย", Role.CASHIER)
    with standing_at(MORNING):
        asked_of(world, clerk)
        assert lists(world, deputy, CASHIER) == (0, 0), "as long as nobody is away"
        away(clerk, deputy)
        assert lists(world, deputy, CASHIER) == lists(world, clerk, CLERK) == (1, 1)
        assert lists(world, other, CASHIER) == lists(world, world.officer, list(Role)) == (0, 0)


def test_without_a_deputy_whoever_does_such_work_has_them_and_else_the_head(world: World) -> None:
    clerk, other = world.colleague("วิภา", Role.FRONT_DESK), world.colleague("ปรีชา", Role.FRONT_DESK)
    with acting_as(PLATFORM):
        Membership.objects.filter(person_id=world.officer.person).update(granted=[Role.HEAD])
    with standing_at(MORNING):
        asked_of(world, clerk)
        away(clerk)
        assert lists(world, other, CLERK) == (1, 1)
        assert lists(world, world.officer, list(Role)) == (0, 0)
        away(other)
        assert lists(world, world.officer, list(Role)) == (1, 1)
        away(world.officer)
        assert lists(world, world.officer, list(Role)) == (1, 1), "all are away: the head has it nonetheless"


def test_the_head_has_every_call_whose_time_has_come(world: World) -> None:
    clerk = world.colleague("วิภา", Role.FRONT_DESK)
    with standing_at(MORNING):
        asked_of(world, clerk)
        assert lists(world, world.officer, list(Role)) == (0, 0)
    with standing_at(TEN):
        assert lists(world, world.officer, list(Role)) == (0, 1)
