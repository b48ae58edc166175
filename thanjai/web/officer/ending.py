"""Retiring a service: one asks, another approves; called off until the day has come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from thanjai.authoring.permissions import author_of
from thanjai.catalogue import selectors as catalogue
from thanjai.domain.refusals import Refusal
from thanjai.domain.retiring import NOTICE
from thanjai.kernel.clock import today
from thanjai.publishing import retiring
from thanjai.web.days import read_day
from thanjai.web.officer.entry import Officer, for_officers, when_grave
from thanjai.web.officer.sending import Typed, chosen, done, page, posted
from thanjai.web.requests import takes_forms


@takes_forms
@for_officers
@when_grave
def end_page(request: HttpRequest, officer: Officer, service: str) -> HttpResponse:
    """What was asked of the service, what is to decide, and the form to ask."""
    for_all = retiring.is_for_all(officer.agency_id, service)
    author_of(officer.actor)
    values, refusal = posted(request) if request.method == "POST" else {}, None
    if request.method == "POST":
        deed = _DEEDS.get(values.get("command", ""))
        if deed is None:
            raise Http404
        try:
            deed(officer, service, values)
            return done("office_service_end", values["command"], service=service)
        except Refusal as refused:
            refusal = refused
    titles = catalogue.titles()
    rows = retiring.retirements_of(officer.agency_id, service)
    context = {
        "service": service,
        "title": titles.get(service),
        "for_all": for_all,
        "others": {id: title for id, title in titles.items() if id != service},
        "titles": titles,
        "rows": rows,
        "may_ask": not any(row.state in ("asked", "approved") for row in rows),
        "me": officer.person_id,
        "first": today() + NOTICE,
        "day": today(),
        "given": values,
    }
    return page(request, officer, "service_end.html", context, refusal)


def _ask(officer: Officer, service: str, values: Typed) -> None:
    retiring.ask(
        actor=officer.actor, service=service, on=read_day(values, "on"),
        instead_service=values.get("instead-service", ""), th=values.get("instead-th", ""),
        en=values.get("instead-en", ""), reason=values.get("reason", ""),
    )  # fmt: skip


def _id(values: Typed) -> UUID:
    return chosen(values.get("retirement", ""), "retirement")


def _approve(officer: Officer, _service: str, values: Typed) -> None:
    retiring.approve(actor=officer.actor, retirement_id=_id(values))


def _send_back(officer: Officer, _service: str, values: Typed) -> None:
    retiring.send_back(actor=officer.actor, retirement_id=_id(values))


def _call_off(officer: Officer, _service: str, values: Typed) -> None:
    retiring.call_off(actor=officer.actor, retirement_id=_id(values))


_DEEDS: Final[dict[str, Callable[[Officer, str, Typed], None]]] = {
    "ask": _ask, "approve_ending": _approve, "send_back": _send_back, "call_off": _call_off,
}  # fmt: skip
