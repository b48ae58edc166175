"""The office's calendar: the year, who changed what and why, and changing it after a look at what that moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from thanjai.agencies.calendar_files import csv_of
from thanjai.agencies.calendars import as_change, book_for, history
from thanjai.agencies.selectors import agency_by_id
from thanjai.domain.calendar_book import EFFECT_WORDS, Change
from thanjai.domain.definition.base import AgencyKind
from thanjai.domain.regions import WORDS, Region
from thanjai.domain.text import Text
from thanjai.web.months import whose, year_in, year_page
from thanjai.web.officer.calendar_forms import scopes
from thanjai.web.officer.entry import Officer, for_officers, office_page

MENDED: Final = 422
ON_A_PAGE: Final = 50
CHANGES: Final = 15
DAYS_SHOWN: Final = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One change of the history. `days` are the first few of it, `more` how many others it has."""

    row: Any
    change: Change
    whose: Text
    more: int


@require_safe
@for_officers
def calendar_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The year and the changes that made it."""
    agency = agency_by_id(officer.agency_id)
    shown, before = year_page(agency, request.GET.get("year", "")), request.GET.get("before", "")
    rows = history(
        officer.agency_id,
        all_general=agency.kind == AgencyKind.OVERSIGHT,
        before=int(before) if before.isdecimal() and len(before) < 9 else None,
        limit=CHANGES + 1,
    )
    last = rows[CHANGES - 1].number if rows[CHANGES:] else None
    context = {
        **shown,
        "agency": agency,
        "region": WORDS[Region(agency.region)] if agency.region else None,
        "may_change": bool(scopes(officer)),
        "effects": EFFECT_WORDS,
        "lines": [_line(row) for row in rows[:CHANGES]],
        "following": f"?{urlencode({'year': shown['year'], 'before': last})}#changes" if last else "",
        "is_later_page": bool(before),
        "done": request.GET.get("done", ""),
    }
    return office_page(request, officer, "calendar.html", context)


def _line(row: Any) -> Line:
    change = as_change(row)
    return Line(row, change, whose(change.layer, row.region, row.province), max(0, len(change.days) - DAYS_SHOWN))


@require_safe
@for_officers
def calendar_csv(request: HttpRequest, officer: Officer) -> HttpResponse:
    """A year as a file for a spreadsheet, which can be changed there and brought back."""
    agency = agency_by_id(officer.agency_id)
    year = year_in(book_for(agency.id), request.GET.get("year", ""))
    answer = HttpResponse(csv_of(agency, year), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="calendar-{agency.slug}-{year}.csv"'
    return answer
