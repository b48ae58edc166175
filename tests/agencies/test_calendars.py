"""Calendars in the database: who may change them, what a change leaves behind, and that versions can be rebuilt."""

from __future__ import annotations

from datetime import date, time
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from tests.domain.thai_calendars import bangkok
from tests.world import PLACE, World, build
from thanjai.accounts.actions import register_person
from thanjai.agencies.actions import appoint, register_agency
from thanjai.agencies.calendar_actions import change_calendar, may_change, set_calendar_day, take_base_years
from thanjai.agencies.calendars import (
    EVERYWHERE,
    Scope,
    agencies_under,
    book_for,
    calendar_for,
    calendar_of,
    changes_since,
    history,
    number_of,
    of_agency,
    would_be,
)
from thanjai.agencies.models import Agency, CalendarChange
from thanjai.domain.calendar_book import DayKind, DayRule, Effect, Layer
from thanjai.domain.definition.base import AgencyKind, Role
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import PLATFORM, Actor, Kind, acting_as

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 23)
FLOOD = Text(th="น้ำท่วมสำนักงาน", en="The office is flooded")
NOW = bangkok(2026, 11, 20)


def closed(day: date, kind: DayKind = DayKind.LOCAL) -> DayRule:
    return DayRule(day=day, effect=Effect.CLOSED, kind=kind, name=FLOOD)


def opened(day: date) -> DayRule:
    return DayRule(day=day, effect=Effect.OPEN, name=Text(th="เปิดบริการ", en="Open"))


@pytest.fixture(autouse=True)
def _today() -> object:
    with standing_at(NOW):
        yield


@pytest.fixture
def world() -> World:
    return build()


def head_of_opdc() -> Actor:
    with acting_as(PLATFORM):
        opdc = register_agency(
            slug="opdc", code="OPDC", kind=AgencyKind.OVERSIGHT, name=PLACE, province=Text(th="กรุงเทพมหานคร", en="Bangkok"),
            address=PLACE,
        )  # fmt: skip
        person = register_person(email="head@opdc.example", name="เลขาธิการ")
        appoint(agency=opdc.id, person=person.id, roles=[Role.HEAD], unit=PLACE, position=PLACE)
    return Actor(Kind.OFFICER, agency=opdc.id, person=person.id, name="เลขาธิการ")


def changes() -> list[CalendarChange]:
    """All changes there are, as the platform sees them."""
    with acting_as(PLATFORM):
        return list(CalendarChange.objects.order_by("number"))


def works(agency: UUID, day: date) -> bool:
    with acting_as(PLATFORM):
        return calendar_for(agency).works_on(day)


def test_a_head_closes_a_day_of_the_own_agency_and_the_row_says_all(world: World) -> None:
    with acting_as(world.officer):
        row = change_calendar(
            actor=world.officer,
            scope=of_agency(world.agency),
            days=[closed(DAY)],
            reason=" น้ำท่วม ",
            source="คำสั่ง 9/2569",
        )
    assert not works(world.agency, DAY) and works(world.other, DAY)
    assert (row.reason, row.source, row.actor_id, row.actor_name) == (
        "น้ำท่วม", "คำสั่ง 9/2569", world.officer.person, "สมศรี"
    )  # fmt: skip
    assert row.at == NOW and row.days[0]["day"] == "2026-12-23"


def test_each_change_is_a_version_and_every_version_can_be_rebuilt(world: World) -> None:
    scope, other_day = of_agency(world.agency), date(2026, 12, 24)
    versions = []
    for rules in ([closed(DAY)], [opened(DAY)], [DayRule(day=DAY, effect=Effect.AS_BEFORE), closed(other_day)]):
        with acting_as(world.officer):
            change_calendar(actor=world.officer, scope=scope, days=rules, reason="เหตุ")
            versions.append(calendar_for(world.agency).version)
    assert len(set(versions)) == 3 and [number_of(version) for version in versions] == [1, 2, 3]
    with acting_as(world.officer):
        rebuilt = [calendar_of(version) for version in versions]
        assert [calendar.works_on(DAY) for calendar in rebuilt] == [False, True, True]
        assert [calendar.works_on(other_day) for calendar in rebuilt] == [True, True, False]
        assert [change.number for change in changes_since(world.agency, 1)] == [2, 3]
        assert [row.number for row in history(world.agency, all_general=False, before=3)] == [2, 1]
        with pytest.raises(Refusal):
            calendar_of("nonsense")


def test_a_change_is_never_altered_or_removed(world: World) -> None:
    with acting_as(PLATFORM):
        set_calendar_day(agency=None, day=DAY, name=FLOOD, source="มติ")
        with pytest.raises(DatabaseError), transaction.atomic():
            CalendarChange.objects.update(reason="อื่น")
        with pytest.raises(DatabaseError), transaction.atomic():
            CalendarChange.objects.all().delete()
        assert CalendarChange.objects.get().reason == FLOOD.th


def test_only_the_head_changes_and_only_the_own_agency(world: World) -> None:
    with acting_as(PLATFORM):
        clerk = register_person(email="clerk@example.com", name="เสมียน")
        appoint(agency=world.agency, person=clerk.id, roles=[Role.APPROVER], unit=PLACE, position=PLACE)
    officer = Actor(Kind.OFFICER, agency=world.agency, person=clerk.id)
    attempts = [
        (officer, of_agency(world.agency)),
        (world.stranger, of_agency(world.agency)),
        (world.officer, EVERYWHERE),
        (world.officer, Scope(Layer.REGION, region="north_east")),
        (Actor(Kind.PERSON, person=clerk.id), of_agency(world.agency)),
    ]
    for actor, scope in attempts:
        with acting_as(actor), pytest.raises(Refusal) as refused:
            change_calendar(actor=actor, scope=scope, days=[closed(DAY)], reason="เหตุ", source="มติ")
        assert refused.value.code == "not_allowed"
    assert changes() == [] and works(world.agency, DAY)


def test_the_database_itself_keeps_an_officer_from_other_calendars(world: World) -> None:
    row = {"number": 1, "layer": "country", "reason": "x", "actor_name": "x", "at": NOW}
    for agency in (None, world.agency):
        with acting_as(world.stranger), pytest.raises(DatabaseError), transaction.atomic():
            CalendarChange.objects.create(**row, agency_id=agency)


def test_opdc_gives_a_day_to_all_to_a_region_and_to_a_province(world: World) -> None:
    opdc = head_of_opdc()
    days = {EVERYWHERE: date(2026, 12, 21), Scope(Layer.REGION, region="north_east"): date(2026, 12, 22)}
    days |= {
        Scope(Layer.REGION, region="south"): date(2026, 12, 23),
        Scope(Layer.PROVINCE, province="ขอนแก่น"): date(2026, 12, 24),
    }
    assert opdc.agency is not None
    with acting_as(opdc):
        for scope, day in days.items():
            assert may_change(opdc, scope)
            change_calendar(actor=opdc, scope=scope, days=[closed(day)], reason="เหตุ", source="มติ")
        assert not may_change(opdc, of_agency(world.agency)) and not may_change(opdc, Scope(Layer.BASE))
        assert set(agencies_under(Scope(Layer.REGION, region="central"))) == {opdc.agency}
        assert set(agencies_under(Scope(Layer.PROVINCE, province="ขอนแก่น"))) == {world.agency, world.other}
        assert len(agencies_under(EVERYWHERE)) == 3
        assert len(history(opdc.agency, all_general=True)) == 4 and len(history(opdc.agency, all_general=False)) == 1
    assert [works(world.agency, day) for day in days.values()] == [False, False, True, False]
    assert [works(opdc.agency, day) for day in days.values()] == [False, True, True, True]
    with acting_as(PLATFORM):
        assert book_for(world.agency).rulings[date(2026, 12, 22)].layer is Layer.REGION


def test_an_agency_without_a_region_has_no_regional_day() -> None:
    with acting_as(PLATFORM):
        place = Text(th="ต่างดาว", en="Elsewhere")
        agency = register_agency(slug="x", code="X", kind=AgencyKind.SAO, name=place, province=place, address=place)
        assert agency.region == ""
        scope = Scope(Layer.REGION, region="south")
        change_calendar(actor=PLATFORM, scope=scope, days=[closed(DAY)], reason="เหตุ", source="มติ")
        assert calendar_for(agency.id).works_on(DAY)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"reason": " "}, "reason_needed"),
        ({"reason": "x" * 501}, "too_long"),
        ({"days": [closed(date(2026, 10, 1))]}, "day_outside"),
        ({"days": [closed(date(2040, 1, 4))]}, "day_outside"),
        ({"days": [DayRule(day=DAY, effect=Effect.AS_BEFORE)]}, "nothing_changes"),
        ({"days": []}, "nothing_changes"),
        ({"days": [closed(DAY)] * 401}, "too_many_days"),
        ({"days": [], "hours": ((time(16), time(8)),)}, "hours_order"),
    ],
)
def test_what_cannot_be_changed_is_refused_with_what_to_do(world: World, change: dict[str, object], code: str) -> None:
    asked = {"days": [closed(DAY)], "reason": "เหตุ", **change}
    with acting_as(world.officer), pytest.raises(Refusal) as refused:
        change_calendar(actor=world.officer, scope=of_agency(world.agency), **asked)  # type: ignore[arg-type]
    assert refused.value.code == code and changes() == []


def test_a_general_change_names_its_source(world: World) -> None:
    with acting_as(PLATFORM), pytest.raises(Refusal, match="source_needed"):
        change_calendar(actor=PLATFORM, scope=EVERYWHERE, days=[closed(DAY)], reason="เหตุ")


def test_hours_change_and_the_versions_before_keep_theirs(world: World) -> None:
    lunch = ((time(8), time(12)), (time(13), time(16)))
    with acting_as(world.officer):
        before = calendar_for(world.agency)
        change_calendar(actor=world.officer, scope=of_agency(world.agency), hours=lunch, reason="เวลาใหม่")
        assert calendar_for(world.agency).hours == lunch
        assert calendar_of(before.version).hours == before.hours == ((time(8, 30), time(16, 30)),)
        agency = Agency.objects.get(pk=world.agency)
    assert (agency.opens_at, agency.closes_at) == (time(8), time(16)), "the public page says the same"


def test_a_proposal_is_seen_before_it_is_made(world: World) -> None:
    with acting_as(world.officer):
        assert not would_be(of_agency(world.agency), world.agency, [closed(DAY)]).works_on(DAY)
        assert calendar_for(world.agency).works_on(DAY)


def test_base_years_are_written_once_and_change_no_day(world: World) -> None:
    with acting_as(PLATFORM):
        before = calendar_for(world.agency)
        row = take_base_years()
        assert row is not None and set(row.years) == set(range(2020, 2031)) and row.source.startswith("holidays ")
        after = calendar_for(world.agency)
        assert after.version != before.version and dict(after.closed) == dict(before.closed)
        assert take_base_years() is None
    with standing_at(bangkok(2027, 1, 1)), acting_as(PLATFORM):
        new_year = take_base_years()
        assert new_year is not None and new_year.years == [2031]


def test_a_new_edition_of_the_base_moves_days_to_come_only(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from thanjai.agencies import calendar_actions

    with acting_as(PLATFORM):
        take_base_years()
        gone, coming = date(2026, 4, 13), date(2026, 12, 10)
        known = calendar_actions.computed

        def newer(year: int) -> dict[date, object]:
            return {day: ruling for day, ruling in known(year).items() if day not in (gone, coming)}

        monkeypatch.setattr(calendar_actions, "computed", newer)
        assert take_base_years() is not None and take_base_years() is None
        assert calendar_for(world.agency).works_on(coming) and not calendar_for(world.agency).works_on(gone)


def test_the_newest_calendar_costs_one_query_and_then_none(world: World, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with acting_as(PLATFORM):
        set_calendar_day(agency=None, day=DAY, name=FLOOD, source="มติ")
        with django_assert_num_queries(3):
            calendar_for(world.agency)
        with django_assert_num_queries(0):
            calendar_for(world.agency)
