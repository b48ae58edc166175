"""Calendars for tests: the computed base, and 2564 as Cabinet made it (thaigov 37994)."""

from datetime import date, datetime

from thanjai.domain.buddhist import BANGKOK
from thanjai.domain.text import Text
from thanjai.domain.workdays import base_calendar

SPECIAL = Text(th="วันหยุดราชการเพิ่มเป็นกรณีพิเศษ", en="special public holiday")
REGIONAL = Text(th="วันหยุดประจำภาค", en="regional holiday")
MOVED = Text(th="ชดเชยวันปิยมหาราช", en="King Chulalongkorn Memorial Day (in lieu)")

BASE = base_calendar(2020, 2028)

CABINET_2564 = BASE.amended(
    "2564 cabinet",
    close={
        date(2021, 2, 12): SPECIAL,
        date(2021, 4, 12): SPECIAL,
        date(2021, 7, 27): SPECIAL,
        date(2021, 9, 24): SPECIAL,
        date(2021, 10, 22): MOVED,
    },
    open_again=[date(2021, 10, 25)],
)
NORTH = CABINET_2564.amended("2564 north", close={date(2021, 3, 26): REGIONAL})
NORTH_EAST = CABINET_2564.amended("2564 north-east", close={date(2021, 5, 10): REGIONAL})
SOUTH = CABINET_2564.amended("2564 south", close={date(2021, 10, 6): REGIONAL})
CENTRAL = CABINET_2564.amended("2564 central", close={date(2021, 10, 21): REGIONAL})


def bangkok(year: int, month: int, day: int, hour: int = 10, minute: int = 0, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=BANGKOK)
