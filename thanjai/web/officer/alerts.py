"""The head's pages about looking: alerts, what is chosen for them, and the trail for inspectors."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thanjai.audit import alerts, export
from thanjai.audit.choices import FIGURES, choose, chosen_by, head_at
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.domain.watch import DEFAULTS, MOST, WORDS, Odd
from thanjai.kernel.clock import today
from thanjai.kernel.paging import read_place, write_place
from thanjai.web import requests
from thanjai.web.citizen.questions import Mend
from thanjai.web.days import read_day, typed_day
from thanjai.web.officer.entry import Officer, for_officers, office_page
from thanjai.web.officer.reading import noted
from thanjai.web.requests import takes_forms
from thanjai.web.templating import speech

MENDED: Final = 422
ON_A_PAGE: Final = 50
USUAL_DAYS: Final = timedelta(days=30)
Typed = Mapping[str, str]


@require_safe
@for_officers
def alerts_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Looks at personal data that were odd, newest first."""
    after, open_only = read_place(request.GET.get("after", "")), request.GET.get("show") != "all"
    rows = alerts.alerts_of(officer.actor, after=after, limit=ON_A_PAGE + 1, open_only=open_only)
    last = rows[ON_A_PAGE - 1] if len(rows) > ON_A_PAGE else None
    here = reverse("office_alerts") + ("" if open_only else "?show=all")
    context = {
        "rows": [(row, WORDS[Odd(row.kind)]) for row in rows[:ON_A_PAGE]],
        "open_only": open_only,
        "following": f"{here}{'?' if open_only else '&'}after={write_place(last.at, last.id)}" if last else "",
        "is_later_page": after is not None,
        "here": here,
    }
    return office_page(request, officer, "alerts.html", context)


@takes_forms
@for_officers
def alert_page(request: HttpRequest, officer: Officer, alert: UUID) -> HttpResponse:
    """One alert with what its officer looked at that day; and closing it, with what was found."""
    if request.method != "POST":
        return _alert(request, officer, alert)
    try:
        alerts.close(actor=officer.actor, alert_id=alert, note=request.POST.get("note", ""))
    except Refusal as refusal:
        if refusal.field is None:
            raise
        return _alert(request, officer, alert, refusal)
    return HttpResponseRedirect(f"{request.path}?done")


def _alert(request: HttpRequest, officer: Officer, id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    found = alerts.evidence(officer.actor, id)
    noted(officer, "alert", shown=len(found.looks))
    context = {
        "alert": found.alert,
        "kind": WORDS[Odd(found.alert.kind)],
        "looks": found.looks,
        "more": found.more,
        "given": request.POST.get("note", ""),
        **_outcome(request, refusal),
    }
    return office_page(request, officer, "alert.html", context, status=MENDED if refusal else 200)


@takes_forms
@for_officers
def choices_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Who is told of alerts besides the head, from which figures on, and whether applicants see officers' names."""
    agency = head_at(officer.actor)
    if request.method != "POST":
        chosen = chosen_by(agency)
        figures = {odd.value: getattr(chosen, odd.value) for odd in FIGURES}
        given = {name: "" if figure is None else str(figure) for name, figure in figures.items()}
        shows = "yes" if chosen.shows_names else "no"
        return _choices(request, officer, {**given, "guardian_email": chosen.guardian_email, "names": shows})
    values = requests.typed(request)
    try:
        choose(
            actor=officer.actor, guardian_email=values.get("guardian_email", ""),
            shows_names=values.get("names") != "no",
            figures={odd: _figure(values.get(odd.value, "")) for odd in FIGURES},
        )  # fmt: skip
    except Refusal as refusal:
        if refusal.field is None:
            raise
        return _choices(request, officer, values, refusal)
    return HttpResponseRedirect(f"{request.path}?done")


def _figure(text: str) -> int | None:
    """None for a blank; what is no figure is too small for one, and refused as such."""
    if not text:
        return None
    return int(text) if text.isdecimal() and len(text) < 7 else 0


def _choices(request: HttpRequest, officer: Officer, given: Typed, refusal: Refusal | None = None) -> HttpResponse:
    context = {
        "given": given,
        "figures": [(odd.value, WORDS[odd], DEFAULTS[odd]) for odd in FIGURES],
        "most": MOST,
        **_outcome(request, refusal),
    }
    return office_page(request, officer, "alert_choices.html", context, status=MENDED if refusal else 200)


@takes_forms
@for_officers
def trail_page(request: HttpRequest, officer: Officer) -> HttpResponse | FileResponse:
    """Who looked at what, as a file with its proofs, for some days."""
    head_at(officer.actor)
    if request.method != "POST":
        day = today()
        return _trail(request, officer, {**typed_day(day - USUAL_DAYS, "first"), **typed_day(day, "last")})
    values = requests.typed(request)
    try:
        first, last = _days(values)
    except Refusal as refusal:
        return _trail(request, officer, values, refusal)
    name, content = export.for_head(officer.actor, first, last)
    noted(officer, "trail")
    sent = FileResponse(content, as_attachment=True, filename=name, content_type="application/zip")
    sent["Cache-Control"] = "private, no-store"
    return sent


def _days(values: Typed) -> tuple[date, date]:
    first, last = read_day(values, "first"), read_day(values, "last")
    if last < first:
        words = Text(th="วันสุดท้ายต้องไม่ก่อนวันแรก", en="The last day cannot come before the first.")
        raise Refusal("days_order", words, field="last.day")
    return first, last


def _trail(request: HttpRequest, officer: Officer, given: Typed, refusal: Refusal | None = None) -> HttpResponse:
    context = {"given": given, **_outcome(request, refusal)}
    return office_page(request, officer, "trail.html", context, status=MENDED if refusal else 200)


def _outcome(request: HttpRequest, refusal: Refusal | None) -> dict[str, Any]:
    field = refusal.field or "" if refusal else ""
    return {
        "mends": [Mend(speech().words(refusal.message), f"#{field}")] if refusal else [],
        "at_fault": field,
        "notice": _("Kept.") if "done" in request.GET else "",
    }
