"""The schemas of what is embedded in papers, at the addresses that the papers themselves name. See docs/guide/api.md."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from thanjai.kernel.pdf.schemas.published import FORMATS, schema

_KEPT: Final = "public, max-age=86400"


@require_safe
def paper_schema(request: HttpRequest, version: int, kind: str, format: str) -> HttpResponse:
    """One schema, for any page of any site to read."""
    found = schema(settings.BASE_URL, kind, format, version)
    if found is None:
        raise Http404
    answer = HttpResponse(found, content_type=f"{FORMATS[format]}; charset=utf-8")
    answer["Cache-Control"], answer["Access-Control-Allow-Origin"] = _KEPT, "*"
    return answer
