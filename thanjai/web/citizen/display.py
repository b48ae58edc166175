"""Licences on a screen in the shop, in place of paper on the wall (E-Act section 13(1) and its announcements).

The addresses of the sheets are the check codes that stand on the licences; the page says how each stands now.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thanjai.documents import selectors as documents
from thanjai.documents.shown import UNKNOWN, Checked
from thanjai.kernel.clock import now
from thanjai.kernel.limits import DOCUMENT, limited
from thanjai.web.citizen.apply import MENDED
from thanjai.web.citizen.paying import qr_of
from thanjai.web.citizen.questions import Mend

MOST: Final = 20
"""Licences of one screen."""
SECONDS: Final = 8
"""Each is shown so long; the announcements want five at least."""


@dataclass(frozen=True)
class Sheet:
    """A licence as it is shown, with the QR that leads to its check."""

    paper: Checked
    qr: str


def _weight(request: HttpRequest) -> int:
    return min(len(request.GET.getlist("c")), MOST)


@require_safe
@limited(DOCUMENT, _weight)
def display(request: HttpRequest) -> HttpResponse:
    """The sheets of the codes in the address; without any, where to enter them."""
    typed = request.GET.get("codes", "")
    if typed:
        codes = list(dict.fromkeys(typed.replace(",", " ").split()))[:MOST]
        return HttpResponseRedirect(f"{reverse('display')}?{urlencode({'c': codes}, doseq=True)}")
    codes = request.GET.getlist("c")[:MOST]
    found = [documents.by_check_code(code) for code in codes]
    unknown = [code for code, one in zip(codes, found, strict=True) if one is UNKNOWN]
    if not codes or unknown:
        return _ask(request, codes, unknown)
    sheets = [Sheet(one, qr_of(f"{settings.BASE_URL}/v/{one.check_code}/")) for one in found]
    return render(request, "citizen/display.html", {"sheets": sheets, "seconds": SECONDS, "now": now()})


def _ask(request: HttpRequest, codes: list[str], unknown: list[str]) -> HttpResponse:
    mends = [
        Mend(_("No licence has the check code %(code)s. Compare it with the paper.") % {"code": code}, "#codes")
        for code in unknown
    ]
    context = {"mends": mends, "codes": "\n".join(codes), "most": MOST}
    return render(request, "citizen/display_ask.html", context, status=MENDED if mends else 200)
