"""A service to keep, to hand out and to pass on: its manual as a file, and pictures of it."""

from __future__ import annotations

from typing import Final, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from thanjai.agencies.selectors import agency_by_slug
from thanjai.catalogue import selectors as catalogue
from thanjai.domain.showing.forms import FORMS
from thanjai.kernel.limits import SHOWN, limited
from thanjai.showing import manuals, pictures
from thanjai.web.found import to_be_found
from thanjai.web.showing import send_sheet

FILES: Final = frozenset(manuals.CONTENT_TYPES)


@to_be_found
@require_safe
@limited(SHOWN)
def manual_file(request: HttpRequest, slug: str, service: str, format: str) -> HttpResponse:
    """The manual in the form of info.go.th, in the language of the address."""
    if format not in FILES:
        raise Http404
    offer = catalogue.offer(slug, service)
    sheet = manuals.manual_sheet(offer, get_language() or "th", cast(manuals.Format, format))
    return send_sheet(request, sheet, as_file=format == "docx")


@to_be_found
@require_safe
@limited(SHOWN)
def service_picture(
    request: HttpRequest, slug: str, service: str, audience: str, form: str, format: str
) -> HttpResponse:
    """The service on one sheet, as one of those for whom it is reads it."""
    offer = catalogue.offer(slug, service)
    wanted = next((one for one in pictures.audiences_of(offer) if one == audience), None)
    sheet = FORMS.get(form)
    if wanted is None or sheet is None or format not in sheet.formats:
        raise Http404
    language = get_language() or "th"
    made = pictures.service_picture(offer, sheet, audience=wanted, language=language, format=format)
    return send_sheet(request, made.sheet)


@to_be_found
@require_safe
@limited(SHOWN)
def agency_card(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture that stands with the agency's address where somebody shares it."""
    agency = agency_by_slug(slug)
    made = pictures.agency_picture(agency, catalogue.offers(agency=agency.id), language=get_language() or "th")
    return send_sheet(request, made.sheet)
