"""A service that many agencies give: what it is, and which agency is the right one for a place."""

from __future__ import annotations

import math
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thanjai.catalogue import cards
from thanjai.catalogue.cards import Listed
from thanjai.catalogue.givers import PAGE, givers, nearest, responsible
from thanjai.catalogue.selectors import ending_of_all
from thanjai.domain.areas import area_name, is_subdistrict
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.web.citizen import places
from thanjai.web.citizen.places import Place, place_of
from thanjai.web.found import to_be_found
from thanjai.web.requests import typed


@to_be_found
@require_safe
def service(request: HttpRequest, service: str) -> HttpResponse:
    """Which agency: the one responsible at a place, or a list by province and district."""
    if (gone := _gone(service)) is not None:
        return render(request, "citizen/service_ended.html", gone)
    place = place_of(request)
    context = _context(service, place)
    name, after = (request.GET.get(part, "").strip()[:100] for part in ("name", "after"))
    right = responsible(service, place.code) if is_subdistrict(place.code) else []
    found = [] if right else givers(service, place=_list_place(place), name=name, after=after)
    kept = {"place": place.code, "name": name}
    context |= {
        "responsible": right, "givers": found[:PAGE], "name": name, "is_later": bool(after), "list_place": _list_place(place),
        "following": urlencode({**kept, "after": found[PAGE - 1].agency.slug}) if len(found) > PAGE else "",
        "first": urlencode(kept),
    }  # fmt: skip
    return render(request, "citizen/service.html", context)


@require_POST
def near(request: HttpRequest, service: str) -> HttpResponse:
    """The agencies nearest to a point. It comes in the body of the request, and is neither kept nor logged."""
    said = typed(request)
    place = place_of(request)
    context = _context(service, place) | {"givers": [], "responsible": [], "point": said}
    point = [_degrees(said.get(name, ""), most) for name, most in (("lat", 90), ("lon", 180))]
    latitude, longitude = point
    if latitude is None or longitude is None:
        words = _("Enter latitude and longitude as two numbers, for example 16.4419 and 102.8360.")
        context |= {"errors": [{"message": words, "href": "#lat" if latitude is None else "#lon"}]}
        return render(request, "citizen/service.html", context, status=422)
    context |= {"nearest": nearest(service, latitude, longitude), "is_near": True}
    return render(request, "citizen/service.html", context)


@require_POST
def keep_place(request: HttpRequest) -> HttpResponse:
    """Keep a place until the browser is closed, or forget it."""
    said = typed(request)
    back = said.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    response = HttpResponseRedirect(back if is_ours else reverse("services"))
    if said.get("place"):
        places.keep(response, said["place"])
    else:
        places.forget(response)
    return response


def _context(service: str, place: Place) -> dict[str, Any]:
    found = _given(service)
    return {"service": found, "card": found.card, "place": place, "point": {}}


def _gone(service: str) -> dict[str, Any] | None:
    """What is said of a service that nobody offers any more."""
    found = cards.listed().get(service)
    if found is None or found.is_given:
        return None
    ending = ending_of_all(service)
    return {"service": service, "card": found.card, "ending": ending} if ending and ending.is_over else None


def _given(service: str) -> Listed:
    """Raises Refusal no_such_service."""
    found = cards.listed().get(service)
    if found is None or not found.is_given:
        raise Refusal(
            "no_such_service",
            Text(th="ยังไม่มีหน่วยงานใดเปิดบริการนี้ที่นี่", en="No agency gives this service here yet."),
        )
    return found


def _list_place(place: Place) -> str:
    """What the list is of: where nobody is responsible for a subdistrict, the district around it."""
    return place.code[:4] if is_subdistrict(place.code) and area_name(place.code[:4]) else place.code


def _degrees(said: str, most: int) -> float | None:
    try:
        found = float(said.replace(",", "."))
    except ValueError:
        return None
    return found if math.isfinite(found) and abs(found) <= most else None
