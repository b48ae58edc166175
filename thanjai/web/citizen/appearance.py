"""What an agency's pages wear, by its digest: it never changes, so browsers ask for it once."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from thanjai.agencies.appearance import Dress, dress
from thanjai.domain.showing.appearance import style_sheet
from thanjai.web.files import CAGE

FOR_EVER: Final = "public, max-age=31536000, immutable"


@require_safe
def sheet(request: HttpRequest, digest: str) -> HttpResponse:
    """The colours, as a style sheet."""
    return _kept(style_sheet(_worn(digest).colours).encode(), "text/css; charset=utf-8")


@require_safe
def logo(request: HttpRequest, digest: str) -> HttpResponse:
    """The logo. Should a browser ever take it for a page, it may do nothing."""
    answer = _kept(_worn(digest).logo, "image/png")
    answer["Content-Security-Policy"] = CAGE
    return answer


def _worn(digest: str) -> Dress:
    found = dress(digest)
    if found is None:
        raise Http404
    return found


def _kept(content: bytes, content_type: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer["Cache-Control"] = FOR_EVER
    return answer
