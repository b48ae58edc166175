"""What every request passes: an id for the logs, safe headers, and who acts."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable
from typing import cast

import structlog
from django.http import HttpRequest, HttpResponse

from thanjai.domain.refusals import Refusal
from thanjai.kernel.tenancy import acting_as
from thanjai.web import metrics
from thanjai.web.errors import refused, unreadable, wrong_method
from thanjai.web.identity import actor_of
from thanjai.web.requests import Request

Next = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger("thanjai.request")
_REQUEST_ID = re.compile(r"^[A-Za-z0-9-]{8,64}$")


class RequestMiddleware:
    """One id, one log line and one measurement for each request."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
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
        log.error("fault", path=request.path, exc_info=exception)


class SecurityHeadersMiddleware:
    """Scripts, styles and frames only from ourselves; map tiles are ours as well."""

    POLICY = (
        "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; font-src 'self';"
        " worker-src 'self' blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    )
    HEADERS = {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(self), geolocation=(self), microphone=()",
    }

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in self.HEADERS.items():
            response.headers.setdefault(name, value)
        return response


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
