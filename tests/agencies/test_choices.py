"""What an agency chooses for its clock, and who stands in: by whom, within what bounds, and that cases follow."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from tests.domain.thai_calendars import bangkok
from tests.web.applicant import work_off
from tests.world import PLACE, World, build
from thanjai.accounts.actions import register_person
from thanjai.agencies.actions import appoint
from thanjai.agencies.choices import choose_clock, come_back, go_away
from thanjai.agencies.selectors import agency_by_id, is_away, membership, office_of
from thanjai.cases import recounts, selectors
from thanjai.domain.case import commands as c
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, Actor, Kind, acting_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    with standing_at(bangkok(2026, 3, 2)):
        return build("food-premises-licence")


@pytest.fixture
def clerk(world: World) -> Actor:
    with acting_as(PLATFORM):
        person = register_person(email="clerk@example.com", name="เสมียน")
        appoint(agency=world.agency, person=person.id, roles=[Role.FRONT_DESK], unit=PLACE, position=PLACE)
    return Actor(Kind.OFFICER, agency=world.agency, person=person.id, name=person.name)


def queued() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'agency_id' FROM procrastinate_jobs WHERE task_name LIKE '%%.recount_open'")
        return [id for (id,) in cursor.fetchall()]


def test_open_cases_are_warned_of_as_the_head_has_chosen(world: World) -> None:
    with standing_at(bangkok(2026, 3, 4)):
        _, case = world.submitted()
        world.do(case, c.Finish(step="check"))
        with acting_as(world.officer):
            before = selectors.case(case.id)
            choose_clock(actor=world.officer, warn_days=15, returns_by_itself=True)
            assert office_of(world.agency).policy.returns_by_itself
        assert before.warn_at == bangkok(2026, 3, 26, 8, 30) == before.wake_at
        assert queued() == [str(world.agency)] * 2
        recounts.recount_open(str(world.agency))
        work_off("recount_cases")
    with acting_as(world.officer):
        after = selectors.case(case.id)
        assert after.warn_at == bangkok(2026, 3, 19, 8, 30) == after.wake_at and after.due_at == before.due_at
        assert after.event_count == before.event_count


def test_choosing_the_same_again_counts_nothing_anew(world: World) -> None:
    with acting_as(world.officer):
        for _ in range(2):
            choose_clock(actor=world.officer, warn_days=5, returns_by_itself=False)
    assert len(queued()) == 2


def test_only_the_head_chooses_and_within_bounds(world: World, clerk: Actor) -> None:
    for actor in (clerk, PUBLIC, Actor(Kind.OFFICER, agency=world.other, person=world.officer.person)):
        with acting_as(actor), pytest.raises(Refusal, match="not_allowed"):
            choose_clock(actor=actor, warn_days=5, returns_by_itself=False)
    for days in (0, 91):
        with acting_as(world.officer), pytest.raises(Refusal, match="warn_days"):
            choose_clock(actor=world.officer, warn_days=days, returns_by_itself=False)
    with acting_as(PUBLIC):
        assert agency_by_id(world.agency).warn_days is None and not queued()


def test_an_officer_is_away_and_comes_back(world: World, clerk: Actor) -> None:
    with standing_at(bangkok(2026, 4, 1)), acting_as(clerk):
        member = go_away(actor=clerk, first=date(2026, 4, 2), last=date(2026, 4, 3), deputy=world.officer.person)
        assert [is_away(member, date(2026, 4, day)) for day in (1, 2, 3, 4)] == [False, True, True, False]
        come_back(actor=clerk)
        assert clerk.person is not None
        kept = membership(clerk.person, world.agency)
        assert kept is not None and not is_away(kept, date(2026, 4, 2)) and kept.deputy_id is None


@pytest.mark.parametrize(
    ("first", "last", "whose", "code"),
    [
        (date(2026, 4, 3), date(2026, 4, 2), "nobody", "away_order"),
        (date(2026, 3, 1), date(2026, 3, 31), "nobody", "away_days"),
        (date(2026, 4, 1), date(2027, 4, 3), "nobody", "away_days"),
        (date(2026, 4, 1), date(2026, 4, 3), "self", "no_such_colleague"),
        (date(2026, 4, 1), date(2026, 4, 3), "stranger", "no_such_colleague"),
    ],
)
def test_what_cannot_be_is_refused(world: World, clerk: Actor, first: date, last: date, whose: str, code: str) -> None:
    deputy = {"nobody": None, "self": clerk.person, "stranger": world.stranger.person}[whose]
    with standing_at(bangkok(2026, 4, 1)), acting_as(clerk), pytest.raises(Refusal, match=code):
        go_away(actor=clerk, first=first, last=last, deputy=deputy)
