"""The door of the office: only those who serve in an agency now come in, and only into their own agency."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from thanjai.agencies.selectors import serving_as
from thanjai.domain.definition.base import Role
from thanjai.kernel.tenancy import Actor
from thanjai.web import identity
from thanjai.web.requests import Request
from thanjai.web.signing_in.keeping import confirm

P = ParamSpec("P")
GRAVE: Final = frozenset(
    {
        "accept",
        "agree_difference",
        "amend",
        "approve",
        "approve_account",
        "approve_biller",
        "approve_ending",
        "approve_money",
        "approve_roll",
        "ask_biller",
        "bring_in",
        "close_day",
        "close_service",
        "decide",
        "decide_appeal",
        "end",
        "everywhere",
        "grant",
        "lift",
        "offer_service",
        "remove_payee",
        "publish",
        "publish_at",
        "put_on",
        "reissue",
        "reopen_service",
        "replace",
        "return",
        "revoke",
        "send_roll",
        "set_aside",
        "set_tolerance",
        "set_up",
        "sign_out",
        "suspend",
        "undo",
        "undo_intake",
        "vouch",
    }
)
"""Commands that bind the agency: orders, what suspends or ends a licence, and what gives or ends a right."""


@dataclass(frozen=True)
class Officer:
    """Who is at the desk: the actor, and how they serve. The agency is never taken from a form."""

    actor: Actor
    person_id: UUID
    agency_id: UUID
    member: Any
    reasons: dict[UUID, str | None] = field(default_factory=dict, compare=False)
    """Why they look at cases that are not their work, as far as it was asked in this request; None for their own work."""

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles whose work this officer may do; the head may do all."""
        return tuple(role.value for role in Role) if Role.HEAD in self.member.roles else tuple(self.member.roles)

    @property
    def under(self) -> str:
        """The delegation under which they work here, as the trail cites it; empty for the agency's own."""
        given = self.member.delegation
        return f"{given.taker.name_th}: {given.order_number}" if given is not None else ""


View = Callable[Concatenate[HttpRequest, Officer, P], HttpResponseBase]
Guarded = Callable[Concatenate[Request, P], HttpResponseBase]


def for_officers(view: View[P]) -> Guarded[P]:
    """Give the view its officer; send anybody else to sign in, and back here afterwards.

    It is for the agency's own officers: whoever works for it under a delegation is told so.
    """
    return _guarded(view, for_delegates=False)


def for_delegates_too(view: View[P]) -> Guarded[P]:
    """Like `for_officers`, and also for officers of another agency who work here under a delegation."""
    return _guarded(view, for_delegates=True)


def _guarded(view: View[P], *, for_delegates: bool) -> Guarded[P]:
    @wraps(view)
    def guarded(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        actor = request.actor
        member = serving_as(actor)
        if member is not None and actor.person and actor.agency:
            officer = Officer(actor, actor.person, actor.agency, member)
            if actor.delegation is not None and not for_delegates:
                return office_page(request, officer, "own_officers_only.html", {}, status=403)
            return view(request, officer, *args, **kwargs)
        if actor.delegation is not None:
            identity.work_at_home(request)
            return HttpResponseRedirect(f"{reverse('office_delegations')}?over")
        return to_the_door(request, reverse("office"))

    return guarded


def to_the_door(request: HttpRequest, otherwise: str) -> HttpResponse:
    """To sign in, and back here; whoever serves and is signed in lacks a second proof, so to where it is set up."""
    here = request.get_full_path() if request.method == "GET" else otherwise
    is_without_proof = identity.PERSON in request.session and identity.serves(request)
    place, told = (("mfa_index", {"notice": "two-factors"}) if is_without_proof and not identity.opens_offices(request)
                   else ("sign_in", {"next": here}))  # fmt: skip
    return HttpResponseRedirect(f"{reverse(place)}?{urlencode(told)}")


Deed = Callable[Concatenate[HttpRequest, Officer, P], HttpResponseBase]


def when_fresh(view: Deed[P]) -> Deed[P]:
    """For what cannot be taken back: whoever proved themselves too long ago does so again before a form is taken."""
    return _proved(view, lambda request: True)


def when_grave(view: Deed[P]) -> Deed[P]:
    """`when_fresh` for those forms of a page that give a grave command. The view does nothing for one it does not know."""
    return _proved(view, is_grave)


def when_fresh_or_redrawn(view: Deed[P]) -> Deed[P]:
    """`when_fresh` for a view that only draws its form anew for `action=refresh`."""
    return _proved(view, lambda request: not is_redrawn(request))


def when_grave_or_redrawn(view: Deed[P]) -> Deed[P]:
    """`when_grave` for a view that only draws its form anew for `action=refresh`."""
    return _proved(view, lambda request: not is_redrawn(request) and is_grave(request))


def _proved(view: Deed[P], needs_proof: Callable[[HttpRequest], bool]) -> Deed[P]:
    @wraps(view)
    def guarded(request: HttpRequest, officer: Officer, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method == "POST" and needs_proof(request) and not identity.is_fresh(request):
            return confirm(request)
        return view(request, officer, *args, **kwargs)

    return guarded


def is_grave(request: HttpRequest) -> bool:
    """Whether the form gives a command with legal effect; a form that names no command always does."""
    command = request.POST.get("command")
    return command is None or command in GRAVE


def is_redrawn(request: HttpRequest) -> bool:
    return request.POST.get("action") == "refresh"


def office_page(
    request: HttpRequest, officer: Officer, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of the office, which always says whose desk it is. It is never kept by the browser or on the way."""
    response = render(request, f"officer/{template}", {"officer": officer, **context}, status=status)
    response["Cache-Control"] = "private, no-store"
    return response
