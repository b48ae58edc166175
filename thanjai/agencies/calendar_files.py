"""Calendars in and out of the platform as files."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from thanjai.agencies.calendar_csv import read_csv, write_csv
from thanjai.agencies.calendar_faults import of_whole_file
from thanjai.agencies.calendar_ics import read_icalendar, write_icalendar
from thanjai.agencies.calendars import Scope, book_for, in_effect, last_changed
from thanjai.agencies.models import Agency
from thanjai.domain.calendar_book import DayKind, DayRule, Layer, Ruling, differing
from thanjai.kernel.clock import today

MOST_BYTES: Final = 500_000
KIND_OF: Final = {
    Layer.COUNTRY: DayKind.SPECIAL,
    Layer.REGION: DayKind.REGIONAL,
    Layer.PROVINCE: DayKind.REGIONAL,
    Layer.AGENCY: DayKind.LOCAL,
}
"""What sort of day it is when nobody says, by whose it is."""


def read_file(scope: Scope, content: bytes) -> tuple[DayRule, ...]:
    """The days of a CSV or iCalendar file that say something new for a scope. Raises UnreadableCalendar.

    What holds already is left out, so that a file that was exported comes back as no change.
    """
    if len(content) > MOST_BYTES:
        raise of_whole_file("แฟ้มใหญ่เกินไป แบ่งเป็นรายปี", "The file is too large. Split it by years.")
    read = read_icalendar if content.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"BEGIN:VCALENDAR") else read_csv
    return differing(in_effect(scope), read(content, KIND_OF[scope.layer]))


def csv_of(agency: Agency, year: int) -> bytes:
    """A year of an agency's calendar for a spreadsheet."""
    return write_csv(book_for(agency.id).of_year(year))


def feed_of(agency: Agency) -> bytes:
    """The agency's calendar from last year to the next, to be subscribed to."""
    pages, year = book_for(agency.id), today().year
    days: list[Ruling] = [one for each in (year - 1, year, year + 1) for one in pages.of_year(each)]
    changed_at = last_changed(agency.id) or datetime(year, 1, 1, tzinfo=UTC)
    return write_icalendar(days, name=f"วันหยุด {agency.name_th}", place=agency.slug, changed_at=changed_at)
