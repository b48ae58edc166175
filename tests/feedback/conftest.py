"""Cases that have ended, and what their applicants say."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.world import World, build
from thanjai.cases import actions
from thanjai.cases.models import Case
from thanjai.domain.case.commands import Withdraw
from thanjai.domain.satisfaction import LOW_EASE, Got, Opinion, published
from thanjai.feedback import answering
from thanjai.feedback.models import Answer, FollowUp
from thanjai.kernel.clock import BANGKOK, now, today
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


def said_on(day: date, *eases: int, agency: UUID, service: str = FOOD, done: str = "") -> None:
    """Answers of a day, by the dozen: as `answering` leaves them. `done`: what the office did about each."""
    with acting_as(PLATFORM):
        for ease in eases:
            got = Got.YES if ease > LOW_EASE else Got.NO
            one = Answer.objects.create(agency_id=agency, service_id=service, ease=ease, got=got.value, on=day)
            if done:
                FollowUp.objects.create(
                    answer=one, agency_id=agency, opened_on=day, due_on=day, done=done, closed_at=now()
                )


def year_over() -> datetime:
    """A moment when all that is said today is published: months with few answers too."""
    return datetime(today().year + 1, 1, 20, 12, tzinfo=BANGKOK)


def last_month() -> date:
    """A day of the newest month that is published."""
    return published(today())[1] - timedelta(days=1)
