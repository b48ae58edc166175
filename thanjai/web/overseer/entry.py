"""The door of the oversight: only those who serve in an agency that watches over the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from thanjai.agencies.selectors import membership
from thanjai.cases import copies
from thanjai.domain.definition.base import AgencyKind
from thanjai.kernel.tenancy import Actor, Kind
from thanjai.web.officer.entry import to_the_door

P = ParamSpec("P")


@dataclass(frozen=True)
class Overseer:
    """Who looks on: the actor, and how they serve."""

    actor: Actor
    member: Any


def for_overseers(
    view: Callable[Concatenate[HttpRequest, Overseer, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Give the view its overseer, who serves there still; send anybody else to sign in, and back here afterwards."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if actor.kind is Kind.OVERSEER and actor.person and actor.agency:
            member = membership(actor.person, actor.agency)
            if member is not None and member.agency.kind == AgencyKind.OVERSIGHT:
                return view(request, Overseer(actor, member), *args, **kwargs)
        return to_the_door(request, reverse("oversight"))

    return guarded


def overseer_page(request: HttpRequest, overseer: Overseer, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page of the oversight, with how many notices nobody has seen yet. It is never kept on the way."""
    told = {"overseer": overseer, "unseen": copies.unseen(), "most_unseen": copies.MOST_COUNTED, **context}
    response = render(request, f"overseer/{template}", told)
    response["Cache-Control"] = "private, no-store"
    return response
