"""An agency's services on its own site: a frame with a search and a list, or with one service.

Nothing in the frame acts: it has links and a search, no session and no form that changes anything. So it may stand on
any site, and it is all of the platform that may.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from thanjai.agencies.selectors import agency_by_slug
from thanjai.catalogue import searching
from thanjai.catalogue import selectors as catalogue
from thanjai.catalogue.selectors import Offer
from thanjai.kernel.limits import REGISTER, limited
from thanjai.showing.facts import address_of, manual_address
from thanjai.web.middleware import for_any_site

KEPT: Final = "public, max-age=300"


def _searching(request: HttpRequest) -> int:
    return int(bool(request.GET.get("q")))


@require_safe
@limited(REGISTER, _searching)
def widget(request: HttpRequest, slug: str) -> HttpResponse:
    """A search and the list of what the agency offers."""
    agency = agency_by_slug(slug)
    query = request.GET.get("q", "").strip()[:200]
    given = {offer.definition.id: offer for offer in catalogue.offers(agency.id)}
    found = searching.search(query, lambda one: one.id in given).services if query else []
    offers = [given[one.id] for one in found] if query else list(given.values())
    return _frame(request, agency.slug, {"agency": agency, "offers": offers, "query": query}, offers)


@require_safe
def widget_of_service(request: HttpRequest, slug: str, service: str) -> HttpResponse:
    """One service."""
    offer = catalogue.offer(slug, service)
    return _frame(request, slug, {"agency": offer.agency, "one": offer}, [offer])


def _frame(request: HttpRequest, slug: str, context: dict[str, object], offers: Iterable[Offer]) -> HttpResponse:
    language = get_language() or "th"
    addresses = {one.definition.id: manual_address(one, language) for one in offers}
    more = {"addresses": addresses, "home": address_of("agency", language, slug=slug)}
    answer = for_any_site(render(request, "citizen/widget.html", {**context, **more}))
    answer["Cache-Control"] = KEPT
    return answer


@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """What turns a link on another site into the frame. It asks for nothing else and keeps nothing."""
    if request.GET:
        raise Http404
    answer = for_any_site(render(request, "citizen/widget.js", content_type="text/javascript; charset=utf-8"))
    answer["Cache-Control"] = "public, max-age=86400"
    return answer
