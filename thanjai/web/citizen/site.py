"""About the site itself: where to report a weakness, and what browsers need to put it on a phone's home screen."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thanjai.web.templating import asset


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
