"""An agency's own host: its public pages at the root, and nothing else.

Whoever signs in, applies or does anything does it on the installation's own host, to which everything that is no page
of the agency leads. So a session, a key and a form have one host each, and none of them is worth anything on another.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.translation import get_language_from_path, override

from thanjai.domain.showing.hosts import inner, outer
from thanjai.showing.hosts import agency_at
from thanjai.web.gate import BY_ADDRESS

Next = Callable[[HttpRequest], HttpResponse]
APPEARANCES: Final = "/appearance/"
"""What pages wear: the same for every host, and for whoever asks."""
_ROOTS: Final = frozenset({"/", "/en/"})


class HostsMiddleware:
    """Stands before the gate, which turns all other unknown hosts away."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        header = request.META.get("HTTP_HOST", "")
        slug = agency_at(header) if request.path not in BY_ADDRESS else None
        if slug is None:
            return self.get_response(request)
        request.get_host = lambda: header  # type: ignore[method-assign]
        request.agency_host = slug  # type: ignore[attr-defined]
        if request.path.startswith((settings.STATIC_URL, APPEARANCES)):
            return self.get_response(request)
        return self._shown(request, slug)

    def _shown(self, request: HttpRequest, slug: str) -> HttpResponse:
        path = request.path_info
        is_elsewhere = request.method not in ("GET", "HEAD") or (path not in _ROOTS and _resolved(path) is not None)
        if is_elsewhere:
            return _led_away(request, slug)
        there = inner(path, slug)
        match = _resolved(there)
        if match is None or not getattr(match.func, "is_found", False):
            return _led_away(request, slug)
        request.path = request.path_info = there
        return _with_own_links(self.get_response(request), slug)


def _resolved(path: str) -> ResolverMatch | None:
    with override(get_language_from_path(path) or "th"):
        try:
            return resolve(path)
        except Resolver404:
            return None


def _led_away(request: HttpRequest, slug: str) -> HttpResponse:
    """To the same page at its short address, where it is the agency's own; else to the installation's host."""
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    if request.method not in ("GET", "HEAD"):
        # What was sent is not sent on: the page there has a form of its own.
        answer = HttpResponseRedirect(settings.BASE_URL + request.path)
        answer.status_code = 303
        return answer
    match, short = _resolved(request.path_info), outer(request.path_info, slug)
    if short is not None and match is not None and getattr(match.func, "is_found", False):
        return HttpResponseRedirect(short + query)
    return HttpResponseRedirect(settings.BASE_URL + request.get_full_path())


def _with_own_links(answer: HttpResponse, slug: str) -> HttpResponse:
    """Links to the agency's pages stay on its host, without the detour over their long addresses."""
    if not answer.streaming and answer.get("Content-Type", "").startswith("text/html"):
        for root in ("", "/en"):
            answer.content = answer.content.replace(f'"{root}/a/{slug}/'.encode(), f'"{root}/'.encode())
    return answer
