"""What a draft will look like, shown in a frame beside the page on which it is written."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from thanjai.domain.definition.editing import value_at
from thanjai.domain.definition.problems import Where
from thanjai.web.middleware import SecurityHeadersMiddleware

_ASKED_FOR: Final = "beside"


def is_beside(request: HttpRequest) -> bool:
    """Whether the page is wanted for the frame: without the office's own head and navigation."""
    return _ASKED_FOR in request.GET


def with_frame(response: HttpResponse) -> HttpResponse:
    """A page that shows another of ours in a frame."""
    policy = response.get("Content-Security-Policy", SecurityHeadersMiddleware.POLICY)
    response["Content-Security-Policy"] = policy.replace("frame-src 'none'", "frame-src 'self'")
    return response


def for_frame(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A preview: pages of ours may show it where it was asked for so, nobody else."""
    if is_beside(request):
        policy = SecurityHeadersMiddleware.POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
        response["Content-Security-Policy"], response["X-Frame-Options"] = policy, "SAMEORIGIN"
    return response


def nearest(draft: Any, path: Where, previews: list[tuple[str, str]]) -> str:
    """Of the previews of a draft, the one that shows what is written at a place: the manual where there is none."""
    kwargs = {"draft": draft.id}
    wanted = previews[0][0]
    if path[:2] == ("form", "pages") and len(path) > 2:
        wanted = reverse("office_draft_form", kwargs={**kwargs, "number": int(path[2]) + 1})
    elif path[:1] == ("form",):
        wanted = reverse("office_draft_form", kwargs={**kwargs, "number": 1})
    elif path[:1] == ("papers",) and len(path) > 1 and isinstance(name := value_at(draft.body, (*path[:2], "id")), str):
        return next((href for href, _words in previews if href.endswith(f"/paper/{name}/")), wanted)
    return wanted if wanted in {href for href, _words in previews} else previews[0][0]
