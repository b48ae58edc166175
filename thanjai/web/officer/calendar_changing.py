"""Changing the calendar: the forms, a look at what a change would move, and the change itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from thanjai.agencies.calendar_actions import change_calendar
from thanjai.agencies.calendar_faults import UnreadableCalendar
from thanjai.agencies.calendar_files import MOST_BYTES
from thanjai.agencies.calendars import calendar_for
from thanjai.agencies.selectors import agency_by_id, name_of
from thanjai.cases.foresight import preview
from thanjai.domain.calendar_book import EFFECT_WORDS, KIND_WORDS, DayKind, Layer
from thanjai.domain.refusals import Refusal
from thanjai.domain.regions import PROVINCES, WORDS
from thanjai.kernel.clock import today
from thanjai.web import requests
from thanjai.web.citizen.questions import Mend
from thanjai.web.months import province_words, whose
from thanjai.web.officer.calendar_forms import Proposal, asked_before, read_again, read_proposal, scopes
from thanjai.web.officer.entry import Officer, for_officers, office_page
from thanjai.web.templating import speech

MENDED: Final = 422
ON_A_PAGE: Final = 50


@require_http_methods(["GET", "POST"])
@for_officers
def change_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The forms for a change. What is sent here is only looked at: the next page says what it would move."""
    if request.method == "GET":
        return _forms(request, officer, asked_before(request.GET))
    values = requests.typed(request)
    file = request.FILES.get("file")
    try:
        content = file.read(MOST_BYTES + 1) if file is not None else None
        return _look(request, officer, read_proposal(officer, values, content))
    except UnreadableCalendar as unreadable:
        faults = [(fault.line, speech().words(fault.message)) for fault in unreadable.faults]
        return _forms(request, officer, values, unreadable, faults)
    except Refusal as refusal:
        return _forms(request, officer, values, refusal)


def _forms(
    request: HttpRequest,
    officer: Officer,
    values: Mapping[str, str],
    refusal: Refusal | None = None,
    faults: list[tuple[int, str]] | None = None,
) -> HttpResponse:
    choices = scopes(officer)
    if not choices or (refusal is not None and refusal.code == "not_allowed"):
        return office_page(request, officer, "calendar_change.html", {"may_change": False}, status=403)
    calendar = calendar_for(officer.agency_id)
    context = {
        "may_change": True,
        "given": values,
        "mends": [_mend(values, refusal)] if refusal else [],
        "at_fault": _place(values, refusal) if refusal else "",
        "faults": faults or [],
        "has_scopes": len(choices) > 1,
        "regions": WORDS,
        "provinces": {WORDS[region]: [province_words(name) for name in names] for region, names in PROVINCES.items()},
        "kinds": {kind: words for kind, words in KIND_WORDS.items() if kind is not DayKind.BASE},
        "effects": EFFECT_WORDS,
        "hours": calendar.hours,
        "today": today(),
        "closes_today": calendar.works_on(today()),
    }
    return office_page(request, officer, "calendar_change.html", context, status=MENDED if refusal else 200)


def _mend(values: Mapping[str, str], refusal: Refusal) -> Mend:
    return Mend(speech().words(refusal.message), f"#{_place(values, refusal)}")


def _place(values: Mapping[str, str], refusal: Refusal) -> str:
    """The input of the sent form that a refusal speaks of; each form's inputs bear its name in front."""
    field, command = refusal.field or "day", values.get("command", "days")
    if field in ("reason", "source"):
        return f"{command}-{field}"
    names = {"day": "first.day" if command == "days" else f"{command}-reason", "hours": "opens"}
    return names.get(field, field)


def _look(request: HttpRequest, officer: Officer, proposal: Proposal, start: int = 0) -> HttpResponse:
    """What the change would move, before it is made."""
    scope = proposal.scope(officer)
    seen = preview(
        actor=officer.actor, scope=scope, days=proposal.days, hours=proposal.hours, reason=proposal.reason,
        source=proposal.source,
    )  # fmt: skip
    own = scope.layer is Layer.AGENCY
    context = {
        "proposal": proposal,
        "sealed": proposal.model_dump_json(),
        "seen": seen,
        "whose": name_of(agency_by_id(officer.agency_id)) if own else whose(scope.layer, scope.region, scope.province),
        "effects": EFFECT_WORDS,
        "listed": seen.cases[start : start + ON_A_PAGE],
        "start": start,
        "next_start": start + ON_A_PAGE if len(seen.cases) > start + ON_A_PAGE else 0,
    }
    return office_page(request, officer, "calendar_preview.html", context)


@require_POST
@for_officers
def preview_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Another page of what a change would move."""
    start = request.POST.get("start", "")
    proposal = read_again(request.POST.get("proposal", ""))
    return _look(request, officer, proposal, int(start) if start.isdecimal() and len(start) < 6 else 0)


@require_POST
@for_officers
def make_change(request: HttpRequest, officer: Officer) -> HttpResponseRedirect:
    """The change is made; jobs count the open cases anew."""
    proposal = read_again(request.POST.get("proposal", ""))
    row = change_calendar(
        actor=officer.actor, scope=proposal.scope(officer), days=proposal.days, hours=proposal.hours,
        reason=proposal.reason, source=proposal.source,
    )  # fmt: skip
    year = proposal.days[0].day.year if proposal.days else today().year
    return HttpResponseRedirect(f"{reverse('office_calendar')}?{urlencode({'year': year, 'done': row.number})}")
