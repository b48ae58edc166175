"""The time machine as a page of the demonstration: anybody may move the clock, and sees what happened on the way.

It stands here, above the doors, because it sets everything in motion: cases, letters, papers, renewals.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thanjai.cases import chronicle
from thanjai.config import machine
from thanjai.domain.buddhist import BANGKOK
from thanjai.domain.duties import Kind
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel import clock
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.messaging.selectors import queued_between

MOST_SECONDS: Final = 20.0
"""Somebody waits for the page; a journey that takes longer goes on when they press again."""
MOST_DAYS: Final = 400
PRESETS: Final = (1, 7, 14)


@transaction.non_atomic_requests
@require_http_methods(["GET", "POST"])
def time_page(request: HttpRequest) -> HttpResponse:
    """The clock, ways to move it, and what the last move brought. Only in a demonstration."""
    if not (settings.DEMO and clock.can_move()):
        raise Http404
    if request.method != "POST":
        return _page(request)
    begun = clock.now()
    try:
        journey = machine.travel(_asked(request.POST.get("move", ""), request.POST.get("to", "")), budget=MOST_SECONDS)
    except Refusal as refusal:
        return _page(request, refusal)
    told = {"since": begun.isoformat(), "there": int(journey.is_there)}
    return HttpResponseRedirect(f"{reverse('time')}?{urlencode(told)}")


def _asked(move: str, to: str) -> datetime:
    """The moment to go to. Raises Refusal for what is none, or too far away."""
    now = clock.now()
    if move == "next":
        return machine.next_due() or now
    if move.isdecimal() and 0 < int(move) <= MOST_DAYS:
        return now + timedelta(days=int(move))
    try:
        day = date.fromisoformat(to.strip())
    except ValueError:
        raise _unfit(Text(th="เลือกวันที่จะไป", en="Choose the day to go to.")) from None
    if day > (now + timedelta(days=MOST_DAYS)).date():
        raise _unfit(Text(th=f"ไปได้ครั้งละไม่เกิน {MOST_DAYS} วัน", en=f"Go at most {MOST_DAYS} days at a time."))
    return datetime.combine(day, time(8, 30), BANGKOK)


def _unfit(words: Text) -> Refusal:
    return Refusal("clock.day", words, field="to")


def _page(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    context: dict[str, Any] = {
        "now": clock.now(),
        "days_ahead": round(clock.ahead() / timedelta(days=1)),
        "next_due": machine.next_due(),
        "presets": PRESETS,
        "refusal": refusal,
        "to": request.POST.get("to", ""),
        "journey": _journey(request.GET.get("since", "")) if refusal is None else None,
        "is_there": request.GET.get("there", "1") == "1",
    }
    response = render(request, "demo/time.html", context, status=422 if refusal else 200)
    response["Cache-Control"] = "no-store"
    return response


def _journey(since: str) -> dict[str, Any] | None:
    """What happened since a moment; None for a page that nobody has travelled to."""
    try:
        begun = datetime.fromisoformat(since)
    except ValueError:
        return None
    if begun.tzinfo is None:
        return None
    with acting_as(PLATFORM), transaction.atomic():
        done, count = chronicle.done_between(begun, clock.now())
        letters = queued_between(begun, clock.now())
    words = {
        Kind.WARN: _("Warned that a time limit comes near"),
        Kind.DUE: _("Said that a time limit ends today"),
        Kind.OVER: _("Said that a time limit is over"),
        Kind.NOTICE: _("Notice of delay sent"),
        Kind.RETURN: _("Returned, because it was not mended in time"),
    }
    return {
        "begun": begun,
        "lines": [(one, words[one.kind]) for one in done],
        "count": count,
        "letters": letters,
    }
