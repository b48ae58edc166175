"""When an agency is open: its year, and the feed that other calendars take."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from thanjai.agencies.calendar_files import feed_of
from thanjai.agencies.selectors import agency_by_slug
from thanjai.web.found import to_be_found
from thanjai.web.months import year_page

FEED_SECONDS: Final = 3600


@to_be_found
@require_safe
def agency_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The agency's year."""
    agency = agency_by_slug(slug)
    context = {"agency": agency, **year_page(agency, request.GET.get("year", ""))}
    return render(request, "citizen/agency_calendar.html", context)


@require_safe
def agency_calendar_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The days on which the agency is closed, or open although others are not."""
    agency = agency_by_slug(slug)
    answer = HttpResponse(feed_of(agency), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{agency.slug}.ics"'
    answer["Cache-Control"] = f"public, max-age={FEED_SECONDS}"
    return answer
