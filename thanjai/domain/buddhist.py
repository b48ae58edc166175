"""Thai dates and times in words: the Buddhist Era (พุทธศักราช, พ.ศ.) and Bangkok time.

A Thai text writes the Buddhist Era, 543 years ahead ("3 มีนาคม 2569"); an English text writes the
Common Era ("3 March 2026"), as government pages in English do. Thai time is written "09.30 น.".
Before 1 January 2484 the Thai year turned on 1 April; we keep +543 for every date, so that what a
person types and what we write back are the same figure.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Final, Literal

from thanjai.domain.text import Text

BANGKOK: Final = timezone(timedelta(hours=7), "Asia/Bangkok")
"""Thai time. A fixed offset: Thailand has kept +07:00 without summer time since 1920."""

BUDDHIST_OFFSET: Final = 543

Style = Literal["long", "short", "weekday"]
"""`long` 3 มีนาคม 2569 · `short` 3 มี.ค. 2569 · `weekday` วันอังคารที่ 3 มีนาคม 2569."""

MONTHS: Final = tuple(
    Text(th=th, en=en)
    for th, en in (
        ("มกราคม", "January"),
        ("กุมภาพันธ์", "February"),
        ("มีนาคม", "March"),
        ("เมษายน", "April"),
        ("พฤษภาคม", "May"),
        ("มิถุนายน", "June"),
        ("กรกฎาคม", "July"),
        ("สิงหาคม", "August"),
        ("กันยายน", "September"),
        ("ตุลาคม", "October"),
        ("พฤศจิกายน", "November"),
        ("ธันวาคม", "December"),
    )
)
"""January first."""

WEEKDAYS: Final = tuple(
    Text(th=th, en=en)
    for th, en in (
        ("วันจันทร์", "Monday"),
        ("วันอังคาร", "Tuesday"),
        ("วันพุธ", "Wednesday"),
        ("วันพฤหัสบดี", "Thursday"),
        ("วันศุกร์", "Friday"),
        ("วันเสาร์", "Saturday"),
        ("วันอาทิตย์", "Sunday"),
    )
)
"""Monday first, as `date.weekday()` counts."""

_SHORT_TH = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
_LONG_TH = tuple(month.th for month in MONTHS)
_LONG_EN = tuple(month.en for month in MONTHS)
_SHORT_EN = tuple(month.en[:3] for month in MONTHS)
_WEEKDAY_TH = tuple(day.th for day in WEEKDAYS)
_WEEKDAY_EN = tuple(day.en for day in WEEKDAYS)


def in_bangkok(moment: datetime) -> datetime:
    """The same moment on a Bangkok clock. Raises ValueError for a moment without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(BANGKOK)


def bangkok_day(moment: datetime) -> date:
    """The calendar day in Bangkok at `moment`."""
    return in_bangkok(moment).date()


def buddhist_year(day: date) -> int:
    """The year of the Buddhist Era: 2569 for 2026."""
    return day.year + BUDDHIST_OFFSET


def from_buddhist(year: int, month: int, day: int) -> date:
    """The date that a person writes with a Buddhist year. Raises ValueError when there is no such day."""
    return date(year - BUDDHIST_OFFSET, month, day)


def fiscal_year_be(day: date) -> int:
    """The government's budget year (ปีงบประมาณ) in the Buddhist Era.

    It begins on 1 October and bears the number of the year in which it ends
    (Budget Procedure Act B.E. 2561, section 4).
    """
    return buddhist_year(day) + (day.month >= 10)


def format_day(day: date, language: str, style: Style = "long") -> str:
    """A day in words; Thai for any language we do not speak."""
    month = day.month - 1
    if language.startswith("en"):
        words = f"{day.day} {(_SHORT_EN if style == 'short' else _LONG_EN)[month]} {day.year}"
        return f"{_WEEKDAY_EN[day.weekday()]} {words}" if style == "weekday" else words
    words = f"{day.day} {(_SHORT_TH if style == 'short' else _LONG_TH)[month]} {day.year + BUDDHIST_OFFSET}"
    return f"{_WEEKDAY_TH[day.weekday()]}ที่ {words}" if style == "weekday" else words


def format_time(moment: datetime, language: str) -> str:
    """The Bangkok time of day: "09.30 น." or "09:30"."""
    local = in_bangkok(moment)
    if language.startswith("en"):
        return f"{local.hour:02}:{local.minute:02}"
    return f"{local.hour:02}.{local.minute:02} น."


def format_moment(moment: datetime, language: str, style: Style = "long") -> str:
    """Day and time in Bangkok: "3 มีนาคม 2569 เวลา 09.30 น." or "3 March 2026, 09:30"."""
    local = in_bangkok(moment)
    link = ", " if language.startswith("en") else " เวลา "
    return f"{format_day(local, language, style)}{link}{format_time(local, language)}"


def day_in_words(day: date, style: Style = "long") -> Text:
    """A day in both languages."""
    return Text(th=format_day(day, "th", style), en=format_day(day, "en", style))


def month_in_words(day: date) -> Text:
    """The month of a day in both languages: "มกราคม 2570", "January 2027"."""
    name = MONTHS[day.month - 1]
    return Text(th=f"{name.th} {buddhist_year(day)}", en=f"{name.en} {day.year}")
