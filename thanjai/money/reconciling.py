"""Each day three ways: our books, providers' reports, and the bank's statements. Worked out whenever it is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from uuid import UUID

from django.db.models import Min

from thanjai.domain.buddhist import BANGKOK, bangkok_day
from thanjai.domain.reconciling import Facts, Group, Item, Line, Name, State, reconcile, state_of
from thanjai.domain.text import Text
from thanjai.kernel.clock import today
from thanjai.money import placing, providers
from thanjai.money.lumps import AROUND, as_line, sent_on
from thanjai.money.models import BankAccount, BankLine, Explanation, Notice, Reading, ReportLine, Statement
from thanjai.money.receipting import TRANSFER


@dataclass(frozen=True)
class Difference:
    """A group of a day, and what somebody has said of it."""

    group: Group
    said: Explanation | None

    @property
    def state(self) -> State:
        return state_of([self.group], {self.group.key} if self.said and self.said.holds else ())


@dataclass(frozen=True)
class Place:
    """A provider or a bank account on one day."""

    id: str
    title: Text
    rows: tuple[Difference, ...]
    reading: Reading | None

    @property
    def state(self) -> State:
        held = {one.group.key for one in self.rows if one.said and one.said.holds}
        found = state_of([one.group for one in self.rows], held)
        return State.WAITS if found is State.AGREES and self.trouble else found

    @property
    def trouble(self) -> str:
        """Why the provider's report could not be read, as the code of a refusal."""
        return self.reading.trouble if self.reading else ""

    @property
    def open(self) -> int:
        return sum(one.state is State.OPEN for one in self.rows)

    @property
    def booked(self) -> int:
        return sum(item.satang for one in self.rows for item in one.group.booked)

    @property
    def reported(self) -> int:
        return sum(item.satang for one in self.rows for item in one.group.reported)

    @property
    def sent_on(self) -> int:
        return sum(item.satang for one in self.rows for item in one.group.settled)

    @property
    def on_statement(self) -> int:
        return sum(line.satang for one in self.rows for line in one.group.lines)


@dataclass(frozen=True)
class Day:
    day: date
    places: tuple[Place, ...]


def days_of(agency_id: UUID, first: date, last: date) -> list[Day]:
    """Days on which there is anything to compare, newest first."""
    groups = groups_of(agency_id, first, last)
    said = {
        one.key: one
        for one in Explanation.objects.filter(agency_id=agency_id, key__in={group.key for group in groups}).exclude(
            outcome="refused"
        )
    }
    titles = _titles(agency_id)
    readings = {
        (one.provider, one.day): one for one in Reading.objects.filter(day__gte=first, day__lte=last)
    }  # fmt: skip
    found: dict[date, dict[str, list[Difference]]] = {}
    for day, of_day in groupby(groups, key=lambda one: one.day):
        places = found.setdefault(day, {})
        for group in of_day:
            places.setdefault(group.place, []).append(Difference(group, said.get(group.key)))
    for (provider, day), reading in readings.items():
        if reading.trouble:
            found.setdefault(day, {}).setdefault(provider, [])
    return [
        Day(day, tuple(
            Place(place, titles.get(place, Text(th=place, en=place)), tuple(rows), readings.get((place, day)))
            for place, rows in sorted(found[day].items())
        ))
        for day in sorted(found, reverse=True)
    ]  # fmt: skip


def _titles(agency_id: UUID) -> dict[str, Text]:
    accounts = {
        str(one.id): f"{one.bank} {one.number}" for one in BankAccount.objects.filter(agency_id=agency_id)
    }  # fmt: skip
    named = {id: Text(th=name, en=name) for id, name in accounts.items()}
    return {one.id: one.title for one in providers.all()} | named


def groups_of(agency_id: UUID, first: date, last: date) -> list[Group]:
    """What belongs together, of these days, by day and place."""
    told = _facts(agency_id, first - AROUND, last + AROUND)
    return [one for one in reconcile(told) if first <= one.day <= last]


def open_until(agency_id: UUID, first: date, last: date) -> list[Group]:
    """Differences of these days that nobody has explained."""
    groups = [one for one in groups_of(agency_id, first, last) if one.needs_somebody]
    said = Explanation.objects.filter(agency_id=agency_id, key__in={one.key for one in groups})
    held = {one.key for one in said if one.holds}
    return [one for one in groups if one.key not in held]


def explained_before(agency_id: UUID, day: date, groups: Iterable[Group]) -> list[Explanation]:
    """What was said of a day and is no difference any more, or another one; refused words too."""
    now_there = {one.key for one in groups}
    rows = Explanation.objects.filter(agency_id=agency_id, day=day).order_by("at", "id")
    return [one for one in rows if one.key not in now_there or one.outcome == "refused"]


def _facts(agency_id: UUID, first: date, last: date) -> Facts:
    reported = ReportLine.objects.filter(
        agency_id=agency_id, kind=ReportLine.PAYMENT, day__gte=first, day__lte=last
    )  # fmt: skip
    readings = Reading.objects.filter(is_complete=True, day__gte=first, day__lte=last)
    return Facts(
        booked=[*_booked(agency_id, first, last)],
        reported=[Item(one.provider, one.reference, one.day, one.satang) for one in reported],
        settled=sent_on(agency_id, first, last),
        lines=[*_lines(agency_id, first, last)],
        read=frozenset(readings.values_list("provider", "day")),
        today=today(),
        since=Statement.objects.filter(agency_id=agency_id).aggregate(first=Min("first_day"))["first"],
    )


def _booked(agency_id: UUID, first: date, last: date) -> Iterator[Item]:
    """Payments that came through providers that report, or have reported, and from lines of a statement."""
    reporting = {one.id for one in providers.reporting()}
    reporting |= set(Reading.objects.filter(day__gte=first, day__lte=last).values_list("provider", flat=True))
    begin, end = (datetime.combine(day, time(), BANGKOK) for day in (first, last + timedelta(days=1)))
    rows = Notice.objects.filter(
        agency_id=agency_id, provider__in=[*reporting, TRANSFER], paid_at__gte=begin, paid_at__lt=end,
        received_at__gte=begin - timedelta(days=1),
    ).exclude(result="new")  # fmt: skip
    for provider, reference, at, satang in rows.values_list("provider", "outside_reference", "paid_at", "satang"):
        yield Item(provider, reference, bangkok_day(at), satang)


def _lines(agency_id: UUID, first: date, last: date) -> Iterator[Line]:
    """What came in by the statements, with the payments that lines are."""
    rows = list(
        BankLine.objects.filter(agency_id=agency_id, day__gte=first, day__lte=last, satang__gt=0)
        .select_related("notice")
        .defer("notice__raw")
    )
    known = placing.known_payments(agency_id, rows)
    told = Notice.objects.defer("raw").in_bulk(list(known.values()))
    for row in rows:
        notice = row.notice or told.get(known.get(row.id, UUID(int=0)))
        tied: Name | None = (notice.provider, notice.outside_reference) if notice else None
        yield as_line(row, tied, is_own=notice is not None and notice.provider == TRANSFER)
