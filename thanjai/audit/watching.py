"""Finding what is odd about looking: each time lines of the trail are sealed, for those who read them.

So every line is judged once, also after a standstill. Each question is one statement for all readers of a batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models.functions import Greatest

from thanjai.agencies.selectors import calendar_for
from thanjai.audit import jobs
from thanjai.audit.choices import limits_of
from thanjai.audit.models import Alert, Choice
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.watch import Limits, Odd
from thanjai.domain.workdays import closing_on, opening_on
from thanjai.kernel.audit import REASON
from thanjai.kernel.chains import ReadingsSealed
from thanjai.kernel.clock import BANGKOK, now
from thanjai.kernel.events import subscribe
from thanjai.kernel.models import Reading

_DAY: Final = "(reading.at AT TIME ZONE 'Asia/Bangkok')::date"
_AT_CASES: Final = f"reading.what <> '{REASON}' AND reading.subject <> reading.agency_id"
_THEIRS: Final = "reading.agency_id = who.agency_id AND reading.person_id = who.person_id"
_ON_THE_DAY: Final = f"{_THEIRS} AND reading.at >= who.begins AND reading.at < who.ends"
_WHO: Final = """
WITH who AS (
    SELECT * FROM unnest(%(agencies)s::uuid[], %(people)s::uuid[], %(days)s::date[], %(begins)s::timestamptz[],
        %(ends)s::timestamptz[], %(opens)s::timestamptz[], %(closes)s::timestamptz[])
        AS who(agency_id, person_id, day, begins, ends, opens, closes)
)
"""
# The hour before the last look of each ten minutes: no fifty minutes of looking slip through.
_MANY: Final = f"""
SELECT agency_id, person_id, day, max(cases) FROM (
    SELECT who.agency_id, who.person_id, who.day, (
        SELECT count(DISTINCT subject) FROM kernel_reading reading
        WHERE {_THEIRS} AND {_AT_CASES} AND reading.at > last.at - interval '1 hour' AND reading.at <= last.at
    ) AS cases
    FROM who CROSS JOIN LATERAL (
        SELECT max(reading.at) AS at FROM kernel_reading reading WHERE {_ON_THE_DAY}
        GROUP BY date_bin('10 minutes', reading.at, timestamptz '2000-01-01')
    ) last
) counted GROUP BY agency_id, person_id, day
"""
_OF_A_DAY: Final = """
SELECT who.agency_id, who.person_id, who.day, count(DISTINCT reading.subject)
FROM who JOIN kernel_reading reading ON {on} WHERE {where} GROUP BY who.agency_id, who.person_id, who.day
"""
_SEARCH: Final = f"""
SELECT agency_id, person_id, day, max(times) FROM (
    SELECT who.agency_id, who.person_id, who.day, reading.term, count(*) AS times
    FROM who JOIN kernel_reading reading ON {_ON_THE_DAY} WHERE reading.term <> ''
    GROUP BY who.agency_id, who.person_id, who.day, reading.term
) counted GROUP BY agency_id, person_id, day
"""
_OUTSIDE: Final = "(who.opens IS NULL OR reading.at < who.opens OR reading.at >= who.closes)"
_IS_THEIR_OWN: Final = """EXISTS (
    SELECT 1 FROM cases_case WHERE cases_case.id = reading.subject AND cases_case.person_id = reading.person_id
)"""
QUESTIONS: Final[dict[Odd, str]] = {
    Odd.MANY: _WHO + _MANY,
    Odd.HOURS: _WHO + _OF_A_DAY.format(on=_ON_THE_DAY, where=f"{_AT_CASES} AND {_OUTSIDE}"),
    Odd.OTHERS: _WHO + _OF_A_DAY.format(on=_ON_THE_DAY, where=f"{_AT_CASES} AND NOT reading.is_own_work"),
    Odd.SEARCH: _WHO + _SEARCH,
    Odd.OWN: _WHO + _OF_A_DAY.format(on=_ON_THE_DAY, where=f"{_AT_CASES} AND {_IS_THEIR_OWN}"),
}


@dataclass(frozen=True, slots=True)
class Day:
    """A reader's day at an agency. `opens` and `closes` are None when the office is closed all day."""

    agency_id: UUID
    person_id: UUID
    day: date
    begins: datetime
    ends: datetime
    opens: datetime | None
    closes: datetime | None


@subscribe(ReadingsSealed)
def watch(news: ReadingsSealed) -> None:
    """Give an alert for whatever is odd about the days on which these lines were read."""
    names = {(one.agency_id, one.person_id): one.person_name for one in news.readings}
    days = list(_days(news.readings))
    limits = _limits({day.agency_id for day in days})
    for odd, question in QUESTIONS.items():
        for agency, person, day, count in _ask(question, days):
            allowed = limits.get(agency, Limits({})).of(odd)
            if count > allowed:
                _alert(agency, person, names[agency, person], odd, day, count, allowed)


def _days(readings: Sequence[Reading]) -> Iterator[Day]:
    for agency, person, day in sorted({(one.agency_id, one.person_id, bangkok_day(one.at)) for one in readings}):
        begins, ends = _midnights(day)
        calendar = calendar_for(agency)
        works = calendar.works_on(day)
        yield Day(
            agency, person, day, begins, ends,
            opening_on(calendar, day) if works else None, closing_on(calendar, day) if works else None,
        )  # fmt: skip


def _midnights(day: date) -> tuple[datetime, datetime]:
    begins = datetime.combine(day, time(), BANGKOK)
    return begins, begins + timedelta(days=1)


def _limits(agencies: Iterable[UUID]) -> dict[UUID, Limits]:
    return {one.agency_id: limits_of(one) for one in Choice.objects.filter(agency_id__in=list(agencies))}


def _ask(question: str, days: Sequence[Day]) -> list[tuple[UUID, UUID, date, int]]:
    values: dict[str, Any] = {
        "agencies": [day.agency_id for day in days],
        "people": [day.person_id for day in days],
        "days": [day.day for day in days],
        "begins": [day.begins for day in days],
        "ends": [day.ends for day in days],
        "opens": [day.opens for day in days],
        "closes": [day.closes for day in days],
    }
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall())


def _alert(agency: UUID, person: UUID, name: str, odd: Odd, day: date, count: int, allowed: int) -> None:
    """One for each officer, kind and day; seen again on the same day, only its figure grows."""
    alert, is_new = Alert.objects.get_or_create(
        agency_id=agency, person_id=person, kind=odd.value, day=day,
        defaults={"person_name": name, "count": count, "limit": allowed, "at": now()},
    )  # fmt: skip
    if is_new:
        jobs.tell_alert.defer(agency_id=str(agency), alert_id=str(alert.id))
    elif alert.count < count:
        Alert.objects.filter(pk=alert.pk).update(count=Greatest("count", count))
