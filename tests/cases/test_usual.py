"""How long a service really takes: the agency's time only, by its calendar, and only from enough cases."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from psycopg import sql

from tests.domain.thai_calendars import bangkok
from tests.web.desk import words
from tests.world import World, build
from thanjai.agencies.selectors import calendar_for
from thanjai.cases import usual
from thanjai.cases.models import Case, MeasuredTime
from thanjai.config.bench.planting import copies
from thanjai.domain.case import commands as c
from thanjai.domain.case.events import Defect
from thanjai.domain.workdays import working_days_between
from thanjai.kernel.caching import forget
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, acting_as, worker_at

pytestmark = pytest.mark.django_db

FOOD = "food-premises-licence"
MONDAY = bangkok(2026, 3, 2)
LATER = bangkok(2026, 6, 1)


@pytest.fixture
def world() -> World:
    with standing_at(MONDAY):
        return build(FOOD)


def ended(world: World, *, days: int, mended_after: int = 0, received: datetime = MONDAY) -> Any:
    """A case refused on a later day; with `mended_after`, as many days of it lay with the applicant."""
    with standing_at(received):
        holder, case = world.submitted()
    if mended_after:
        defects = (Defect(missing="แผนผัง", mend="แนบ"),)
        with standing_at(received + timedelta(hours=1)):
            mend_by = received.date() + timedelta(days=60)
            world.do(case, c.RecordDefects(step="check", defects=defects, mend_by=mend_by))
        with standing_at(received + timedelta(days=mended_after)):
            world.do(case, c.Correct(answers={}), holder)
    with standing_at(received + timedelta(days=days)):
        case = world.until(case, "decide")
        world.do(case, c.Decide(step=case.steps[0], outcome="refused", reasons="ไม่ครบเกณฑ์"))
        with acting_as(worker_at(world.agency)):
            Case.objects.filter(pk=case.id).update(closed_at=received + timedelta(days=days))
    return case


def measured(world: World, at: datetime = LATER) -> MeasuredTime | None:
    with standing_at(at), acting_as(PLATFORM):
        for agencies in usual.alike():
            usual.measure(agencies)
        return MeasuredTime.objects.filter(agency_id=world.agency, service_id=FOOD).first()


def many(world: World, case: Any, count: int) -> None:
    with acting_as(worker_at(world.agency)):
        copies(
            connection.connection, "cases_case", case.id, count,
            {"id": sql.SQL("uuidv7()"), "number": sql.SQL("'C-' || n")},
        )  # fmt: skip


def test_working_days_are_counted_by_the_calendar_without_the_applicants_own(world: World) -> None:
    ended(world, days=9)
    row = measured(world)
    assert row is not None and (row.cases, row.median) == (1, 6), "3 March is Makha Bucha Day"
    with acting_as(PLATFORM):
        Case.objects.filter(agency_id=world.agency).update(status="withdrawn")
    ended(world, days=30, mended_after=21)
    row = measured(world)
    assert row is not None
    whole = working_days_between(calendar_for(world.agency), date(2026, 3, 2), date(2026, 4, 1))
    theirs = working_days_between(calendar_for(world.agency), date(2026, 3, 2), date(2026, 3, 23))
    assert (row.cases, row.median) == (1, whole - theirs)


def test_median_and_ninetieth_of_what_ended_within_a_year(world: World) -> None:
    for days in (1, 2, 4, 7, 8, 9, 10, 11, 14, 44):
        ended(world, days=days)
    row = measured(world)
    assert row is not None and row.cases == 10
    calendar = calendar_for(world.agency)
    took = sorted(
        working_days_between(calendar, date(2026, 3, 2), date(2026, 3, 2) + timedelta(days=days))
        for days in (1, 2, 4, 7, 8, 9, 10, 11, 14, 44)
    )
    assert (row.median, row.ninetieth) == (took[4], took[8])
    assert measured(world, bangkok(2027, 6, 1)) is None, "a year later it is forgotten"


def test_nothing_is_said_from_fewer_than_twenty_cases(world: World) -> None:
    case = ended(world, days=9)
    many(world, case, 18)
    measured(world)
    with acting_as(PUBLIC):
        assert usual.usual_time(world.agency, FOOD) is None
    ended(world, days=9)
    measured(world)
    forget()
    with acting_as(PUBLIC):
        assert usual.usual_time(world.agency, FOOD) == usual.UsualTime(20, 6, 6)


def test_agencies_of_one_calendar_are_measured_in_one_statement_and_pages_read_once(world: World) -> None:
    ended(world, days=9)
    with standing_at(LATER), acting_as(PLATFORM):
        assert [set(group) for group in usual.alike()] == [{world.agency, world.other}]
        with CaptureQueriesContext(connection) as asked:
            usual.measure([world.agency, world.other])
        assert sum("INSERT INTO cases_measuredtime" in one["sql"] for one in asked) == 1
    with acting_as(PUBLIC):
        usual.usual_time(world.agency, FOOD)
        with CaptureQueriesContext(connection) as asked:
            usual.usual_time(world.agency, FOOD)
        assert len(asked) == 0


def test_nobody_else_writes_what_was_measured(world: World) -> None:
    ended(world, days=9)
    measured(world)
    with acting_as(PUBLIC):
        assert MeasuredTime.objects.count() == 1
        assert MeasuredTime.objects.update(median=0) == 0
    with acting_as(world.stranger):
        assert MeasuredTime.objects.update(median=0) == 0


def test_the_manual_says_it_in_both_languages(world: World, client: Any, settings: Any) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    assert "Usually ready in" not in words(client.get(f"/en/a/khonkaen/{FOOD}/"))
    many(world, ended(world, days=9), 20)
    measured(world)
    forget()
    said = words(client.get(f"/en/a/khonkaen/{FOOD}/"))
    assert "Usually ready in" in said and "6 working days (measured from 21 cases)" in said
    assert "nine of ten 6 working days or less" in said
    assert "21" in words(client.get(f"/a/khonkaen/{FOOD}/"))
