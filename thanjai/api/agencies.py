"""Agencies, and when they are open."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.http import HttpRequest
from ninja import Path, Query, Router
from pydantic import BaseModel, Field
from pydantic.json_schema import SkipJsonSchema

from thanjai.agencies import selectors as agencies
from thanjai.agencies.calendars import book_for
from thanjai.api.shapes import SLUG, IsoDay, Paged, Searched, Slug, name_of
from thanjai.domain.calendar_book import Book, DayKind, Layer, Ruling
from thanjai.domain.definition.base import AgencyKind
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import today

router = Router(tags=["agencies"])
YEAR: Final = timedelta(days=366)


class AgencyPlace(BaseModel):
    slug: str = Field(
        description="The agency's place in addresses.",
        examples=["khonkaen"],
        pattern=SLUG,
        max_length=60,
    )


class AgenciesAsked(Paged):
    search: Searched = Field("", description="Part of a name in Thai or English.", examples=["ขอนแก่น"])
    kind: AgencyKind | SkipJsonSchema[None] = Field(None, description="Only agencies of this kind.")
    province: Searched = Field("", description="Only of this province, in Thai or English.", examples=["Khon Kaen"])


class AgencyBrief(BaseModel):
    """An agency in a list."""

    slug: Slug
    name: Text
    kind: AgencyKind = Field(description="What sort of agency it is.")
    province: Text


class AgencyList(BaseModel):
    """A part of the list, by slug."""

    items: list[AgencyBrief]
    next: str | None = Field(description="For `after`, where the list goes on; null at its end.", examples=["khonkaen"])


class OfficeHours(BaseModel):
    """From when until when, in Thai time (UTC+7)."""

    opens: str = Field(pattern=r"^\d\d:\d\d$", examples=["08:30"])
    closes: str = Field(pattern=r"^\d\d:\d\d$", examples=["16:30"])


class Agency(AgencyBrief):
    """Where an agency is, and when it is open."""

    address: Text | None
    phone: str = Field(description="Empty where it is not known.", examples=["043 000 000"])
    email: str = Field(examples=["office@khonkaen.example"])
    website: str
    office_hours: list[OfficeHours] = Field(description="Of each working day.")


class CalendarAsked(BaseModel):
    first: IsoDay | SkipJsonSchema[None] = Field(
        None,
        alias="from",
        description="The first day; left out, today, or `to` where that is earlier.",
        examples=["2026-11-01"],
    )
    last: IsoDay | SkipJsonSchema[None] = Field(
        None, alias="to", description="The last day, not before the first; left out, a year after it.",
        examples=["2026-12-31"],
    )  # fmt: skip


class CalendarDay(BaseModel):
    """A day that differs from an ordinary week."""

    day: date = Field(examples=["2026-12-10"])
    is_open: bool = Field(description="Whether the office works on it: false for a holiday, true for a weekend worked.")
    name: Text
    kind: DayKind = Field(description="What sort of day it is.")
    layer: Layer = Field(description="Whose rule it is.")
    source: str = Field(description="The resolution, order or law; may be empty.")


class AgencyCalendar(BaseModel):
    """Office hours, and the days between two dates on which they do not hold, or hold although it is a weekend."""

    first: date = Field(alias="from", description="The first day that was asked for.")
    last: date = Field(alias="to", description="The last day that was asked for.")
    known_from: date = Field(description="Before this day nothing is known.", examples=["2020-01-01"])
    known_until: date = Field(description="After this day nothing is known yet.", examples=["2030-12-31"])
    version: str = Field(description="Changes when the calendar does.", examples=["KKC-3-2030"])
    office_hours: list[OfficeHours]
    weekend: list[int] = Field(description="Weekdays that are not worked: 1 is Monday.", examples=[[6, 7]])
    days: list[CalendarDay]

    model_config = {"populate_by_name": True}


@router.get("agencies", response=AgencyList, url_name="api_agencies", operation_id="list_agencies",
            summary="List agencies")  # fmt: skip
def list_agencies(request: HttpRequest, asked: Query[AgenciesAsked]) -> AgencyList:
    """All agencies of this installation, or those that fit; by slug, page by page."""
    kind = asked.kind.value if asked.kind else ""
    rows = agencies.find_agencies(
        asked.search, kind=kind, province=asked.province, after=asked.after, limit=asked.limit + 1
    )
    shown = rows[: asked.limit]
    return AgencyList(items=[_brief(row) for row in shown], next=shown[-1].slug if len(rows) > len(shown) else None)


@router.get("agencies/{slug:slug}", response=Agency, url_name="api_agency", operation_id="get_agency",
            summary="One agency")  # fmt: skip
def get_agency(request: HttpRequest, place: Path[AgencyPlace]) -> Agency:
    """Where it is, how to reach it, and when it is open."""
    row = agencies.agency_by_slug(place.slug)
    address = Text(th=row.address_th, en=row.address_en) if row.address_th and row.address_en else None
    return Agency(
        **_brief(row).model_dump(), address=address, phone=row.phone, email=row.email, website=row.website,
        office_hours=_hours(book_for(row.id)),
    )  # fmt: skip


@router.get("agencies/{slug:slug}/calendar", response=AgencyCalendar, by_alias=True, url_name="api_agency_calendar",
            operation_id="get_agency_calendar", summary="When an agency is open")  # fmt: skip
def get_calendar(request: HttpRequest, place: Path[AgencyPlace], asked: Query[CalendarAsked]) -> AgencyCalendar:
    """Office hours, weekly days off, and the days that differ: time limits are counted by these."""
    row = agencies.agency_by_slug(place.slug)
    first = asked.first or min(today(), asked.last or date.max)
    last = asked.last or first + min(YEAR, date.max - first)
    if last < first:
        raise Refusal(
            "to_before_from",
            Text(th="วันสุดท้ายต้องไม่ก่อนวันแรก", en="The last day must not be before the first."),
            field="to",
        )
    book, calendar = book_for(row.id), agencies.calendar_for(row.id)
    days = sorted((one for day, one in book.rulings.items() if first <= day <= last), key=lambda one: one.day)
    return AgencyCalendar(
        first=first, last=last, known_from=date(book.first_year, 1, 1), known_until=date(book.last_year, 12, 31),
        version=calendar.version,
        office_hours=_hours(book), weekend=sorted(day + 1 for day in calendar.weekend), days=[_day(one) for one in days],
    )  # fmt: skip


def _brief(row: Any) -> AgencyBrief:
    province = Text(th=row.province_th, en=row.province_en)
    return AgencyBrief(slug=row.slug, name=name_of(row), kind=AgencyKind(row.kind), province=province)


def _hours(book: Book) -> list[OfficeHours]:
    return [OfficeHours(opens=f"{opens:%H:%M}", closes=f"{closes:%H:%M}") for opens, closes in book.hours]


def _day(one: Ruling) -> CalendarDay:
    return CalendarDay(
        day=one.day, is_open=one.is_open, name=one.name, kind=one.kind, layer=one.layer, source=one.source
    )
