"""Following a case with its number and the secret from its receipt."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from thanjai.cases import selectors as cases
from thanjai.domain.refusals import Refusal
from thanjai.kernel.limits import TRACK, limited, posting, wait_of
from thanjai.kernel.tenancy import Actor, Kind, acting_as
from thanjai.web.citizen.apply import MENDED
from thanjai.web.citizen.questions import Mend
from thanjai.web.found import to_be_found
from thanjai.web.identity import bearer_of, hand_key
from thanjai.web.requests import takes_forms
from thanjai.web.templating import speech


@to_be_found
@takes_forms
@limited(TRACK, posting, told=True)
def track(request: HttpRequest) -> HttpResponse:
    """Ask for number and secret, and open the case."""
    if request.method != "POST":
        return _ask(request)
    number, code = request.POST.get("number", "").strip(), request.POST.get("code", "").strip()
    missing = [
        Mend(words, f"#{name}")
        for name, value, words in (
            ("number", number, _("Enter the case number from your receipt.")),
            ("code", code, _("Enter the access code from your receipt.")),
        )
        if not value
    ]
    if missing:
        return _ask(request, missing, MENDED)
    if wait_of(request):
        return _ask(request, [Mend(_("Too many tries from here. Wait ten minutes and try again."), "#number")], 429)
    try:
        with acting_as(Actor(Kind.BEARER, bearer=bearer_of(code))):
            found = cases.case_by_number(number)
    except Refusal as refusal:
        return _ask(request, [Mend(speech().words(refusal.message), "#number")], MENDED)
    if found is None:
        words = _("This number and code do not fit together. Compare both with your receipt or the e-mail.")
        return _ask(request, [Mend(words, "#number")], MENDED)
    response = redirect("case", case=found.id)
    hand_key(response, code, found.id)
    return response


def _ask(request: HttpRequest, mends: list[Mend] | None = None, status: int = 200) -> HttpResponse:
    context = {"mends": mends or [], "number": request.POST.get("number", request.GET.get("number", ""))}
    return render(request, "citizen/track.html", context, status=status)
