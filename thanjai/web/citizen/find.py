"""Finding a service: the front page, the list with its search, an agency."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from thanjai.agencies import selectors as agencies
from thanjai.bundles.selectors import published
from thanjai.catalogue import selectors as catalogue
from thanjai.catalogue.selectors import Offer
from thanjai.showing import finding
from thanjai.web.found import to_be_found
from thanjai.web.notices import notice_of

AUDIENCES = ("citizen", "business", "labour")
POPULAR = 6


@to_be_found
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Audiences, search, what is often asked for, agencies."""
    every = catalogue.offers()
    context = {
        "bundles": published(),
        "popular": _one_of_each(every)[:POPULAR],
        "audiences": [audience for audience in AUDIENCES if any(audience in one.definition.audience for one in every)],
        "agencies": agencies.all_agencies(),
        "notice": notice_of(request),
        "linked": finding.site_page(get_language() or "th"),
    }
    return render(request, "citizen/home.html", context)


@to_be_found
@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """All services, those for an audience, or those that fit some words."""
    query = request.GET.get("q", "").strip()[:200]
    audience = request.GET.get("for", "")
    audience = audience if audience in AUDIENCES else ""
    found = catalogue.search(query, audience=audience or None) if query else catalogue.offers(audience=audience or None)
    context = {"query": query, "audience": audience, "audiences": AUDIENCES, "services": _by_service(found)}
    return render(request, "citizen/services.html", context)


@to_be_found
@require_safe
def agency(request: HttpRequest, slug: str) -> HttpResponse:
    """An agency: where it is, when it is open, what it offers."""
    found = agencies.agency_by_slug(slug)
    language = get_language() or "th"
    context = {
        "agency": found,
        "offers": catalogue.offers(agency=found.id),
        "linked": finding.agency_page(found, language),
        "card": finding.agency_card(found, language),
    }
    return render(request, "citizen/agency.html", context)


def _one_of_each(offers: Sequence[Offer]) -> list[Sequence[Offer]]:
    """Offers by service; the service with most agencies first."""
    return sorted(_by_service(offers), key=lambda group: -len(group))


def _by_service(offers: Sequence[Offer]) -> list[Sequence[Offer]]:
    """Offers of the same service together, in the order in which the first of them came."""
    groups: dict[str, list[Offer]] = {}
    for one in offers:
        groups.setdefault(one.definition.id, []).append(one)
    return list(groups.values())
