"""About the site itself: where to report a weakness, and what browsers need to put it on a phone's home screen."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thanjai.kernel.clock import now
from thanjai.web.templating import asset

HOLDS_FOR: Final = timedelta(days=180)
"""How long what security.txt says may be kept; RFC 9116 asks for less than a year."""


@require_safe
def web_manifest(request: HttpRequest) -> JsonResponse:
    """The web application manifest."""
    icons = [
        {"src": asset(f"built/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"} for size in (192, 512)
    ]
    manifest = {
        "name": _("Thanjai: public services"), "short_name": _("Thanjai"), "start_url": "/", "display": "browser",
        "background_color": "#faf8f4", "theme_color": "#0f5257", "icons": icons,
    }  # fmt: skip
    return JsonResponse(manifest, content_type="application/manifest+json")


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
