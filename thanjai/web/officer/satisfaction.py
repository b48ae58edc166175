"""What people said of the office's services and pages, and what is done about what they found bad."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thanjai.catalogue.selectors import titles
from thanjai.domain.refusals import Refusal
from thanjai.domain.satisfaction import EASE_WORDS, GOT_WORDS, LONGEST
from thanjai.feedback import following
from thanjai.kernel.clock import today
from thanjai.web import requests
from thanjai.web.citizen.questions import Mend
from thanjai.web.officer.entry import Officer, for_officers, office_page
from thanjai.web.officer.reading import noted
from thanjai.web.requests import takes_forms
from thanjai.web.templating import speech

MENDED: Final = 422


@require_safe
@for_officers
def answers_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What is to be followed up, the most urgent first; what was; and all that was said lately."""
    open_ones, said = following.open_ones(officer.actor), following.answers_to(officer.actor)
    noted(officer, "satisfaction", shown=len(open_ones) + len(said))
    context = {"open_ones": open_ones, "closed_ones": following.closed_ones(officer.actor), "said": said, **_words()}
    return office_page(request, officer, "satisfaction.html", context)


@takes_forms
@for_officers
def follow_up_page(request: HttpRequest, officer: Officer, follow_up: UUID) -> HttpResponse:
    """One answer, and what the office says and does about it."""
    if request.method != "POST":
        return _follow_up(request, officer, follow_up)
    typed = requests.typed(request)
    try:
        reply, done = typed.get("reply", ""), typed.get("done", "")
        following.close(actor=officer.actor, id=follow_up, reply=reply, done=done)
    except Refusal as refusal:
        if refusal.code == "no_such_page":
            raise
        return _follow_up(request, officer, follow_up, refusal)
    return HttpResponseRedirect(f"{request.path}?done")


def _follow_up(request: HttpRequest, officer: Officer, id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    one = following.follow_up_by_id(officer.actor, id)
    noted(officer, "satisfaction")
    field = refusal.field or "" if refusal else ""
    said = speech().words(refusal.message) if refusal else ""
    context = {
        "one": one,
        "number": following.number_of(one),
        "before": following.before_of(one),
        "given": requests.typed(request),
        "mends": [Mend(said, f"#{field}" if field else "")] if refusal else [],
        "errors": {field: said} if field else {},
        "notice": _("Kept.") if "done" in request.GET else "",
        "longest": LONGEST,
        **_words(),
    }
    return office_page(request, officer, "follow_up.html", context, status=MENDED if refusal else 200)


def _words() -> dict[str, Any]:
    gots = {got.value: words for got, words in GOT_WORDS.items()}
    return {"eases": EASE_WORDS, "gots": gots, "titles": titles(), "today": today()}
