"""What a request must be before anything of ours looks at it, and a line in the log for each that was turned away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import structlog
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import get_language_from_path, override

from thanjai.kernel.incoming import body_length
from thanjai.kernel.limits import client_network
from thanjai.kernel.tenancy import Actor, Kind
from thanjai.web.errors import unreadable, wrong_method

Next = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger("thanjai.refused")

METHODS: Final = ("GET", "HEAD", "POST")
"""No page takes any other. The door for programs answers browsers' OPTIONS too, and turns others away itself."""
BY_ADDRESS: Final = frozenset({"/healthz", "/readyz"})
"""What a load balancer asks by the machine's number, not by its name."""
MOST_BYTES: Final = 210_000_000
"""Of one request: twenty files of ten megabytes, with their form. What is larger is not even read."""
TURNED_AWAY: Final = frozenset({400, 401, 403, 405, 413, 429})


class GateMiddleware:
    """Turns away unknown hosts, unused methods and bodies without end; says in the log who asked for what was refused.

    What is shown to somebody in particular is kept nowhere on the way. The network of whoever asked is noted with refusals only. Who acts is noted with every request, by id.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = _turned_away(request) or self.get_response(request)
        actor: Actor | None = getattr(request, "actor", None)
        if actor is not None:
            structlog.contextvars.bind_contextvars(**_told(actor))
        if _is_known(actor):
            # What somebody in particular was shown is kept by no browser, for the next one at the same machine.
            response.headers.setdefault("Cache-Control", "private, no-store")
        if response.status_code in TURNED_AWAY or (response.status_code == 404 and _is_known(actor)):
            log.warning("refused", status=response.status_code, network=client_network(request))
        return response


def _turned_away(request: HttpRequest) -> HttpResponse | None:
    if request.path not in BY_ADDRESS:
        try:
            request.get_host()
        except DisallowedHost:
            words = "ไม่มีบริการนี้ที่ชื่อเครื่องนี้ ตรวจที่อยู่ของหน้าเว็บ\nNothing is served under this host name. Check the address.\n"
            return HttpResponse(words, status=400, content_type="text/plain; charset=utf-8")
    if request.method not in METHODS and not request.path.startswith(settings.API_PATH):
        with override(get_language_from_path(request.path) or "th"):
            return wrong_method(request, HttpResponseNotAllowed(METHODS))
    if body_length(request) > MOST_BYTES:
        with override(get_language_from_path(request.path) or "th"):
            page = unreadable(request)
        page.status_code = 413
        return page
    return None


def _told(actor: Actor) -> dict[str, str]:
    """Who acts, by ids."""
    parts = {"by": actor.kind.value, "person": actor.person, "agency": actor.agency, "delegation": actor.delegation}
    return {name: str(value) for name, value in parts.items() if value}


def _is_known(actor: Actor | None) -> bool:
    """Whether it was somebody in particular: what is not theirs looks to them as if it were not there."""
    return actor is not None and actor.kind is not Kind.PUBLIC
