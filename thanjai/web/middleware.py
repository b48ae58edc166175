"""What every request passes: an id for the logs, safe headers, and who acts."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable
from typing import Any, Final, cast

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from thanjai.domain.refusals import Refusal
from thanjai.kernel import limits
from thanjai.kernel.tenancy import acting_as
from thanjai.web import metrics
from thanjai.web.errors import refused, too_many, unreadable, wrong_method
from thanjai.web.identity import actor_of
from thanjai.web.requests import Request

Next = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger("thanjai.request")
CROWDED_SECONDS: Final = 3
"""How long to wait when others from the same address are being answered."""
_REQUEST_ID = re.compile(r"^[A-Za-z0-9-]{8,64}$")


class RequestMiddleware:
    """One id, one log line and one measurement for each request."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "") if limits.came_by_proxy(request) else ""
        request_id = given if _REQUEST_ID.match(given) else secrets.token_hex(8)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=request_id)
        started = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - started
        response["X-Request-ID"] = request_id
        match = request.resolver_match
        view = match.view_name if match else "none"
        if match and "case" in match.kwargs:
            structlog.contextvars.bind_contextvars(case=str(match.kwargs["case"]))
        metrics.observe(view, request.method or "", response.status_code, seconds)
        log.info("request", method=request.method, view=view, status=response.status_code, ms=round(seconds * 1000, 1))
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """What nobody handled is a fault of ours: keep all we know of it."""
        # Never its path: some hold the secret of a link.
        match = request.resolver_match
        log.error("fault", route=match.route if match else "", exc_info=exception)


def for_any_site(response: HttpResponse) -> HttpResponse:
    """Let other sites embed an answer: only where nothing of anybody's is in it, and nothing can be done with it."""
    response.is_for_any_site = True  # type: ignore[attr-defined]
    return response


class SecurityHeadersMiddleware:
    """Scripts, styles and frames only from ourselves; map tiles are ours as well. Nobody else may embed what we send,
    but for what a view says is for any site.

    Forms lead to ourselves, and to those who prove identity.
    """

    POLICY = (
        "default-src 'none'; connect-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self';"
        " font-src 'self'; manifest-src 'self'; worker-src 'self' blob:; frame-src 'none'; object-src 'none';"
        " base-uri 'none'; frame-ancestors 'none'; form-action " + " ".join(("'self'", *settings.THANJAI_FORMS_LEAD_TO))
    )
    HEADERS = {
        "Content-Security-Policy": POLICY,
        "Server": "",  # Else the web server would write its own name.
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Origin-Agent-Cluster": "?1",
        "Permissions-Policy": (
            "camera=(self), geolocation=(self), accelerometer=(), autoplay=(), bluetooth=(), display-capture=(),"
            " encrypted-media=(), fullscreen=(self), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(),"
            " payment=(), publickey-credentials-create=(self), publickey-credentials-get=(self), serial=(), usb=(),"
            " xr-spatial-tracking=()"
        ),
    }
    HTTPS_ONLY = "max-age=63072000; includeSubDomains"
    """Two years; sent by installations whose own address begins with https."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self._headers = dict(self.HEADERS)
        if settings.IS_SECURE:
            self._headers["Strict-Transport-Security"] = self.HTTPS_ONLY
            self._headers["Content-Security-Policy"] += "; upgrade-insecure-requests"
        policy = self._headers["Content-Security-Policy"].replace("frame-ancestors 'none'", "frame-ancestors *")
        self._for_any_site = {
            **{name: value for name, value in self._headers.items() if name != "X-Frame-Options"},
            "Content-Security-Policy": policy,
            "Cross-Origin-Resource-Policy": "cross-origin",
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        headers = self._for_any_site if getattr(response, "is_for_any_site", False) else self._headers
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response


class LimitMiddleware:
    """Counts requests against the limits of their view before the view, and its transaction, begins."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        held: list[str] = []
        request.held = held  # type: ignore[attr-defined]
        try:
            response = self.get_response(request)
        finally:
            for key in held:
                limits.rooms.leave(key)
        if response.status_code == 429 and (wait := limits.wait_of(request)):
            response.headers.setdefault("Retry-After", str(wait))
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        for applied, judged in limits.judge(request, view, kwargs):
            wait = judged or self._crowd(request, applied.limit)
            if wait and not applied.told:
                return too_many(request, wait)
            if wait:
                request.wait = wait  # type: ignore[attr-defined]
        return None

    def _crowd(self, request: HttpRequest, limit: limits.Limit) -> int:
        """Have a place kept for this request until it is answered; the seconds to wait when there is none."""
        if not limit.at_once:
            return 0
        key = f"{limit.name}|{limits.client_network(request)}"
        if not limits.rooms.enter(key, limit.at_once):
            return CROWDED_SECONDS
        request.held.append(key)  # type: ignore[attr-defined]
        return 0


class StrayMiddleware:
    """Requests that no page of ours makes: they are answered with a page that leads on."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        return wrong_method(request, response) if response.status_code == 405 else response

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        """No keyboard has the sign NUL, and PostgreSQL keeps none."""
        given = [value for query in (request.GET, request.POST) for _, values in query.lists() for value in values]
        return unreadable(request) if any("\0" in text for text in (request.path, *map(str, given))) else None


class ActorMiddleware:
    """Everything a view does, it does as the one who asks. A view never runs without an actor."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor = actor_of(request)
        cast(Request, request).actor = actor
        with acting_as(actor):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A refusal is an answer, not a fault; what the view had begun has been rolled back."""
        return refused(request, exception) if isinstance(exception, Refusal) else None
