"""The citizen manual of a service at an agency (Licensing Facilitation Act section 7), derived where it can be."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from thanjai.agencies.selectors import calendar_for
from thanjai.cases.usual import usual_time
from thanjai.catalogue import selectors as catalogue
from thanjai.catalogue.history import history
from thanjai.domain.deadlines import Duration, ready_by
from thanjai.domain.definition.difference import Change, Section, by_section
from thanjai.domain.fees import fee_table
from thanjai.domain.manual_rows import in_all, longest_way, renewal_rows, step_rows
from thanjai.kernel.clock import now
from thanjai.mandates.selectors import usable
from thanjai.showing import finding
from thanjai.showing.pictures import audiences_of
from thanjai.web.found import to_be_found
from thanjai.web.notices import notice_of
from thanjai.web.requests import Request


@to_be_found
@require_safe
def manual(request: Request, slug: str, service: str) -> HttpResponse:
    """Everything one needs to know before applying; printable."""
    offer = catalogue.offer(slug, service)
    person, language = request.actor.person, get_language() or "th"
    context = {
        **manual_context(offer),
        "mandates": usable(person, offer.definition.id, offer.agency.id) if person else [],
        "notice": notice_of(request),
        "linked": finding.manual_page(offer, language),
        "card": finding.service_card(offer, language),
        "audience": audiences_of(offer)[0],
    }
    return render(request, "citizen/manual.html", context)


def manual_context(offer: catalogue.Offer) -> dict[str, Any]:
    """What the manual says of a service as it is offered, whoever reads it."""
    definition, settings = offer.definition, offer.settings
    rows = step_rows(definition, settings)
    longest = longest_way(definition, rows)
    return {
        "offer": offer,
        "definition": definition,
        "manual": definition.manual,
        "steps": rows,
        "total": in_all(longest),
        "ready": _ready(offer.agency.id, longest),
        "usual": usual_time(offer.agency.id, definition.id),
        "fees": fee_table(definition, settings),
        "renewals": renewal_rows(definition, settings),
        "unconfirmed": [one for one in definition.settings if one.unconfirmed and settings.get(one.id) is None],
    }


@require_safe
def changes(request: Request, slug: str, service: str) -> HttpResponse:
    """What changed in the manual, by the day it was published, down from the version that this agency offers."""
    offer = catalogue.offer(slug, service)
    found = [one for one in history(service) if one.number <= offer.version_number]
    context = {"offer": offer, "definition": offer.definition, "versions": found, "sections": _for_the_public}
    return render(request, "citizen/manual_changes.html", context)


def _for_the_public(told: tuple[Change, ...]) -> list[tuple[Section, list[Change]]]:
    """What a name in the system is changes nothing for anybody who applies."""
    return by_section(change for change in told if change.kind != "renamed")


def _ready(agency: Any, way: list[Duration] | None) -> datetime | None:
    return ready_by(way, calendar_for(agency), now()) if way is not None else None
