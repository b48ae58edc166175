"""A year of an office's days, month by month, as the office's and the public's pages show it."""

from __future__ import annotations

from calendar import Calendar as Grid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from thanjai.agencies.calendars import book_for, calendar_for
from thanjai.domain.buddhist import MONTHS, WEEKDAYS
from thanjai.domain.calendar_book import KIND_WORDS, LAYER_WORDS, Book, Layer, Ruling
from thanjai.domain.regions import WORDS, Region
from thanjai.domain.text import Text
from thanjai.domain.workdays import Calendar
from thanjai.kernel.clock import today
from thanjai.web.lists import PROVINCES

SHORT_WEEKDAYS: Final = tuple(
    (Text(th=th, en=en), name)
    for th, en, name in zip(
        ("จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส.", "อา."), ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"), WEEKDAYS, strict=True
    )
)
"""How a narrow column is headed, and the whole name; Monday first."""

_ENGLISH: Final = dict(zip(PROVINCES["th"], PROVINCES["en"], strict=True))


@dataclass(frozen=True, slots=True)
class Cell:
    """One square of a month. `look` is works, weekend, closed or opened; empty outside the month."""

    day: date | None
    look: str = ""
    ruling: Ruling | None = None
    is_today: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """`working` counts its working days; `rulings` are the days that differ from an ordinary week."""

    first: date
    title: Text
    weeks: tuple[tuple[Cell, ...], ...]
    working: int
    rulings: tuple[Ruling, ...]


def months_of(year: int, book: Book, calendar: Calendar, day: date) -> list[Month]:
    """The twelve months of a year; `day` is today."""
    return [_month(date(year, month, 1), book, calendar, day) for month in range(1, 13)]


def _month(first: date, book: Book, calendar: Calendar, day: date) -> Month:
    weeks = tuple(
        tuple(_cell(one, first, book, calendar, day) for one in week)
        for week in Grid().monthdatescalendar(first.year, first.month)
    )
    rulings = tuple(cell.ruling for week in weeks for cell in week if cell.ruling is not None)
    working = sum(cell.look in ("works", "opened") for week in weeks for cell in week)
    return Month(first, MONTHS[first.month - 1], weeks, working, rulings)


def _cell(day: date, first: date, book: Book, calendar: Calendar, now: date) -> Cell:
    if day.month != first.month:
        return Cell(None)
    ruling = book.rulings.get(day)
    if calendar.works_on(day):
        look = "opened" if ruling is not None else "works"
    else:
        look = "closed" if ruling is not None else "weekend"
    return Cell(day, look, ruling, day == now)


def province_words(name: str) -> Text:
    """A province by its Thai name, in both languages."""
    return Text(th=name, en=_ENGLISH.get(name, name))


def whose(layer: Layer, region: str, province: str) -> Text:
    """Who a rule is for, in words; the province by its Thai name."""
    if layer is Layer.REGION and region in set(Region):
        return WORDS[Region(region)]
    if layer is Layer.PROVINCE and province:
        return province_words(province)
    return LAYER_WORDS[layer]


def is_unsure(rulings: Sequence[Ruling], year: int, day: date) -> bool:
    """Whether Cabinet may still change a year that is only computed: one to come, without a resolution of it."""
    return year > day.year and not any(one.layer is Layer.COUNTRY for one in rulings)


def year_in(book: Book, typed: str) -> int:
    """The year asked for, of the Common Era, as far as the book goes; this one for anything else."""
    year = int(typed) if typed.isdecimal() and len(typed) == 4 else today().year
    return min(max(year, book.first_year), book.last_year)


def year_page(agency: Any, typed: str) -> dict[str, Any]:
    """What every page with a year shows."""
    book, calendar, day = book_for(agency.id), calendar_for(agency.id), today()
    year = year_in(book, typed)
    return {
        "year": year,
        "book": book,
        "calendar": calendar,
        "months": months_of(year, book, calendar, day),
        "weekdays": SHORT_WEEKDAYS,
        "kinds": KIND_WORDS,
        "whose": lambda layer: whose(layer, agency.region, agency.province_th),
        "is_unsure": is_unsure(book.of_year(year), year, day),
    }
