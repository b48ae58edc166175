"""Being found: what search engines may keep, and under which address.

Nothing is to be found unless its view says so: what is somebody's, what a form leads to, and what a search has found are
kept out. A page has one address, whatever host or query it was asked for with.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

View = TypeVar("View", bound=Callable[..., Any])
Next = Callable[[HttpRequest], HttpResponse]
KEPT_OUT: Final = "noindex, nofollow"
ENGLISH: Final = "/en"


def to_be_found(view: View) -> View:
    """Mark a view whose pages search engines may keep."""
    view.is_found = True  # type: ignore[attr-defined]
    return view


def is_found(request: HttpRequest) -> bool:
    """Whether this very page may be kept: one that is found, as it is without a query."""
    match = request.resolver_match
    return match is not None and is_public(match) and not request.GET


def is_public(match: ResolverMatch) -> bool:
    """Whether an address is one of the public pages."""
    return bool(getattr(match.func, "is_found", False))


def is_public_page(request: HttpRequest) -> bool:
    """Whether this is one of the public pages, whatever was asked of it: what can be judged by whoever reads it."""
    return request.resolver_match is not None and is_public(request.resolver_match)


class FoundMiddleware:
    """Keeps everything else out, by a header that holds for files as well."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_asset = request.path.startswith(settings.STATIC_URL)
        if not is_asset and not (is_found(request) and response.status_code in (200, 304)):
            response.headers.setdefault("X-Robots-Tag", KEPT_OUT)
        return response


def addresses(request: HttpRequest) -> dict[str, str]:
    """This page's one address in each language."""
    path = request.path
    thai = path.removeprefix(ENGLISH) if path.startswith(f"{ENGLISH}/") else path
    return {"th": settings.BASE_URL + thai, "en": settings.BASE_URL + ENGLISH + thai}
