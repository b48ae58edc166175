"""Where whoever finds a weakness is told whom to write to."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from thanjai.kernel.clock import now

HOLDS_FOR: Final = timedelta(days=180)
"""How long the answer may be kept; RFC 9116 asks for less than a year."""


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness (RFC 9116)."""
    if not settings.THANJAI_SECURITY_CONTACT:
        raise Http404
    until = (now() + HOLDS_FOR).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {settings.THANJAI_SECURITY_CONTACT}",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: th, en",
        f"Canonical: {settings.BASE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
