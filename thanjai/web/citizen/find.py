"""Finding a service: the front page, the list with its search, agencies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from thanjai.agencies import selectors as agencies
from thanjai.bundles.selectors import published
from thanjai.catalogue import cards, searching
from thanjai.catalogue import selectors as catalogue
from thanjai.catalogue.cards import Listed
from thanjai.catalogue.givers import PAGE, Giver, responsible_for_each
from thanjai.domain.areas import full_name, is_subdistrict
from thanjai.domain.definition.base import AgencyKind
from thanjai.showing import finding
from thanjai.web.citizen.places import place_of
from thanjai.web.found import to_be_found
from thanjai.web.notices import notice_of

AUDIENCES: Final = ("citizen", "business", "labour")
PERMISSIONS: Final = ("notify", "register", "permit", "approve", "benefit", "complaint")
POPULAR: Final = 6
SUGGESTED: Final = 6
_NARROWED: Final = {"for": AUDIENCES, "sort": PERMISSIONS, "by": tuple(kind.value for kind in AgencyKind)}
"""What the list is narrowed by in its address: for whom, what sort of service, given by which kind of agency."""


@to_be_found
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Audiences, search, what is most asked for."""
    given = cards.given()
    context = {
        "bundles": published(),
        "popular": cards.most_asked(POPULAR),
        "audiences": [audience for audience in AUDIENCES if any(audience in one.card.audience for one in given)],
        "notice": notice_of(request),
        "linked": finding.site_page(get_language() or "th"),
    }
    return render(request, "citizen/home.html", context)


@to_be_found
@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """All services, each once, or those that fit some words; narrowed by audience, sort and kind of agency."""
    query = _query(request)
    chosen = {name: value for name in _NARROWED if (value := request.GET.get(name, "")) in _NARROWED[name]}
    context: dict[str, Any] = {
        "query": query, "chosen": chosen, "audiences": AUDIENCES, "permissions": PERMISSIONS, "kinds": _kinds(),
        "kept": urlencode({name: said for name in ("q", "place", *_NARROWED) if (said := request.GET.get(name))}),
    }  # fmt: skip
    found = _found(request, query, _fits(chosen)) if query else _all(request, _fits(chosen))
    return render(request, "citizen/services.html", {**context, **found})


def _all(request: HttpRequest, fits: Callable[[Listed], bool]) -> dict[str, Any]:
    listed = [one for one in cards.given() if fits(one)]
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    return {"page": page, "listed": page.object_list, "count": len(listed)}


def _found(request: HttpRequest, query: str, fits: Callable[[Listed], bool]) -> dict[str, Any]:
    """What fits the words, and at a place that they or the visitor name, who gives it there."""
    answer = searching.search(query, fits)
    here = place_of(request)
    code = answer.place.code or here.code
    page = Paginator(answer.services, PAGE).get_page(request.GET.get("page"))
    shown: list[Listed] = list(page.object_list)
    return {
        "page": page,
        "found": searching.shown(answer, shown, _language()),
        "close": searching.shown(answer, answer.close, _language()),
        "count": len(answer.services),
        "answer": answer,
        "place": (code, full_name(code)) if code else None,
        "choices": [(one, full_name(one)) for one in answer.place.choices],
        "givers": _givers(shown, code),
        "agencies": _agencies(query, answer.place.code) if not request.GET.get("page") else [],
    }


def _givers(services: list[Listed], code: str) -> dict[str, Giver]:
    """Of a subdistrict; a larger place has too many to name one."""
    return responsible_for_each([one.id for one in services], code) if is_subdistrict(code) else {}


def _agencies(query: str, code: str) -> list[Any]:
    """The agencies that somebody may have looked for: by their name, or those of the place that was named."""
    named = agencies.find_agencies(query, limit=SUGGESTED)
    here = agencies.responsible_for(code, list(AgencyKind)) if is_subdistrict(code) else []
    return list({one.id: one for one in [*named, *here]}.values())[:SUGGESTED]


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """A few services for what somebody has typed so far."""
    query, found = _query(request), []
    if query:
        found = searching.search(query, unfinished=True).services[:SUGGESTED]
    language = _language()
    lines = [{"title": one.card.title.in_language(language), "href": address_of(one)} for one in found]
    return JsonResponse({"found": lines}, json_dumps_params={"ensure_ascii": False})


def address_of(service: Listed) -> str:
    """The manual where a single agency gives the service; else the page on which one chooses."""
    if service.only:
        return reverse("manual", kwargs={"slug": service.only, "service": service.id})
    return reverse("service", kwargs={"service": service.id})


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


@to_be_found
@require_safe
def agency_list(request: HttpRequest) -> HttpResponse:
    """Agencies by part of a name or by a place, a page at a time."""
    query, place = _query(request), place_of(request)
    after = request.GET.get("after", "")[:60]
    found = agencies.listed_agencies(query, place=place.code, after=after, limit=PAGE + 1)
    following = found[PAGE - 1].slug if len(found) > PAGE else ""
    kept = {"q": query, "place": place.code}
    context = {
        "query": query, "place": place, "agencies": found[:PAGE], "kept": urlencode(kept),
        "following": urlencode({**kept, "after": following}) if following else "",
        "is_later": bool(after),
    }  # fmt: skip
    return render(request, "citizen/agencies.html", context)


def _query(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").split())[:200]


def _language() -> str:
    return get_language()


def _fits(chosen: dict[str, str]) -> Callable[[Listed], bool]:
    audience, sort, kind = (chosen.get(name) for name in _NARROWED)

    def fits(one: Listed) -> bool:
        card = one.card
        return (
            (not audience or audience in card.audience)
            and (not sort or sort == card.permission)
            and (not kind or kind in card.agency_kinds)
        )

    return fits


def _kinds() -> list[str]:
    """The kinds of agencies that may give something that is given."""
    there = {kind for one in cards.given() for kind in one.card.agency_kinds}
    return [kind.value for kind in AgencyKind if kind in there]
