"""Calendars for tests: the computed base, 2564 as Cabinet made it (thaigov 37994), and the public calendars of
2564 and 2566 to 2570, written out by hand.

`PUBLISHED` holds the weekdays on which government offices close in the whole country. Sources: Cabinet resolutions
of 29 December 2563 (2564), 10 January and 25 July 2566, 24 October 2566 (2566 and 2567), 12 November 2567 (2568),
thaigov 90160 (2569). For 2570 nothing is resolved yet: it is the computed base, without a ploughing day.
"""

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


CABINET_2566 = BASE.amended(
    "2566 cabinet",
    close={date(2022, 12, 30): Text(th="ชดเชยวันสิ้นปี (เลื่อนมา)", en="New Year's Eve (in lieu, moved)")},
    open_again=[date(2023, 1, 3)],
)
"""The substitute of New Year's Eve 2565 was moved from 3 January 2566 to 30 December 2565; the base has both."""


def _days(year: int, text: str) -> frozenset[date]:
    """ "4/13 4/14": month and day."""
    return frozenset(date(year, *map(int, word.split("/"))) for word in text.split())


PUBLISHED = {
    2564: _days(2021, "1/1 2/12 2/26 4/6 4/12 4/13 4/14 4/15 5/4 5/10 5/26 6/3 7/26 7/27 7/28 8/12 9/24 10/13 10/22 12/6 12/10 12/31"),
    2566: _days(2023, "1/2 3/6 4/6 4/13 4/14 4/17 5/4 5/5 5/17 6/5 7/28 7/31 8/1 8/2 8/14 10/13 10/23 12/5 12/11 12/29"),
    2567: _days(2024, "1/1 2/26 4/8 4/12 4/15 4/16 5/6 5/10 5/22 6/3 7/22 7/29 8/12 10/14 10/23 12/5 12/10 12/30 12/31"),
    2568: _days(2025, "1/1 2/12 4/7 4/14 4/15 4/16 5/5 5/9 5/12 6/2 6/3 7/10 7/11 7/28 8/11 8/12 10/13 10/23 12/5 12/10 12/31"),
    2569: _days(2026, "1/1 1/2 3/3 4/6 4/13 4/14 4/15 5/4 5/13 6/1 6/3 7/28 7/29 7/30 8/12 10/13 10/23 12/7 12/10 12/31"),
    2570: _days(2027, "1/1 2/22 4/6 4/13 4/14 4/15 5/4 5/20 6/3 7/19 7/20 7/28 8/12 10/13 10/25 12/6 12/10 12/31"),
}  # fmt: skip
BY_YEAR = {2564: CABINET_2564, 2566: CABINET_2566, 2567: BASE, 2568: BASE, 2569: BASE, 2570: BASE}
PLOUGHING = {2564: (5, 10), 2566: (5, 17), 2567: (5, 10), 2568: (5, 9), 2569: (5, 13)}


def bangkok(year: int, month: int, day: int, hour: int = 10, minute: int = 0, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=BANGKOK)
