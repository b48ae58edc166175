"""Calendars as the changes that made them."""

from datetime import date, time, timedelta

import pytest
from pydantic import ValidationError

from tests.domain.thai_calendars import BY_YEAR, CABINET_2564, CENTRAL, NORTH, NORTH_EAST, PLOUGHING, PUBLISHED, SOUTH
from thanjai.domain.buddhist import BUDDHIST_OFFSET
from thanjai.domain.calendar_book import (
    Change,
    DayKind,
    DayRule,
    Effect,
    HoursRule,
    Layer,
    book,
    computed,
    differing,
    new_in,
    said_by,
    turned,
)
from thanjai.domain.regions import PROVINCES, Region, region_of
from thanjai.domain.text import Text
from thanjai.domain.workdays import is_working_day

NAME = Text(th="วันหยุด", en="a day off")
USUAL = ((time(8, 30), time(16, 30)),)
WITH_LUNCH = ((time(8, 30), time(12, 0)), (time(13, 0), time(16, 30)))
DAY = date(2026, 6, 10)


def rule(day, effect=Effect.CLOSED, **more):
    name = None if effect is Effect.AS_BEFORE else more.pop("name", NAME)
    return DayRule(day=day, effect=effect, name=name, **more)


def change(number, layer, *days, **more):
    return Change(number=number, layer=layer, days=days, **more)


def calendar(*changes, hours=USUAL):
    return book(changes, hours, 2020, 2028).calendar("made")


def cabinet_2564():
    """2564 as rows: Cabinet's special days, the moved substitution, and the four regional days."""
    closed = [date(2021, 2, 12), date(2021, 4, 12), date(2021, 7, 27), date(2021, 9, 24)]
    days = [rule(day, kind=DayKind.SPECIAL) for day in closed]
    days += [rule(date(2021, 10, 22), kind=DayKind.MOVED), rule(date(2021, 10, 25), Effect.OPEN, kind=DayKind.MOVED)]
    return change(1, Layer.COUNTRY, *days, source="มติคณะรัฐมนตรี 29 ธันวาคม 2563")


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_public_calendars_come_out_day_by_day(year):
    first = date(year - BUDDHIST_OFFSET, 1, 1)
    every = [first + timedelta(days=days) for days in range(366)]
    weekdays = [day for day in every if day.year == first.year and day.weekday() < 5]
    assert {day for day in weekdays if not is_working_day(BY_YEAR[year], day)} == PUBLISHED[year]


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_first_of_may_is_worked_and_the_ploughing_day_is_not(year):
    may = date(year - BUDDHIST_OFFSET, 5, 1)
    assert is_working_day(BY_YEAR[year], may) is (may.weekday() < 5)
    if year in PLOUGHING:
        assert not is_working_day(BY_YEAR[year], date(may.year, *PLOUGHING[year]))


@pytest.mark.parametrize(
    ("regional", "day"),
    [(NORTH, (3, 26)), (NORTH_EAST, (5, 10)), (SOUTH, (10, 6)), (CENTRAL, (10, 21)), (CABINET_2564, (12, 31))],
)
def test_rows_make_the_same_2564_as_the_fixture(regional, day):
    rows = [cabinet_2564(), change(2, Layer.REGION, rule(date(2021, *day), kind=DayKind.REGIONAL))]
    made, every = calendar(*rows), [date(2021, 1, 1) + timedelta(days=days) for days in range(365)]
    assert [day for day in every if made.works_on(day) is not regional.works_on(day)] == []


def test_every_province_lies_in_one_region_and_unknown_places_in_none():
    names = [name for provinces in PROVINCES.values() for name in provinces]
    assert len(names) == len(set(names)) == 77
    assert region_of("ขอนแก่น") is Region.NORTH_EAST and region_of("จังหวัดตราด") is Region.EAST
    assert region_of("กรุงเทพมหานคร") is Region.CENTRAL and len(PROVINCES[Region.CENTRAL]) == 18
    assert region_of("Atlantis") is None


def test_a_lower_layer_wins_whatever_the_order_of_the_changes():
    country = change(2, Layer.COUNTRY, rule(DAY))
    province = change(3, Layer.PROVINCE, rule(DAY, Effect.OPEN))
    agency = change(1, Layer.AGENCY, rule(DAY, Effect.OPEN))
    assert not calendar(country).works_on(DAY)
    assert calendar(country, agency).works_on(DAY)
    assert calendar(country, province).works_on(DAY)
    assert not calendar(province, change(4, Layer.AGENCY, rule(DAY))).works_on(DAY)


def test_an_agency_serves_on_a_holiday_and_on_a_weekend():
    songkran, saturday = date(2026, 4, 14), date(2026, 4, 18)
    made = calendar(change(1, Layer.AGENCY, rule(songkran, Effect.OPEN), rule(saturday, Effect.OPEN)))
    assert made.works_on(songkran) and made.works_on(saturday)


def test_what_was_said_is_taken_back_and_the_layer_above_holds_again():
    rows = [change(1, Layer.COUNTRY, rule(DAY)), change(2, Layer.AGENCY, rule(DAY, Effect.OPEN))]
    back = change(3, Layer.AGENCY, rule(DAY, Effect.AS_BEFORE))
    assert calendar(*rows).works_on(DAY)
    assert not calendar(*rows, back).works_on(DAY)
    assert said_by([*rows, back], Layer.AGENCY) == {}


def test_an_earlier_version_is_the_fold_of_the_changes_until_then():
    rows = [change(1, Layer.COUNTRY, rule(DAY)), change(2, Layer.COUNTRY, rule(DAY, Effect.AS_BEFORE))]
    assert [calendar(*rows[:count]).works_on(DAY) for count in range(3)] == [True, False, True]


def test_each_day_says_who_closed_it_and_by_what():
    pages = book([cabinet_2564(), change(7, Layer.AGENCY, rule(DAY, source="คำสั่ง 1/2569"))], USUAL, 2020, 2028)
    assert (pages.rulings[DAY].layer, pages.rulings[DAY].source, pages.rulings[DAY].number) == (
        Layer.AGENCY, "คำสั่ง 1/2569", 7
    )  # fmt: skip
    assert pages.rulings[date(2021, 2, 12)].source == "มติคณะรัฐมนตรี 29 ธันวาคม 2563"
    assert pages.rulings[date(2026, 4, 13)].source.startswith("holidays ")
    year = pages.of_year(2026)
    assert [one.day for one in year] == sorted(one.day for one in year) and DAY in {one.day for one in year}


def test_a_base_year_that_was_written_down_takes_the_place_of_the_computed_one():
    written = change(1, Layer.BASE, rule(date(2026, 4, 13), kind=DayKind.BASE), years=(2026,))
    made = calendar(written)
    assert not made.works_on(date(2026, 4, 13)) and made.works_on(date(2026, 4, 14))
    assert not made.works_on(date(2027, 4, 14)), "other years are still computed"
    assert computed(2026)[date(2026, 4, 14)].number == 0


def test_hours_change_with_a_version():
    hours = change(1, Layer.AGENCY, hours=HoursRule(before=USUAL, after=WITH_LUNCH))
    assert calendar(hours).hours == WITH_LUNCH and calendar().hours == USUAL


def test_a_rule_that_is_said_already_is_not_new():
    said = said_by([change(1, Layer.AGENCY, rule(DAY, source="คำสั่ง 1"))], Layer.AGENCY)
    other = DAY + timedelta(days=1)
    same, again = rule(DAY, source="คำสั่ง 1"), rule(DAY)
    fresh = [rule(DAY, Effect.OPEN), rule(DAY, source="คำสั่ง 2"), rule(DAY, Effect.AS_BEFORE), rule(other)]
    assert new_in(said, [same, again, *fresh, rule(other, Effect.AS_BEFORE)]) == tuple(fresh)


def test_a_file_that_says_what_holds_already_says_nothing_new():
    pages = book([change(1, Layer.COUNTRY, rule(DAY, source="มติ"))], USUAL, 2020, 2028)
    fresh = [rule(DAY, Effect.OPEN), rule(DAY, Effect.AS_BEFORE), rule(DAY + timedelta(days=1))]
    assert differing(pages.rulings, [rule(DAY, source="แฟ้ม"), *fresh]) == tuple(fresh)


def test_only_days_that_turn_are_told():
    before, after = calendar(), calendar(change(1, Layer.AGENCY, rule(DAY), rule(date(2026, 6, 13))))
    assert turned(before, after, [DAY, date(2026, 6, 13), date(2026, 6, 11)]) == (DAY,)


def test_a_closed_day_without_a_name_is_refused():
    with pytest.raises(ValidationError):
        DayRule(day=DAY, effect=Effect.CLOSED)
