"""The work list: what lies with whom, sorted by what is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from thanjai.agencies.selectors import calendar_for
from thanjai.cases import office
from thanjai.cases.office import APPLICANTS_TURN
from thanjai.catalogue.selectors import adopted_by, definition_of
from thanjai.contact.selectors import calls_for, waiting_for
from thanjai.domain.definition.base import Role
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.text import Text
from thanjai.domain.workdays import Calendar
from thanjai.kernel.clock import now, today
from thanjai.kernel.paging import read_place, write_place
from thanjai.payouts import selectors as payouts
from thanjai.web.officer import searching
from thanjai.web.officer.certificates import certificate_ends
from thanjai.web.officer.clock import Left, time_left
from thanjai.web.officer.entry import Officer, for_delegates_too, office_page
from thanjai.web.officer.reading import noted
from thanjai.web.officer.words import status_label
from thanjai.web.requests import takes_forms

TABS: Final = ("mine", "roles", "all", "notices", "waiting", "finished")
_ON_A_PAGE: Final = 50
_FIRST_TAB: Final = "roles"


@dataclass(frozen=True, slots=True)
class Line:
    """One case of the list."""

    case: Any
    definition: ServiceDefinition
    label: Text
    steps: tuple[Text, ...]
    left: Left
    is_applicants_turn: bool
    asks_reason: bool
    """It is late or will be soon, and the applicant is to be told why."""


@takes_forms
@for_delegates_too
def work_list(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The officer's cases: their own, their roles', all, the late, those waiting for the applicant, the finished."""
    if request.method == "POST":
        return searching.keep(request)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else _FIRST_TAB
    service = request.GET.get("service", "")
    query = searching.words_of(request)
    if query:
        found, following = office.find_in_agency(officer.agency_id, query), ""
    else:
        found, following = _page_of(officer, tab, service, request.GET.get("after", ""))
    noted(officer, "search" if query else f"work list {tab}", shown=len(found), words=query)
    context = {
        "calls": [] if query or officer.under else calls_for(officer.agency_id, officer.person_id, officer.roles),
        "waiting": [] if query else waiting_for(officer.agency_id, officer.person_id, officer.roles),
        "tab": tab,
        "tabs": TABS,
        "query": query,
        "service": service,
        "services": adopted_by(officer.agency_id),
        "lines": _lines(found, calendar_for(officer.agency_id)),
        "here": _address(tab, service),
        "addresses": {one: _address(one, service) for one in TABS},
        "following": f"{_address(tab, service)}&{urlencode({'after': following})}" if following else "",
        "is_later_page": "after" in request.GET,
        "unsent": _late_payments(officer),
        "certificate_ends": certificate_ends(officer),
    }
    return office_page(request, officer, "work_list.html", context)


def _late_payments(officer: Officer) -> list[payouts.Unsent]:
    """Payments to people that were to be made by now, for those whose work that is."""
    if officer.under or not {Role.CASHIER, Role.HEAD} & set(officer.member.roles):
        return []
    return [one for one in payouts.unsent_at(officer.agency_id, today()) if one.is_late]


@require_safe
@for_delegates_too
def next_case(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The case that is due next among those of the officer's roles, other than the one just worked on."""
    done = request.GET.get("after", "")
    for case in office.work_list(officer.agency_id, roles=officer.roles, limit=2):
        if str(case.id) != done:
            return redirect("office_case", case=case.id)
    return redirect("office")


def _page_of(officer: Officer, tab: str, service: str, after: str) -> tuple[list[Any], str]:
    """The rows of one page, and the place to go on from; empty on the last one."""
    rows = office.work_list(
        officer.agency_id,
        officer=officer.person_id if tab == "mine" else None,
        roles=officer.roles if tab == "roles" else (),
        statuses=APPLICANTS_TURN if tab == "waiting" else (),
        late_at=now() if tab == "notices" else None,
        ended=tab == "finished",
        service=service or None,
        after=read_place(after),
        limit=_ON_A_PAGE + 1,
    )
    if len(rows) <= _ON_A_PAGE:
        return rows, ""
    last = rows[_ON_A_PAGE - 1]
    return rows[:_ON_A_PAGE], write_place(last.submitted_at if tab == "finished" else last.due_at, last.id)


def _lines(cases: Sequence[Any], calendar: Calendar) -> list[Line]:
    moment = now()
    warned = [case.id for case in cases if case.warn_at is not None and case.warn_at <= moment]
    asked = office.asked_for_reasons(warned, moment) if warned else set()
    return [_line(case, calendar, moment, case.id in asked) for case in cases]


def _line(case: Any, calendar: Calendar, moment: datetime, asks_reason: bool) -> Line:
    definition = definition_of(case.version_id)
    return Line(
        case=case,
        definition=definition,
        label=status_label(case.status),
        steps=tuple(definition.step(id).title for id in case.steps),
        left=time_left(case.due_at, case.warn_at, calendar, moment),
        is_applicants_turn=case.status in APPLICANTS_TURN,
        asks_reason=asks_reason,
    )


def _address(tab: str, service: str) -> str:
    query = {"tab": tab, "service": service} if service else {"tab": tab}
    return f"{reverse('office')}?{urlencode(query)}"
