"""For addresses of the API: whatever turns a request away, programs are told of it in their own way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from thanjai.api import problems
from thanjai.kernel.incoming import body_length

Next = Callable[[HttpRequest], HttpResponse]
MOST_BYTES: Final = 10_000
"""Of a body: a number and a code."""
JSON: Final = "application/json"
_GO_ALONG: Final = ("Allow", "Retry-After")
_SHOWN: Final = "ETag, Link, Repr-Digest, Retry-After, X-Request-ID"


class ApiMiddleware:
    """Stands before all that answers with pages. Other sites' pages may read what is said here: nothing of it is
    anybody's in particular, and no cookie counts."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(settings.API_PATH):
            return response
        if response.status_code >= 400 and response.get("Content-Type") != problems.MEDIA_TYPE:
            response = _told(request, response)
        elif response.status_code < 400:
            del response.headers["Vary"]  # Data is in both languages.
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = _SHOWN
        return response

    def process_view(self, request: HttpRequest, view: Any, *rest: object) -> HttpResponse | None:
        """A body that is too large, or not JSON, is not read."""
        if request.method != "POST" or "POST" not in getattr(view, "methods", ()):
            return None
        if body_length(request) > MOST_BYTES:
            return problems.answer(request, problems.of_status(413))
        return None if request.content_type == JSON else problems.answer(request, problems.of_status(415))


def _told(request: HttpRequest, page: HttpResponse) -> HttpResponse:
    """In place of a page, which nobody would read."""
    response = problems.answer(request, problems.of_status(page.status_code))
    for name in _GO_ALONG:
        if name in page.headers:
            response[name] = page[name]
    return response
