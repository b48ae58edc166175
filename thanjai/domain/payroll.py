"""Who is paid how much for a month: allowances that the law gives by age, from facts and a table of bands.

The old-age allowance is of the Ministry of the Interior's regulation B.E. 2566: a step of age counts from the month
after the one in which it is reached (clause 9); whoever is alive on the 1st is paid the whole month (clause 13); whoever
moves is paid by the old authority until the fiscal year ends, or until they have confirmed their right at the new one,
which pays from the month after (clause 8); who lacks a qualification is taken off after a posting of fifteen days and an
order (clause 16), and who has died or given the right up is paid no more (clause 14). Not in its words, and so our
reading: that a right is paid from the month after it was confirmed here also when nobody has moved.
"""

from __future__ import annotations

import calendar
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final

from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

_FISCAL_YEAR_BEGINS: Final = 10
_FIRST_FULL_YEAR: Final = 1941
"""B.E. 2484, the first year to begin on 1 January; those before began on 1 April (Calendar Year Act B.E. 2483)."""
_OLDEST: Final = 150


@dataclass(frozen=True, slots=True, order=True)
class Month:
    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @property
    def before(self) -> Month:
        return Month.of(self.first - timedelta(days=1))

    @property
    def fiscal_year(self) -> int:
        """The fiscal year that it is in, by the calendar year in which that ends."""
        return self.year + (self.month >= _FISCAL_YEAR_BEGINS)


@dataclass(frozen=True, slots=True)
class Band:
    """From `age` on, so many satang a month."""

    age: int
    satang: int


@dataclass(frozen=True, slots=True)
class Scheme:
    """What an agency pays each month, and by which figures: bands in rising age, until which day, how long posted."""

    bands: tuple[Band, ...]
    pay_by_day: int
    posting_days: int

    def __post_init__(self) -> None:
        is_rising = all(one.age < next.age for one, next in pairwise(self.bands))
        if not self.bands or not is_rising or any(one.age < 0 or one.satang <= 0 for one in self.bands):
            raise Refusal(
                "bands",
                Text(
                    th="ตารางอัตราต้องมีอย่างน้อยหนึ่งช่วง อายุเรียงจากน้อยไปมาก และจำนวนเงินมากกว่าศูนย์",
                    en="The table needs a band, ages that rise, and amounts above nothing.",
                ),
                field="bands",
            )

    def due(self, month: Month) -> date:
        """The last day on which the month is to be paid."""
        return month.first + timedelta(days=self.pay_by_day - 1)


class Why(StrEnum):
    """Why somebody is not paid for a month."""

    NOT_CONFIRMED = "not_confirmed"
    TOO_YOUNG = "too_young"
    DIED = "died"
    GIVEN_UP = "given_up"
    MOVED = "moved"
    SUSPENDED = "suspended"
    REMOVED = "removed"
    ENDED = "ended"
    """The paper that gave the right holds no longer."""
    PAID_ALREADY = "paid_already"
    NO_ACCOUNT = "no_account"
    BY_BANK = "by_bank"
    """Has an account, and so is not paid in cash."""
    CAME_BACK = "came_back"
    """The last payment came back, and the account has not been looked at since."""


@dataclass(frozen=True, slots=True)
class Birth:
    """A day of birth, as far as it is known."""

    year: int
    month: int | None = None
    day: int | None = None

    def counted_from(self) -> date:
        """The day that age counts from (Civil and Commercial Code section 16): the first of the month, or of the year."""
        if self.month is None:
            return date(self.year, 1 if self.year >= _FIRST_FULL_YEAR else 4, 1)
        return date(self.year, self.month, self.day or 1)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one payee. `person` names them the same way at every agency."""

    person: str
    birth: Birth
    confirmed_on: date | None
    pay_from: date | None = None
    """As the decision says; None: from the month after the right was confirmed"""
    ended_on: date | None = None
    """The last day on which the paper held that gave the right"""
    has_account: bool = True
    came_back: bool = False
    died_on: date | None = None
    given_up_on: date | None = None
    moved_on: date | None = None
    confirmed_elsewhere_on: date | None = None
    suspended: tuple[tuple[date, date | None], ...] = ()
    """From when until when, both days included"""
    removed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    person: str
    satang: int
    age: int


@dataclass(frozen=True, slots=True)
class Left:
    person: str
    why: Why


@dataclass(frozen=True, slots=True)
class Payroll:
    """Who is paid, and who is not and why; both by person, so that the order of facts makes no difference."""

    lines: tuple[Line, ...]
    left_out: tuple[Left, ...]

    @property
    def total(self) -> int:
        return sum(line.satang for line in self.lines)


def age_on(birth: Birth, day: date) -> int:
    """Whole years on a day; below nothing is nothing."""
    start = birth.counted_from()
    return max(0, day.year - start.year - ((day.month, day.day) < (start.month, start.day)))


def age_for(birth: Birth, month: Month) -> int:
    """The age that counts for a month: the one reached before it began."""
    return age_on(birth, month.before.last)


def band_at(scheme: Scheme, age: int) -> Band | None:
    return next((band for band in reversed(scheme.bands) if band.age <= age), None)


def paid_here_until(facts: Facts) -> Month | None:
    """The last month that is paid here to whoever has moved; None for somebody who has not."""
    if facts.moved_on is None:
        return None
    year_end = Month(Month.of(facts.moved_on).fiscal_year, _FISCAL_YEAR_BEGINS - 1)
    if facts.confirmed_elsewhere_on is None:
        return year_end
    return min(year_end, Month.of(facts.confirmed_elsewhere_on))


class Way(StrEnum):
    """How a month is paid: by a file for the bank, or in cash to those without an account."""

    BANK = "bank"
    CASH = "cash"


def why_not(facts: Facts, scheme: Scheme, month: Month, way: Way = Way.BANK) -> Why | None:
    """Why somebody is not paid for a month in this way; None when they are."""
    first, until = month.first, paid_here_until(facts)
    grounds = (
        (Why.DIED, _is_before(facts.died_on, first)),
        (Why.GIVEN_UP, _is_before(facts.given_up_on, first)),
        (Why.REMOVED, _is_before(facts.removed_on, first)),
        (Why.ENDED, _is_before(facts.ended_on, first)),
        (Why.NOT_CONFIRMED, not _is_due(facts, first)),
        (Why.MOVED, until is not None and month > until),
        (Why.SUSPENDED, any(start <= first and (end is None or end >= first) for start, end in facts.suspended)),
        (Why.TOO_YOUNG, band_at(scheme, age_for(facts.birth, month)) is None),
        (Why.NO_ACCOUNT, way is Way.BANK and not facts.has_account),
        (Why.BY_BANK, way is Way.CASH and facts.has_account),
        (Why.CAME_BACK, way is Way.BANK and facts.came_back),
    )
    return next((why for why, holds in grounds if holds), None)


def _is_due(facts: Facts, first: date) -> bool:
    """Whether the right had begun: from the month that the decision names, or the one after it was confirmed."""
    if facts.pay_from is not None:
        return facts.pay_from <= first
    return _is_before(facts.confirmed_on, first)


def _is_before(day: date | None, first: date) -> bool:
    return day is not None and day < first


def payroll(
    people: Iterable[Facts], scheme: Scheme, month: Month, paid: Collection[str] = (), way: Way = Way.BANK
) -> Payroll:
    """Who is paid for a month. Those in `paid` have it already, here or at another agency; nobody is paid twice."""
    lines: list[Line] = []
    left: list[Left] = []
    seen = set(paid)
    for facts in sorted(people, key=lambda one: (one.person, repr(one))):
        why = why_not(facts, scheme, month, way)
        if why is None and facts.person in seen:
            why = Why.PAID_ALREADY
        if why is not None:
            left.append(Left(facts.person, why))
            continue
        age = age_for(facts.birth, month)
        band = band_at(scheme, age)
        assert band is not None
        seen.add(facts.person)
        lines.append(Line(facts.person, band.satang, age))
    return Payroll(tuple(lines), tuple(left))


def posted_until(posted_on: date, days: int) -> date:
    """The last day of a posting of so many days, the first of which is not counted (section 193/3)."""
    return posted_on + timedelta(days=days)


def may_remove(posted_on: date, days: int, on: date) -> bool:
    """Whether a list that was posted may be acted on: the posting is over."""
    return on > posted_until(posted_on, days)


def born(text: str) -> Birth:
    """A birth as `1950-03-31`, `1950-03` or `1950`; in a year of the Buddhist Era too. Raises Refusal."""
    parts = text.strip().split("-")
    try:
        numbers = [int(part) for part in parts if part.isascii()]
        year = numbers[0] - 543 if numbers[0] > 2300 else numbers[0]
        birth = Birth(year, *numbers[1:3])
        birth.counted_from()
    except (ValueError, IndexError, OverflowError):
        birth = None
    if birth is None or len(numbers) != len(parts) or len(parts) > 3 or not 1850 <= birth.year <= 1850 + 2 * _OLDEST:
        raise Refusal(
            "birth",
            Text(
                th="กรอกวันเกิดเป็น ปี-เดือน-วัน เช่น 2493-03-31 ถ้าไม่ทราบวันหรือเดือนให้กรอกเท่าที่ทราบ เช่น 2493-03 หรือ 2493",
                en="Enter the birth as year-month-day, such as 1950-03-31; as far as it is known, such as 1950-03 or 1950.",
            ),
            field="birth",
        )
    return birth
