"""What every address of the API does with a request before its operation is asked, and with the answer afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import get_conditional_response

from thanjai.api import faults, problems
from thanjai.api.problems import Fault

View = Callable[..., HttpResponse]
KEPT_SECONDS: Final = 60
"""How long anybody may keep what is public."""
ASKED_WITH: Final = "Accept-Language, Content-Type, If-None-Match"
PREFLIGHT_SECONDS: Final = 86_400


def opened(view: View, *, methods: Collection[str], parameters: Collection[str], limits: tuple[Any, ...] = ()) -> View:
    """The view as the world sees it. `limits` are those of its operation: the middleware counts by them."""
    allowed = [*methods, *(["HEAD"] if "GET" in methods else []), "OPTIONS"]

    def door(request: HttpRequest, **parts: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            return _preflight(allowed)
        if request.method not in allowed:
            return HttpResponseNotAllowed(allowed)
        if wrong := _wrong_query(request, parameters):
            return problems.answer(request, problems.of_faults(wrong))
        asked = request.method
        if asked == "HEAD":
            request.method = "GET"  # Operations know no other; the server leaves the body out.
        response = _kept(request, view(request, **parts))
        request.method = asked
        return response

    door.csrf_exempt = True  # type: ignore[attr-defined]
    door.limits = limits  # type: ignore[attr-defined]
    door.methods = allowed  # type: ignore[attr-defined]
    return door


def _preflight(allowed: list[str]) -> HttpResponse:
    """What a browser asks before a page of somebody else's may send JSON here."""
    response = HttpResponse(status=204)
    del response["Content-Type"]
    response["Allow"] = response["Access-Control-Allow-Methods"] = ", ".join(allowed)
    response["Access-Control-Allow-Headers"] = ASKED_WITH
    response["Access-Control-Max-Age"] = str(PREFLIGHT_SECONDS)
    return response


def _wrong_query(request: HttpRequest, parameters: Collection[str]) -> list[Fault]:
    """Parameters that the address does not have, and those given twice: a typo must not widen what is found."""
    found = []
    for name, values in request.GET.lists():
        if name not in parameters:
            found.append(Fault(name[: faults.LONGEST_NAME], "unknown_parameter", faults.UNKNOWN))
        elif len(values) > 1:
            found.append(Fault(name, "repeated", faults.REPEATED))
    return found


def _kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """What was read may be kept, and asked for again by its mark; what was sent for is kept by nobody."""
    if response.status_code != 200:
        return response
    response["Content-Language"] = "th, en"
    if request.method != "GET":
        response["Cache-Control"] = "no-store"
        return response
    mark = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = mark
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    found = get_conditional_response(request, etag=mark, response=response)
    return found if isinstance(found, HttpResponse) else response
