"""Who may act for whom: giving a mandate, taking one, ending it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from thanjai.agencies.selectors import agencies_by_id
from thanjai.catalogue.selectors import titles
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.mandates import actions, selectors
from thanjai.web import requests
from thanjai.web.citizen.apply import MENDED
from thanjai.web.citizen.questions import Mend
from thanjai.web.days import read_day
from thanjai.web.identity import bearer_of
from thanjai.web.notices import notice_of, redirect_with
from thanjai.web.requests import Request, takes_forms
from thanjai.web.templating import speech

INVITED: Final = range(5)
"""So many lines for people to act; more can be invited by another mandate."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A mandate as it is told to people."""

    row: Any
    services: tuple[Text | str, ...]
    agencies: tuple[Any, ...]
    standing: str
    """offered, in_force or over"""
    may_end: bool
    may_give_back: bool


def shown(request: Request, row: Any) -> Shown:
    named, at = titles(), agencies_by_id(row.agencies)
    is_mine = any(
        one.person_id == request.actor.person and one.accepted_at and one.left_at is None for one in row.holders.all()
    )
    return Shown(
        row=row,
        services=tuple(named.get(id, id) for id in row.services),
        agencies=tuple(at[id] for id in row.agencies if id in at),
        standing=standing_of(row),
        may_end=actions.may_revoke(request.actor, row),
        may_give_back=is_mine,
    )


def standing_of(row: Any) -> str:
    if selectors.is_in_force(row):
        return "in_force"
    return "over" if row.ended_at is not None or row.in_force_at is not None else "offered"


@require_safe
def mandates_page(request: Request) -> HttpResponse:
    """The mandates that one holds, and those one has given or can end."""
    if request.actor.person is None:
        return _to_sign_in(request)
    mine = selectors.concerning(request.actor.person)
    context = {
        "held": [shown(request, row) for row in mine.held],
        "given": [shown(request, row) for row in mine.given],
        "notice": notice_of(request),
    }
    return render(request, "citizen/mandates.html", context)


@takes_forms
def give_page(request: Request) -> HttpResponse:
    """Give a mandate: for oneself, or for a company whose mandates one may give."""
    person = request.actor.person
    if person is None:
        return _to_sign_in(request)
    if request.method != "POST":
        return _give(request, person, {"needed": "1"})
    values = requests.typed(request)
    try:
        source = _source(values.get("source", ""), person)
        actions.offer(actor=request.actor, source=source, terms=_terms(request, values), known=titles())
    except Refusal as refusal:
        return _give(request, person, values, refusal)
    return redirect_with("mandate-given", "mandates")


def _source(chosen: str, person: UUID) -> UUID | None:
    """The mandate out of which it is given; None for oneself."""
    if chosen == "myself":
        return None
    found = next((row.id for row in selectors.can_grant(person) if str(row.id) == chosen), None)
    if found is None:
        raise Refusal("source", Text(th="เลือกว่าให้ทำการแทนใคร", en="Choose for whom they are to act."), field="source")
    return found


def _terms(request: HttpRequest, values: Mapping[str, str]) -> actions.Terms:
    needed = values.get("needed", "1")
    return actions.Terms(
        holders=[values.get(f"holder-{line}", "") for line in INVITED],
        until=read_day(values, "until"),
        services=request.POST.getlist("services") if values.get("which") == "some" else (),
        needed=int(needed) if needed.isdecimal() and len(needed) < 3 else 0,
        may_grant=values.get("may_grant") == "yes",
    )


def _give(request: Request, person: UUID, values: Mapping[str, str], refusal: Refusal | None = None) -> HttpResponse:
    field = refusal.field or "" if refusal else ""
    place = {"holders": "holder-0", "services": "which"}.get(field, field)
    mends = [Mend(speech().words(refusal.message), f"#{place}" if place else "")] if refusal else []
    context = {
        "given": values,
        "chosen": request.POST.getlist("services"),
        "sources": [(str(row.id), row.party.name) for row in selectors.can_grant(person)],
        "services": [(id, speech().words(title)) for id, title in titles().items()],
        "lines": INVITED,
        "mends": mends,
        "at_fault": field.partition(".")[0],
    }
    return render(request, "citizen/mandate_give.html", context, status=MENDED if refusal else 200)


@require_POST
def end(request: Request, mandate: UUID) -> HttpResponse:
    """Revoke a mandate one has given, or give back one that one holds."""
    if request.POST.get("command") == "give_back":
        actions.give_back(actor=request.actor, mandate_id=mandate)
        return redirect_with("mandate-given-back", "mandates")
    actions.revoke(actor=request.actor, mandate_id=mandate)
    return redirect_with("mandate-ended", "mandates")


@takes_forms
def invitation_page(request: Request, invitation: UUID, code: str) -> HttpResponse:
    """What somebody is offered by a one-time link; accepted by whoever has signed in."""
    found = selectors.invitation(bearer_of(code))
    if found is None or found.id != invitation:
        raise actions.no_such_invitation()
    if request.method == "POST":
        if request.actor.person is None:
            return _to_sign_in(request)
        accepts = request.POST.get("command") == "accept"
        actions.answer(actor=request.actor, bearer=bearer_of(code), accepts=accepts)
        return redirect_with("mandate-accepted" if accepts else "mandate-declined", "mandates")
    named = titles()
    context = {
        "mandate": found.mandate,
        "services": [named.get(id, id) for id in found.mandate.services],
        "agencies": list(agencies_by_id(found.mandate.agencies).values()),
        "is_signed_in": request.actor.person is not None,
    }
    response = render(request, "citizen/mandate_invitation.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('sign_in')}?next={request.path}")
