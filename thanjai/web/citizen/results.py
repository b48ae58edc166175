"""What people said of services, added up: by agency and service, month by month, with how sure the figures are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from thanjai.agencies.selectors import agencies_by_id, agency_by_slug, name_of
from thanjai.catalogue import selectors as catalogue
from thanjai.catalogue.cards import listed
from thanjai.domain.buddhist import month_in_words
from thanjai.domain.refusals import Refusal
from thanjai.domain.satisfaction import FEWEST, Shown, Summary, Tally, summary
from thanjai.domain.text import Text
from thanjai.feedback import results
from thanjai.kernel.limits import SHOWN, limited
from thanjai.web.found import to_be_found

PAGE: Final = 100
"""Agencies."""


@dataclass(frozen=True)
class Line:
    """A row of a table: of what, and the figures. `href` leads to more of it."""

    title: Text
    found: Summary
    href: str = ""


@to_be_found
@require_safe
@limited(SHOWN)
def agency_results(request: HttpRequest, slug: str) -> HttpResponse:
    """Of an agency, by service."""
    agency = agency_by_slug(slug)
    found, titles = results.of_agency(agency.id), catalogue.titles()
    lines = [
        Line(titles.get(id, Text(th=id, en=id)), figures, reverse("offer_results", args=[slug, id]))
        for id, figures in _figures(found.by_key)
    ]
    about = {"title": name_of(agency), "back": reverse("agency", args=[slug]), "agency": agency, "data": slug}
    return _shown(request, found, lines, about, results.done_about([agency.id], found.by_key))


@to_be_found
@require_safe
@limited(SHOWN)
def offer_results(request: HttpRequest, slug: str, service: str) -> HttpResponse:
    """Of a service at an agency, by month."""
    offer = catalogue.offer(slug, service)
    found = results.of_offer(offer.agency.id, service)
    about = {
        "title": offer.definition.title, "agency": offer.agency,
        "back": reverse("manual", args=[slug, service]), "data": slug,
    }  # fmt: skip
    return _shown(request, found, [], about, results.done_about([offer.agency.id], found.by_key))


@to_be_found
@require_safe
@limited(SHOWN)
def service_results(request: HttpRequest, service: str) -> HttpResponse:
    """Of a service at all agencies, by agency; also when nobody offers it any more."""
    card = listed().get(service)
    if card is None:
        raise Refusal("no_such_service", Text(th="ไม่พบบริการนี้", en="There is no such service."))
    found = results.of_service(service)
    page = Paginator(_figures(found.by_key), PAGE).get_page(request.GET.get("page"))
    agencies = agencies_by_id([id for id, _ in page])
    lines = [
        Line(name_of(agencies[id]), figures, reverse("offer_results", args=[agencies[id].slug, service]))
        for id, figures in page
    ]
    ending = catalogue.ending_of_all(service)
    has_page = card.is_given or (ending is not None and ending.is_over)
    back = reverse("service", args=[service]) if has_page else reverse("services")
    about = {"title": card.card.title, "service": service, "back": back, "page": page}
    return _shown(request, found, lines, about, results.done_about(found.by_key, [service]))


def _figures(tallies: Mapping[Any, Tally]) -> list[tuple[Any, Summary]]:
    """Those with most answers first."""
    found = [(key, figures) for key, one in tallies.items() if (figures := summary(one)) is not None]
    return sorted(found, key=lambda one: (-one[1].count, str(one[0])))


def _shown(
    request: HttpRequest, found: Shown[Any], lines: list[Line], about: dict[str, Any], done: list[tuple[date, str]]
) -> HttpResponse:
    months = sorted(found.by_month.items(), reverse=True)
    total = summary(found.total)
    context = {
        **about,
        "total": total,
        "lines": lines,
        "months": [Line(month_in_words(month), of) for month, one in months if (of := summary(one)) is not None],
        "hidden": found.hidden,
        "done": done,
        "fewest": FEWEST,
    }
    return render(request, "citizen/results.html", context)
