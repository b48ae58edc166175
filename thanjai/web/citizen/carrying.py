"""A licence kept on a phone: a page that can be installed and opens without a network, each with a worker of its own.

The worker's scope is this licence's page alone. It keeps the page as a stranger sees it, so nothing of whoever is
signed in lies there, and goes with all that the site has stored when somebody signs out.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thanjai.documents import selectors as documents
from thanjai.documents.shown import UNKNOWN, Checked
from thanjai.kernel.clock import now
from thanjai.kernel.limits import DOCUMENT, limited
from thanjai.web.citizen.paying import qr_of
from thanjai.web.templating import asset

COLOURS: Final = {"background_color": "#faf8f4", "theme_color": "#0f5257"}
View = Callable[[HttpRequest, Checked], HttpResponse]


def _of_paper(view: View) -> Callable[..., HttpResponseBase]:
    """Give the view its document; there is one address for each, however the code is spelled."""

    @wraps(view)
    def found(request: HttpRequest, code: str) -> HttpResponseBase:
        paper = documents.by_check_code(code)
        if paper is UNKNOWN:
            raise Http404
        if paper.check_code != code:
            return redirect(request.path.replace(code, paper.check_code, 1))
        return view(request, paper)

    return found


@require_safe
@limited(DOCUMENT)
@_of_paper
def carry(request: HttpRequest, paper: Checked) -> HttpResponse:
    """The licence with its QR, how it stood when it was last asked for, and when that was."""
    context = {"one": paper, "now": now(), "qr": qr_of(f"{settings.BASE_URL}/v/{paper.check_code}/")}
    return render(request, "citizen/carry.html", context)


@require_safe
@limited(DOCUMENT)
@_of_paper
def worker(request: HttpRequest, paper: Checked) -> HttpResponse:
    """The script that keeps the page, for browsers that can."""
    context = {
        "code": paper.check_code,
        "page": reverse("carry", args=[paper.check_code]),
        "static": settings.STATIC_URL,
    }
    answer = render(request, "citizen/carry_worker.js", context, content_type="text/javascript")
    answer["Cache-Control"] = "no-cache"
    return answer


@require_safe
@limited(DOCUMENT)
@_of_paper
def manifest(request: HttpRequest, paper: Checked) -> JsonResponse:
    """How the page is put on a phone's home screen."""
    page = reverse("carry", args=[paper.check_code])
    title = paper.title.in_language(get_language() or "th") if paper.title else _("Licence")
    icons = [
        {"src": asset(f"built/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"} for size in (192, 512)
    ]
    told = {
        "name": f"{title} {paper.number}", "short_name": title[:20], "id": page, "start_url": page, "scope": page,
        "display": "standalone", "icons": icons, **COLOURS,
    }  # fmt: skip
    return JsonResponse(told, content_type="application/manifest+json")
