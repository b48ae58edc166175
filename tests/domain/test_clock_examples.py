"""Due dates worked out by hand with a wall calendar, each with the law it comes from.

Dates are written as Thai letters write them, in the Buddhist Era. A start without a time is at 10.00; a due date
without one is the whole day. The remark says how the day was found.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, NamedTuple

import pytest

from tests.domain.thai_calendars import BASE, CABINET_2564, CABINET_2566, CENTRAL, NORTH, NORTH_EAST, SOUTH, bangkok
from thanjai.domain.deadlines import Deadline, DeadlineRule, Milestone, compute, delay_notice_days
from thanjai.domain.workdays import Calendar, receive_at

CCC_3 = "Civil and Commercial Code s.193/3"
CCC_4 = "Civil and Commercial Code s.193/4"
CCC_5 = "Civil and Commercial Code s.193/5"
CCC_7 = "Civil and Commercial Code s.193/7"
CCC_8 = "Civil and Commercial Code s.193/8"
LFA_8 = "Licensing Facilitation Act B.E. 2558 s.8"
LFA_10 = "Licensing Facilitation Act B.E. 2558 s.10"
PHA_48 = "Public Health Act B.E. 2535 s.48"
PHA_56 = "Public Health Act B.E. 2535 s.56"
PHA_66 = "Public Health Act B.E. 2535 s.66"
BCA_25 = "Building Control Act B.E. 2522 s.25"
BCA_39 = "Building Control Act B.E. 2522 s.39 ter"
APA_44 = "Administrative Procedure Act B.E. 2539 s.44"
APA_45 = "Administrative Procedure Act B.E. 2539 s.45"
E_ACT_10 = "Electronic Performance of Government Act B.E. 2565 s.10"
E_ACT_21 = "Electronic Performance of Government Act B.E. 2565 s.21"
PDPA_30 = "Personal Data Protection Act B.E. 2562 s.30"
PDPA_37 = "Personal Data Protection Act B.E. 2562 s.37 (4)"
DECREE_2564 = "Royal Decree on fee payment instead of renewal application B.E. 2564 s.4"
OPDC = "Cabinet, standard times of OPDC (thaigov 54960)"
LAND = "Citizen manual of the Department of Lands, registration of a sale: 110 + 40 minutes"

LUNCH = Calendar("2569 with lunch", BASE.closed, hours=((time(8, 30), time(12)), (time(13), time(16, 30))))
AT_OPENING = {"first_day": "counted_when_begun_at_opening"}
BY_THE_CLOCK = {"hours": "clock"}
STAYS = {"last_day": "stays"}

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


class Example(NamedTuple):
    remark: str
    limit: str
    """ "30 day" or, lengthened, "30 day + 15 day x 2": as often as the example uses it."""
    start: str
    due: str
    source: str
    calendar: Calendar = BASE
    counting: dict[str, str] | None = None

    @property
    def id(self) -> str:
        return f"{self.limit} from {self.start}, {self.calendar.version}"


EXAMPLES = [
    # Songkran 2566: Thursday 13 to Saturday 15 April, in lieu Monday 17; Chakri Day Thursday 6
    Example("13 April, moved over four closed days", "30 day", "14 Mar 2566", "18 Apr 2566", PHA_56, CABINET_2566),
    Example("7, 10, 11, 12, 18, 19, 20", "7 working_day", "5 Apr 2566", "20 Apr 2566", PHA_48, CABINET_2566),
    Example("15 April is a Saturday", "15 day", "31 Mar 2566", "18 Apr 2566", LFA_8, CABINET_2566),
    Example("17 April is in lieu", "7 day", "10 Apr 2566", "18 Apr 2566", LFA_10, CABINET_2566),
    Example("ends on Tuesday 18 April itself", "15 day", "3 Apr 2566", "18 Apr 2566", LFA_8, CABINET_2566),
    # Songkran 2567: special Friday 12, Saturday 13 to Monday 15, in lieu Tuesday 16; Chakri in lieu Monday 8
    Example("12 April is a special day", "30 day", "13 Mar 2567", "17 Apr 2567", PHA_56),
    Example("9, 10, 11, 17, 18, 19, 22", "7 working_day", "5 Apr 2567", "22 Apr 2567", PHA_48),
    Example("the working day after Thursday 11 April", "1 working_day", "11 Apr 2567", "17 Apr 2567", OPDC),
    Example("Saturday 6 April is Chakri Day, Monday in lieu", "30 day", "7 Mar 2567", "9 Apr 2567", PHA_56),
    # Songkran 2568: Sunday 13 to Tuesday 15, in lieu Wednesday 16; Chakri in lieu Monday 7
    Example("Sunday 13 April", "30 day", "14 Mar 2568", "17 Apr 2568", PHA_56),
    Example("9, 10, 11, 17, 18, 21, 22", "7 working_day", "8 Apr 2568", "22 Apr 2568", PHA_48),
    Example("16 April is in lieu", "7 day", "9 Apr 2568", "17 Apr 2568", LFA_10),
    Example("15 April", "15 day", "31 Mar 2568", "17 Apr 2568", LFA_8),
    # Songkran 2569: Monday 13 to Wednesday 15
    Example("13 April", "30 day", "14 Mar 2569", "16 Apr 2569", PHA_56),
    Example("10, 16, 17, 20, 21, 22, 23", "7 working_day", "9 Apr 2569", "23 Apr 2569", PHA_48),
    Example("the working day after Friday 10 April", "1 working_day", "10 Apr 2569", "16 Apr 2569", OPDC),
    Example("1 day of February, 31 of March, 13 of April", "45 day", "27 Feb 2569", "16 Apr 2569", BCA_25),
    Example("Chakri Day, Monday 6 April", "30 day", "7 Mar 2569", "7 Apr 2569", PHA_56),
    # Year ends
    Example("29 December is special, 1 January Monday", "15 day", "14 Dec 2566", "2 Jan 2567", LFA_8),
    Example("24, 25, 26, 27, 2, 3, 6; 30 December is special", "7 working_day", "23 Dec 2567", "6 Jan 2568", PHA_48),
    Example("31 December", "30 day", "1 Dec 2567", "2 Jan 2568", PHA_56),
    Example("1 January; 2 January is special", "30 day", "2 Dec 2568", "5 Jan 2569", PHA_56),
    Example("23, 24, 25, 26, 29, 30, 5", "7 working_day", "22 Dec 2568", "5 Jan 2569", PHA_48),
    Example("31 December Thursday, 1 January Friday", "30 day", "1 Dec 2569", "4 Jan 2570", PHA_56),
    Example("New Year's Day on a Saturday, Monday in lieu", "15 day", "16 Dec 2564", "4 Jan 2565", LFA_8, CABINET_2564),
    # Substitution days and days Cabinet added or moved
    Example("in lieu moved to 30 December; 3 January is worked", "1 working_day", "29 Dec 2565", "3 Jan 2566", OPDC, CABINET_2566),
    Example("Makha Bucha on a Saturday, Monday 26 in lieu", "15 day", "11 Feb 2567", "27 Feb 2567", LFA_8),
    Example("Coronation Day on a Saturday, Monday 6 in lieu", "30 day", "4 Apr 2567", "7 May 2567", PHA_56),
    Example("Coronation Day on a Sunday, Monday 5 in lieu", "15 day", "20 Apr 2568", "6 May 2568", LFA_8),
    Example("Ploughing Friday 9; Visakha Sunday, Monday in lieu", "7 day", "2 May 2568", "13 May 2568", LFA_10),
    Example("23, 24, 25, 26, 30, 31, 1; 22 and 29 in lieu", "7 working_day", "19 Jul 2567", "1 Aug 2567", PHA_48),
    Example("28 July Friday to 2 August Wednesday", "30 day", "28 Jun 2566", "3 Aug 2566", PHA_56, CABINET_2566),
    Example("31, 3, 4, 5, 6, 7, 10; 28 to 30 July closed", "7 working_day", "27 Jul 2569", "10 Aug 2569", PHA_48),
    Example("Monday 11 August is special, 12 the Queen Mother's", "15 day", "27 Jul 2568", "13 Aug 2568", LFA_8),
    Example("Monday 2 June is special, 3 the Queen's", "45 day", "18 Apr 2568", "4 Jun 2568", BCA_25),
    Example("Saturday 5 December, Monday 7 in lieu", "7 day", "30 Nov 2569", "8 Dec 2569", LFA_10),
    Example("Constitution Day on a Sunday, Monday 11 in lieu", "30 day", "10 Nov 2566", "12 Dec 2566", PHA_56, CABINET_2566),
    Example("Sunday 13 October, Monday 14 in lieu", "15 day", "29 Sep 2567", "15 Oct 2567", LFA_8),
    Example("Makha Bucha on a Sunday, Monday 22 in lieu", "30 day", "23 Jan 2570", "23 Feb 2570", PHA_56),
    Example("Saturday 23 October, Monday 25 in lieu", "7 day", "18 Oct 2570", "26 Oct 2570", LFA_10),
    Example("1 May is a working day of government", "15 day", "16 Apr 2569", "1 May 2569", LFA_8),
    Example("the Royal Ploughing Day is none", "7 day", "6 May 2569", "14 May 2569", LFA_10),
    # Special and regional days of 2564
    Example("9, 10, 11, 15, 16, 17, 18; 12 February", "7 working_day", "8 Feb 2564", "18 Feb 2564", PHA_48, CABINET_2564),
    Example("as first announced", "7 day", "20 Jul 2564", "27 Jul 2564", LFA_10),
    Example("27 July, made a special day; 28 the King's", "7 day", "20 Jul 2564", "29 Jul 2564", LFA_10, CABINET_2564),
    Example("18, 19, 22, 23, 24, 25, 26", "7 working_day", "17 Mar 2564", "26 Mar 2564", PHA_48, CABINET_2564),
    Example("in the North 26 March is closed", "7 working_day", "17 Mar 2564", "29 Mar 2564", PHA_48, NORTH),
    Example("in the North-East 10 May, the Ploughing Day as well", "7 day", "3 May 2564", "11 May 2564", LFA_10, NORTH_EAST),
    Example("6 October", "7 day", "29 Sep 2564", "6 Oct 2564", LFA_10, CABINET_2564),
    Example("in the South 6 October is closed", "7 day", "29 Sep 2564", "7 Oct 2564", LFA_10, SOUTH),
    Example("21 October", "1 working_day", "20 Oct 2564", "21 Oct 2564", OPDC, CABINET_2564),
    Example("Centre 21 October, in lieu 22, weekend", "1 working_day", "20 Oct 2564", "25 Oct 2564", OPDC, CENTRAL),
    Example("in lieu moved from 25 to 22 October", "30 day", "22 Sep 2564", "25 Oct 2564", PHA_56, CABINET_2564),
    Example("25 October, the day moved away, is worked", "30 day", "25 Sep 2564", "25 Oct 2564", PHA_56, CABINET_2564),
    Example("24 September is special", "15 day", "9 Sep 2564", "27 Sep 2564", LFA_8, CABINET_2564),
    Example("12 April is special, then Songkran", "30 day", "13 Mar 2564", "16 Apr 2564", PHA_56, CABINET_2564),
    # Minutes and hours of the office
    Example("30 minutes today, 120 tomorrow", "150 minute", "8 Apr 2569 16.00", "9 Apr 2569 10.30", LAND),
    Example("an hour and a half before Songkran, as much after", "3 hour", "10 Apr 2569 15.00", "16 Apr 2569 10.00", CCC_4),
    Example("begun as the office closes", "30 minute", "6 Mar 2569 16.30", "9 Mar 2569 09.00", CCC_4),
    Example("the whole of an office day", "480 minute", "6 Mar 2569 08.30", "6 Mar 2569 16.30", CCC_4),
    Example("a minute longer than the day", "481 minute", "6 Mar 2569 08.30", "9 Mar 2569 08.31", CCC_4),
    Example("begun on Saturday, it runs from Monday", "60 minute", "7 Mar 2569 11.00", "9 Mar 2569 09.30", CCC_4),
    Example("30 minutes before lunch, 30 after", "60 minute", "9 Mar 2569 11.30", "9 Mar 2569 13.30", CCC_4, LUNCH),
    Example("ends with the lunch break's beginning", "30 minute", "9 Mar 2569 11.30", "9 Mar 2569 12.00", CCC_4, LUNCH),
    Example("night and holidays count", "72 hour", "10 Apr 2569 16.45", "13 Apr 2569 16.45", PDPA_37, BASE, BY_THE_CLOCK),
    # Months, years and leap years
    Example("no 31 February: 28, a Saturday; Monday 2 March", "1 month", "31 Jan 2569", "2 Mar 2569", CCC_5),
    Example("a leap year's 29 February", "1 month", "31 Jan 2567", "29 Feb 2567", CCC_5),
    Example("begins on 31 January, which February has not", "1 month", "30 Jan 2567", "29 Feb 2567", CCC_5),
    Example("begins on 29 January, ends before 29 February", "1 month", "28 Jan 2567", "28 Feb 2567", CCC_5),
    Example("begins on 1 March, ends before 1 March", "1 year", "29 Feb 2567", "28 Feb 2568", CCC_5),
    Example("the day before 1 March of a leap year", "1 year", "28 Feb 2566", "29 Feb 2567", CCC_5, CABINET_2566),
    Example("begins on 1 May: 31 May, Sunday; in lieu Monday", "1 month", "30 Apr 2569", "2 Jun 2569", CCC_5),
    Example("15 April, Songkran", "1 month", "15 Mar 2569", "16 Apr 2569", CCC_8),
    Example("begins on 1 September: 28 February, Saturday", "6 month", "31 Aug 2568", "2 Mar 2569", CCC_5),
    Example("begins on 31 December: the last of February", "2 month", "30 Dec 2566", "29 Feb 2567", CCC_5),
    # Lengthened: each time from the old last day as counted, though it had moved
    Example("15 March, Saturday", "30 day", "13 Feb 2568", "17 Mar 2568", PHA_56),
    Example("15 March + 15 = 30 March, Sunday", "30 day + 15 day x 1", "13 Feb 2568", "31 Mar 2568", CCC_7),
    Example("30 March + 15 = 14 April", "30 day + 15 day x 2", "13 Feb 2568", "17 Apr 2568", PHA_56),
    Example("22 of January, 23 of February", "45 day", "9 Jan 2569", "23 Feb 2569", BCA_25),
    Example("23 February + 45 = 9 April", "45 day + 45 day x 1", "9 Jan 2569", "9 Apr 2569", BCA_25),
    Example("9 April + 45 = 24 May, Sunday", "45 day + 45 day x 2", "9 Jan 2569", "25 May 2569", BCA_25),
    Example("16 May, Saturday", "30 day", "16 Apr 2569", "18 May 2569", APA_45),
    Example("16 May + 30", "30 day + 30 day x 1", "16 Apr 2569", "15 Jun 2569", APA_45),
    # Single acts
    Example("14, 15, 18, 19, 20, 21, 22; 13 the Ploughing Day", "7 working_day", "12 May 2569", "22 May 2569", PHA_48),
    Example("28, 29, 2, 4, 5, 8, 9; 1 and 3 June closed", "7 working_day", "27 May 2569", "9 Jun 2569", PHA_48),
    Example("15 days to mend that end on a Sunday", "15 day", "7 Mar 2569", "23 Mar 2569", LFA_8),
    Example("14 April", "15 day", "30 Mar 2569", "16 Apr 2569", APA_44),
    Example("1 May, worked", "30 day", "1 Apr 2569", "1 May 2569", PHA_66),
    Example("Friday to Friday", "7 day", "6 Mar 2569", "13 Mar 2569", LFA_10),
    Example("Saturday to Saturday", "7 day", "7 Mar 2569", "16 Mar 2569", LFA_10),
    Example("Sunday 12 April, then Songkran", "3 day", "9 Apr 2569", "16 Apr 2569", E_ACT_21),
    Example("Saturday 13 December", "30 day", "13 Nov 2568", "15 Dec 2568", PDPA_30),
    Example("Monday 9 March", "3 day", "6 Mar 2569", "9 Mar 2569", BCA_39),
    Example("25 + 30 + 31 + 30 + 4: Saturday 4 July", "120 day", "6 Mar 2569", "6 Jul 2569", BCA_39),
    Example("begun by the opening hour, the day counts", "7 day", "4 Mar 2569 08.30", "10 Mar 2569", CCC_3, BASE, AT_OPENING),
    Example("a minute later it does not", "7 day", "4 Mar 2569 08.31", "11 Mar 2569", CCC_3, BASE, AT_OPENING),
    Example("nor on a day the office is closed", "7 day", "7 Mar 2569 07.00", "16 Mar 2569", CCC_3, BASE, AT_OPENING),
    Example("a licence ends on its day, Saturday or not", "0 day", "5 Dec 2569", "5 Dec 2569", DECREE_2564, BASE, STAYS),
]  # fmt: skip


def day_of(text: str) -> date:
    """The date in "14 Mar 2566"."""
    day, month, year = text.split()[:3]
    return date(int(year) - 543, MONTHS.index(month) + 1, int(day))


def moment_of(text: str, clock: tuple[int, ...]) -> datetime:
    """The moment in "14 Mar 2566 08.30", or at `clock` of the day."""
    day, parts = day_of(text), text.split()
    hours = [int(part) for part in parts[3].split(".")] if len(parts) > 3 else clock
    return bangkok(day.year, day.month, day.day, *hours)


def limit(text: str, source: str, counting: dict[str, str] | None = None, **more: Any) -> tuple[DeadlineRule, int]:
    """The rule in "30 day + 15 day x 2", and how often it is lengthened."""
    period, _, longer = text.partition(" + ")
    amount, unit = period.split()
    extra, _, times = longer.partition(" x ")
    data = {
        "id": "limit", "title": {"th": "กำหนด", "en": "Limit"}, "purpose": "decide", "trigger": "complete",
        "amount": int(amount), "unit": unit, "stops_at": ["decided"], "source": {"th": source, "en": source},
        "counting": counting or {}, **more,
    }  # fmt: skip
    if longer:
        data["extension"] = {"times": 2, "amount": int(extra.split()[0]), "unit": extra.split()[1]}
    return DeadlineRule.model_validate(data), int(times or 0)


def worked_out(example: Example) -> Deadline:
    rule, used = limit(example.limit, example.source, example.counting)
    facts = {Milestone.COMPLETE: moment_of(example.start, (10, 0))}
    (line,) = compute([rule], facts, {}, example.calendar, {"limit": used})
    return line


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)
def test_the_due_date_is_the_one_worked_out_by_hand(example: Example) -> None:
    line = worked_out(example)
    assert line.due_at == moment_of(example.due, (23, 59, 59)), f"{example.remark}: {line.explanation.en}"
    assert line.source.en == example.source


def test_there_are_enough_examples_each_with_its_law() -> None:
    assert len(EXAMPLES) >= 60 and len({(one.limit, one.start, one.calendar.version) for one in EXAMPLES}) >= 60
    assert all(one.source and one.remark for one in EXAMPLES)


@pytest.mark.parametrize(
    ("entered", "received", "checked_by", "calendar"),
    [
        # Friday 6 March 2569, closing time; then its weekend
        ("6 Mar 2569 16.29", "6 Mar 2569 16.29", "9 Mar 2569", BASE),
        ("6 Mar 2569 16.30", "6 Mar 2569 16.30", "9 Mar 2569", BASE),
        ("6 Mar 2569 16.31", "9 Mar 2569 08.30", "10 Mar 2569", BASE),
        ("7 Mar 2569 10.00", "9 Mar 2569 08.30", "10 Mar 2569", BASE),
        ("8 Mar 2569 23.59", "9 Mar 2569 08.30", "10 Mar 2569", BASE),
        ("9 Mar 2569 08.29", "9 Mar 2569 08.30", "10 Mar 2569", BASE),
        ("9 Mar 2569 08.30", "9 Mar 2569 08.30", "10 Mar 2569", BASE),
        # A lunch break, where the agency closes for it
        ("9 Mar 2569 12.00", "9 Mar 2569 12.00", "10 Mar 2569", LUNCH),
        ("9 Mar 2569 12.01", "9 Mar 2569 13.00", "10 Mar 2569", LUNCH),
        ("9 Mar 2569 12.01", "9 Mar 2569 12.01", "10 Mar 2569", BASE),
        # Long closures
        ("10 Apr 2569 16.31", "16 Apr 2569 08.30", "17 Apr 2569", BASE),
        ("31 Dec 2568 23.59", "5 Jan 2569 08.30", "6 Jan 2569", BASE),
        ("22 Oct 2564 09.00", "25 Oct 2564 08.30", "26 Oct 2564", CABINET_2564),
        ("25 Mar 2564 16.31", "29 Mar 2564 08.30", "30 Mar 2564", NORTH),
        ("1 May 2569 09.00", "1 May 2569 09.00", "5 May 2569", BASE),
    ],
)
def test_when_a_request_counts_as_received_and_must_be_checked(
    entered: str, received: str, checked_by: str, calendar: Calendar
) -> None:
    """E-Act section 10; the check within one working day (OPDC). Monday 4 May 2569 is Coronation Day."""
    at, counts_from = receive_at(calendar, moment_of(entered, ()))
    assert (at, counts_from) == (moment_of(entered, ()), moment_of(received, ()))
    rule, _ = limit("1 working_day", OPDC, trigger="received")
    (line,) = compute([rule], {Milestone.ENTERED: at, Milestone.RECEIVED: counts_from}, {}, calendar, {})
    assert line.due_at == moment_of(checked_by, (23, 59, 59))


def test_a_building_permit_counts_from_receipt_whenever_it_was_found_complete() -> None:
    """Building Control Act section 25: 45 days from Friday 9 January 2569, complete on the 30th or not."""
    rule, _ = limit("45 day", BCA_25, trigger="received")
    received, complete = moment_of("9 Jan 2569", (10, 0)), moment_of("30 Jan 2569", (10, 0))
    (line,) = compute([rule], {Milestone.RECEIVED: received, Milestone.COMPLETE: complete}, {}, BASE, {})
    assert line.due_at == moment_of("23 Feb 2569", (23, 59, 59))


@pytest.mark.parametrize(
    ("due", "notices", "calendar"),
    [
        # A Friday; Monday
        ("6 Mar 2569", "9 Mar 2569, 16 Mar 2569, 23 Mar 2569", BASE),
        # The Friday before Songkran: first on Thursday 16 April
        ("10 Apr 2569", "16 Apr 2569, 23 Apr 2569, 30 Apr 2569", BASE),
        # Every seven days by the calendar, though the third falls on Songkran
        ("31 Mar 2569", "1 Apr 2569, 8 Apr 2569, 15 Apr 2569, 22 Apr 2569", BASE),
        # Over the year's end with its special day
        ("30 Dec 2568", "5 Jan 2569, 12 Jan 2569", BASE),
        # 1 May is worked; Saturday to Coronation Day is not
        ("30 Apr 2569", "1 May 2569, 8 May 2569", BASE),
        ("1 May 2569", "5 May 2569, 12 May 2569", BASE),
        # Regional and moved days of 2564
        ("25 Mar 2564", "26 Mar 2564, 2 Apr 2564, 9 Apr 2564", CABINET_2564),
        ("25 Mar 2564", "29 Mar 2564, 5 Apr 2564, 12 Apr 2564", NORTH),
        ("20 Oct 2564", "21 Oct 2564, 28 Oct 2564", CABINET_2564),
        ("20 Oct 2564", "25 Oct 2564, 1 Nov 2564", CENTRAL),
    ],
)
def test_the_days_of_the_notices_of_delay(due: str, notices: str, calendar: Calendar) -> None:
    """LFA section 10: on the first overdue working day, then every seven days until it is done."""
    days = [day_of(text) for text in notices.split(", ")]
    rule, _ = limit("0 day", LFA_10)
    (line,) = compute([rule], {Milestone.COMPLETE: moment_of(due, (10, 0))}, {}, calendar, {})
    assert line.due_at == moment_of(due, (23, 59, 59))
    until = bangkok(days[-1].year, days[-1].month, days[-1].day, 12)
    assert list(delay_notice_days(line, calendar, until)) == days
