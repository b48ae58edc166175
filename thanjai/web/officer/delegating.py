"""Delegations between agencies: given, accepted, ended, and worked under."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thanjai.agencies import delegations
from thanjai.agencies.selectors import officers_of
from thanjai.catalogue.selectors import adopted_by
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.domain.serving import DELEGABLE, delegated_roles
from thanjai.domain.text import Text
from thanjai.kernel.clock import today
from thanjai.kernel.tenancy import Actor, Kind, acting_as, worker_at
from thanjai.web import files
from thanjai.web.days import is_blank, read_day
from thanjai.web.identity import AGENCY, work_at_home, work_for
from thanjai.web.naming import named_agency
from thanjai.web.officer.entry import Officer, for_officers, when_fresh
from thanjai.web.officer.sending import Typed, done, order_of, page, posted
from thanjai.web.officer.words import role_words
from thanjai.web.requests import Request


@dataclass(frozen=True, slots=True)
class Shown:
    """A delegation as one of its sides sees it."""

    row: Any
    is_given: bool
    services: tuple[Text | str, ...]
    standing: str
    """offered, coming, in_force or over"""
    mine: tuple[str, ...]
    """The roles in which this officer may work under it."""


@require_safe
@for_officers
def delegations_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What the agency has given to others and taken from them."""
    context = {
        "shown": [_shown(officer, row) for row in delegations.delegations_of(officer.agency_id)],
        "role_words": role_words,
        "is_head": Role.HEAD in officer.member.roles,
        "is_over": "over" in request.GET,
    }
    return page(request, officer, "delegations.html", context)


def _shown(officer: Officer, row: Any) -> Shown:
    titles = {offer.definition.id: offer.definition.title for offer in adopted_by(row.giver_id)}
    is_given = row.giver_id == officer.agency_id
    if row.ended_at is not None or row.last < today():
        standing = "over"
    elif row.accepted_at is None:
        standing = "offered"
    else:
        standing = "in_force" if row.first <= today() else "coming"
    works = not is_given and standing == "in_force"
    return Shown(
        row=row,
        is_given=is_given,
        services=tuple(titles.get(id, id) for id in row.services),
        standing=standing,
        mine=delegated_roles(row.roles, officer.member.roles) if works else (),
    )


@require_http_methods(["GET", "POST"])
@for_officers
@when_fresh
def give_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Hand some of the agency's work to another."""
    lists = {name: request.POST.getlist(name) for name in ("services", "roles")}
    values, refusal = posted(request), None
    offers = adopted_by(officer.agency_id)
    if request.method == "POST":
        try:
            terms = delegations.Terms(
                taker=named_agency(values, "taker").settled("taker"), services=lists["services"], roles=lists["roles"], first=_first(values),
                last=read_day(values, "last"), offered=[offer.definition.id for offer in offers],
            )  # fmt: skip
            delegations.give(actor=officer.actor, terms=terms, order=order_of(request, values))
        except Refusal as refused:
            refusal = refused
        else:
            return done("office_delegations", "given")
    context = {
        "given": values,
        "lists": lists,
        "offers": offers,
        "roles": [(role.value, role_words(role.value)) for role in Role if role in DELEGABLE],
        "named": named_agency(values, "taker"),
        "may_give": Role.HEAD in officer.member.roles,
        "heads": officers_of(officer.agency_id, Role.HEAD),
    }
    return page(request, officer, "delegation_give.html", context, refusal)


def _first(values: Typed) -> Any:
    return today() if is_blank(values, "first") else read_day(values, "first")


@require_POST
@for_officers
@when_fresh
def decide(request: HttpRequest, officer: Officer, delegation: UUID) -> HttpResponse:
    """Accept a delegation, or end it."""
    if posted(request).get("command") == "accept":
        delegations.accept(actor=officer.actor, delegation_id=delegation)
        return done("office_delegations", "accepted")
    delegations.end(actor=officer.actor, delegation_id=delegation)
    return done("office_delegations", "ended")


@require_safe
@for_officers
def delegation_file(request: HttpRequest, officer: Officer, delegation: UUID) -> FileResponse:
    """The order of a delegation, for both sides."""
    row = delegations.one_delegation(delegation)
    if row.file_id is None:
        raise Http404
    with acting_as(worker_at(row.giver_id)):
        return files.one_file(row.file_id)


@require_POST
def work_elsewhere(request: Request) -> HttpResponse:
    """Work for another agency from now on, or for one's own again when none is named."""
    at_home = request.session.get(AGENCY)
    if request.actor.kind is not Kind.OFFICER or not at_home:
        return redirect("office")
    wanted = request.POST.get("delegation", "")
    if not wanted:
        work_at_home(request)
        return redirect("office")
    own = Actor(Kind.OFFICER, agency=UUID(at_home), person=request.actor.person, name=request.actor.name)
    with acting_as(own):
        actor = delegations.working_under(actor=own, delegation_id=_id(wanted))
    assert actor.agency and actor.delegation
    work_for(request, actor.agency, actor.delegation)
    return redirect("office")


def _id(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        raise Http404 from None
