"""Reading calendars: an agency's newest one, any earlier version of it, one that is only proposed, and the changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from thanjai.agencies.models import Agency, CalendarChange
from thanjai.domain.calendar_book import Book, Change, DayRule, Hours, HoursRule, Layer, Ruling, book, said_by
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.domain.workdays import Calendar
from thanjai.kernel.caching import for_seconds
from thanjai.kernel.clock import now

FIRST_YEAR, YEARS_AHEAD = 2020, 4


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose calendars a change is about: all, a region's, a province's (by its Thai name), or one agency's."""

    layer: Layer
    agency: UUID | None = None
    region: str = ""
    province: str = ""


EVERYWHERE = Scope(Layer.COUNTRY)


def of_agency(agency_id: UUID) -> Scope:
    return Scope(Layer.AGENCY, agency=agency_id)


@for_seconds(10)
def calendar_for(agency_id: UUID) -> Calendar:
    """The agency's working days and hours as they are now."""
    return _pages(agency_id, newest_number(agency_id), last_year())[1]


@for_seconds(10)
def book_for(agency_id: UUID) -> Book:
    """The days that make up that calendar, each with its name, its source and whose rule it is."""
    return _pages(agency_id, newest_number(agency_id), last_year())[0]


def newest_number(agency_id: UUID) -> int:
    """The number of the newest change that this agency's calendar knows; 0 when there is none."""
    return applying_to(agency_id).aggregate(Max("number"))["number__max"] or 0


def last_year() -> int:
    """The last year that calendars cover now."""
    return now().year + YEARS_AHEAD


def number_of(version: str) -> int:
    """The number of the newest change in the calendar of this version; 0 for a name that is not one of ours."""
    parts = version.rsplit("-", 2)
    return int(parts[1]) if len(parts) == 3 and parts[1].isdecimal() else 0


def calendar_of(version: str) -> Calendar:
    """The calendar by which a due date was counted once, built again. Raises Refusal no_such_calendar."""
    code, _, rest = version.rpartition("-")
    agency = Agency.objects.filter(code=code.rpartition("-")[0]).first()
    if agency is None or not rest.isdecimal() or not code.rpartition("-")[2].isdecimal():
        raise Refusal(
            "no_such_calendar", Text(th=f"ไม่มีปฏิทินฉบับ {version}", en=f"There is no calendar of version {version}.")
        )
    return _pages(agency.id, number_of(version), int(rest))[1]


def would_be(scope: Scope, agency_id: UUID, days: Sequence[DayRule], hours: HoursRule | None = None) -> Calendar:
    """The agency's newest calendar with a change that is not made yet."""
    known, agency = _changes(agency_id), Agency.objects.get(pk=agency_id)
    number = newest_number(agency_id) + 1
    proposed = Change(number=number, layer=scope.layer, days=tuple(days), hours=hours)
    pages = book([*known, proposed], _first_hours(agency, known), FIRST_YEAR, last_year())
    return pages.calendar(f"{agency.code}-{number}-proposed")


def in_effect(scope: Scope) -> Mapping[date, Ruling]:
    """What already holds for a scope, by day, whoever says so."""
    if scope.agency is not None:
        return book_for(scope.agency).rulings
    general = [Layer.BASE.value, Layer.COUNTRY.value]
    above = CalendarChange.objects.filter(agency__isnull=True, layer__in=general)
    rows = {row.number: row for row in (*above, *in_scope(scope))}
    return book(map(as_change, rows.values()), (), FIRST_YEAR, last_year()).rulings


def last_changed(agency_id: UUID) -> datetime | None:
    """When the agency's calendar last changed; None when it is still the computed one."""
    newest: datetime | None = applying_to(agency_id).aggregate(Max("at"))["at__max"]
    return newest


def said(scope: Scope) -> dict[date, Ruling]:
    """What has been entered for exactly this scope and still stands, by day."""
    return said_by(map(as_change, in_scope(scope)), scope.layer)


def in_scope(scope: Scope) -> QuerySet[CalendarChange]:
    """The changes made for exactly this scope."""
    whose = Q(agency__isnull=True) if scope.agency is None else Q(agency_id=scope.agency)
    return CalendarChange.objects.filter(whose, layer=scope.layer.value, region=scope.region, province=scope.province)


def applying_to(agency_id: UUID) -> QuerySet[CalendarChange]:
    """The changes that an agency's calendar is made of."""
    own, for_many = Agency.objects.filter(pk=agency_id), Q(agency__isnull=True)
    return CalendarChange.objects.filter(
        Q(agency_id=agency_id)
        | (for_many & Q(layer__in=(Layer.BASE.value, Layer.COUNTRY.value)))
        | (for_many & Q(layer=Layer.REGION.value, region__in=own.values("region")))
        | (for_many & Q(layer=Layer.PROVINCE.value, province__in=own.values("province_th")))
    )


def history(agency_id: UUID, *, all_general: bool, before: int | None = None, limit: int = 20) -> list[CalendarChange]:
    """The changes an office sees, newest first; with `all_general` also those for other regions and provinces."""
    found = applying_to(agency_id)
    if all_general:
        found = CalendarChange.objects.filter(Q(agency_id=agency_id) | Q(agency__isnull=True))
    if before is not None:
        found = found.filter(number__lt=before)
    return list(found.order_by("-number")[:limit])


def changes_since(agency_id: UUID, number: int) -> list[Change]:
    """What has changed in an agency's calendar after the change of this number, oldest first."""
    return [as_change(row) for row in applying_to(agency_id).filter(number__gt=number).order_by("number")]


def change_by_number(number: int) -> Change:
    return as_change(CalendarChange.objects.get(pk=number))


def scope_of(number: int) -> Scope:
    """Whose calendars the change of this number is about."""
    row = CalendarChange.objects.get(pk=number)
    return Scope(Layer(row.layer), row.agency_id, row.region, row.province)


def agencies_under(scope: Scope) -> list[UUID]:
    """The agencies whose calendars a change of this scope is about."""
    narrowed: dict[Layer, dict[str, object]] = {
        Layer.AGENCY: {"pk": scope.agency},
        Layer.REGION: {"region": scope.region},
        Layer.PROVINCE: {"province_th": scope.province},
    }
    found = Agency.objects.filter(**narrowed.get(scope.layer, {}))
    return list(found.order_by("id").values_list("id", flat=True))


def as_change(row: CalendarChange) -> Change:
    """A change's row as the domain reads it."""
    return Change.model_validate({name: getattr(row, name) for name in Change.model_fields})


@lru_cache(maxsize=2048)
def _pages(agency_id: UUID, number: int, last: int) -> tuple[Book, Calendar]:
    """The book and the calendar of one version; they never change, so they are kept."""
    agency, known = Agency.objects.get(pk=agency_id), _changes(agency_id)
    until_then = [change for change in known if change.number <= number]
    pages = book(until_then, _first_hours(agency, known), FIRST_YEAR, last)
    return pages, pages.calendar(f"{agency.code}-{number}-{last}")


def _changes(agency_id: UUID) -> list[Change]:
    return [as_change(row) for row in applying_to(agency_id).order_by("number")]


def _first_hours(agency: Agency, known: Iterable[Change]) -> Hours:
    """The office hours before the first change of them."""
    changed = next((change.hours for change in known if change.hours is not None), None)
    return changed.before if changed is not None else ((agency.opens_at, agency.closes_at),)
