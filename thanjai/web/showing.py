"""Sending what is made for everybody: it may be kept on the way, and is asked for anew only when it has changed."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from thanjai.showing.sheets import Sheet

KEPT: Final = "public, max-age=3600, stale-while-revalidate=86400"
"""An hour without asking; for a day more the old one may be shown while the new one is fetched."""


def send_sheet(request: HttpRequest, sheet: Sheet, *, as_file: bool = False) -> HttpResponse:
    """The sheet, or that it has not changed. `as_file`: browsers save it rather than show it."""
    tag = f'"{sheet.key}"'
    unchanged: HttpResponse | None = get_conditional_response(request, etag=tag)
    answer = unchanged or HttpResponse(sheet.content(), content_type=sheet.content_type)
    if unchanged is None:
        answer["Content-Disposition"] = str(content_disposition_header(as_file, sheet.name))
    answer["ETag"], answer["Cache-Control"] = tag, KEPT
    return answer
