"""How to check a document, on one page to be printed: for whoever is handed one and has never seen one of ours."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from thanjai.documents import selectors as documents
from thanjai.kernel.limits import DOCUMENT, limited
from thanjai.web.found import to_be_found


def _weight(request: HttpRequest) -> int:
    return int("code" in request.GET)


@to_be_found
@require_safe
@limited(DOCUMENT, _weight)
def how_to_check(request: HttpRequest) -> HttpResponse:
    """With the code of a document, also whom to call about it."""
    found = documents.coded(request.GET.get("code", "")[:40]) if "code" in request.GET else None
    context = {
        "code": found.check_code if found else "",
        "agency": found.agency if found else None,
        "host": settings.BASE_URL.partition("://")[2],
    }
    return render(request, "citizen/how_to_check.html", context)
