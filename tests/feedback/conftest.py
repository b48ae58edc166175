"""Cases that have ended, and what their applicants say."""

from __future__ import annotations

from typing import Any

import pytest

from tests.world import World, build
from thanjai.cases import actions
from thanjai.cases.models import Case
from thanjai.domain.case.commands import Withdraw
from thanjai.domain.satisfaction import Got, Opinion
from thanjai.feedback import answering
from thanjai.kernel.tenancy import PLATFORM, acting_as

FOOD = "food-premises-licence"
BAD = Opinion(1, Got.NO, "รอนาน")
GOOD = Opinion(5, Got.YES)


@pytest.fixture
def world() -> World:
    return build(FOOD)


def ended(world: World) -> Any:
    """A case whose applicant has withdrawn it: the shortest way to an end."""
    holder, case = world.submitted()
    with acting_as(holder):
        actions.carry_out(actor=holder, case_id=case.id, command=Withdraw(reason=""))
    with acting_as(PLATFORM):
        return Case.objects.get(pk=case.id)


def many(world: World, *opinions: Opinion) -> list[Any]:
    """A case for each opinion."""
    rows = [ended(world) for _ in opinions]
    for row, opinion in zip(rows, opinions, strict=True):
        answering.say(row, opinion)
    return rows
