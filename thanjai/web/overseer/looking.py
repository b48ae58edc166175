"""The oversight's views of all agencies: what is late, who is silent, how far services have come."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from thanjai.agencies.selectors import calendar_for
from thanjai.contact.selectors import times_of_all
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.reception import WORDS, Why
from thanjai.domain.text import Text
from thanjai.domain.workdays import working_days_between
from thanjai.kernel.clock import now
from thanjai.kernel.paging import read_place, write_place
from thanjai.oversight import late, readiness, silence
from thanjai.oversight.late import Chosen, Count, LateCase
from thanjai.receiving.selectors import counts
from thanjai.web.overseer.choosing import CAUSES, NONE_TOLD, Narrowed, agencies, narrowed, service_titles
from thanjai.web.overseer.entry import Overseer, for_overseers, overseer_page
from thanjai.web.templating import speech

ON_A_PAGE: Final = 100
MOST_AGENCIES: Final = 50
"""Listed on the front page, those with most late cases; the export has all."""


@require_safe
@for_overseers
def overview(request: HttpRequest, overseer: Overseer) -> HttpResponse:
    """Late cases by agency, service and cause, and the silent agencies."""
    found = late.count()
    silent = silence.silent_agencies()
    context = {
        "late": found,
        "by_agency": [(one, agencies().get(UUID(one.key))) for one in found.by["agency"][:MOST_AGENCIES]],
        "by_service": [(one, service_titles().get(one.key)) for one in found.by["service"]],
        "by_cause": [_cause(one) for one in found.by["cause"]],
        "silent": len(silent),
        "missing": sum(len(one.cases) for one in silent),
    }
    return overseer_page(request, overseer, "overview.html", context)


def _cause(one: Count) -> tuple[Count, str, Any]:
    key = one.key or NONE_TOLD
    return one, key, CAUSES.get(key)


@require_safe
@for_overseers
def late_page(request: HttpRequest, overseer: Overseer) -> HttpResponse:
    """The late cases, the longest overdue first."""
    chosen, after = narrowed(request), read_place(request.GET.get("after", ""))
    rows = late.late_cases(_as_chosen(chosen), after=after, limit=ON_A_PAGE + 1)
    last = rows[ON_A_PAGE - 1] if len(rows) > ON_A_PAGE else None
    here = chosen.address(reverse("oversight_late"))
    context = {
        "lines": [(row, agencies().get(row.agency_id), _days_over(row)) for row in rows[:ON_A_PAGE]],
        **words_of(chosen),
        "here": here,
        "following": chosen.address(reverse("oversight_late"), after=write_place(last.due_at, last.id)) if last else "",
        "is_later_page": after is not None,
        "export": chosen.address(""),
    }
    return overseer_page(request, overseer, "late.html", context)


def words_of(chosen: Narrowed) -> dict[str, Any]:
    """What a page with a choice needs."""
    return {
        "chosen": chosen,
        "services": service_titles(),
        "causes": CAUSES,
    }


def _as_chosen(chosen: Narrowed) -> Chosen:
    return Chosen(chosen.agency_id, chosen.service, chosen.cause)


def _days_over(row: LateCase) -> int:
    """Working days of the agency since the time limit."""
    return working_days_between(calendar_for(row.agency_id), bangkok_day(row.due_at), bangkok_day(now()))


@require_safe
@for_overseers
def silent_page(request: HttpRequest, overseer: Overseer) -> HttpResponse:
    """The agencies that owe word of a delay, with their cases."""
    found = silence.silent_agencies()
    context = {
        "silent": [(one, agencies().get(one.agency_id)) for one in found[:ON_A_PAGE]],
        "more": max(0, len(found) - ON_A_PAGE),
        "services": service_titles(),
    }
    return overseer_page(request, overseer, "silent.html", context)


@require_safe
@for_overseers
def refusals_page(request: HttpRequest, overseer: Overseer) -> HttpResponse:
    """Who takes and who refuses documents, month by month, and on what grounds: figures alone."""
    found = counts()
    context = {
        "rows": [(one, agencies().get(one.agency_id), refusal_words(one.why)) for one in found[:ON_A_PAGE]],
        "more": max(0, len(found) - ON_A_PAGE),
        "accepted": sum(one.times for one in found if not one.why),
        "refused": sum(one.times for one in found if one.why),
    }
    return overseer_page(request, overseer, "refusals.html", context)


def refusal_words(why: str) -> Text | None:
    """The grounds in words; None for what was accepted."""
    return WORDS[Why(why)] if why else None


@require_safe
@for_overseers
def answers_page(request: HttpRequest, overseer: Overseer) -> HttpResponse:
    """How soon agencies answer those who write to them, the slowest first: figures alone."""
    found = times_of_all()
    context = {
        "rows": [(one, _agency_name(one.key)) for one in found[:ON_A_PAGE]],
        "more": max(0, len(found) - ON_A_PAGE),
    }
    return overseer_page(request, overseer, "answers.html", context)


def _agency_name(id: str) -> str:
    agency = agencies().get(UUID(id))
    return speech().name_of(agency) if agency is not None else "–"


@require_safe
@for_overseers
def readiness_page(request: HttpRequest, overseer: Overseer) -> HttpResponse:
    """How far services have spread, by level."""
    return overseer_page(request, overseer, "readiness.html", {"readiness": readiness.readiness()})
