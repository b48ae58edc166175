"""Showing services: manual, posters and pictures to hand out, to hang up and to send; a frame for the agency's site."""

from __future__ import annotations

from html import escape
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from thanjai.catalogue import selectors as catalogue
from thanjai.domain.showing.forms import FORMS
from thanjai.domain.showing.words import AUDIENCES
from thanjai.showing import pictures
from thanjai.showing.facts import address_of, manual_address, name_of
from thanjai.web.middleware import SecurityHeadersMiddleware
from thanjai.web.officer.entry import Officer, for_officers, office_page

LANGUAGES: Final = ("th", "en")
SNIPPET: Final = '<a href="{page}" data-thanjai="{frame}">{label}</a>\n<script async src="{script}"></script>'
PLAIN: Final = '<iframe src="{frame}" title="{label}" width="100%" height="480" loading="lazy"></iframe>'


@require_safe
@for_officers
def show_page(request: HttpRequest, officer: Officer, service: str) -> HttpResponse:
    """Choose audience, language and form, see the sheet, and take it."""
    slug = officer.member.agency.slug
    offer = catalogue.offer(slug, service)
    audiences = pictures.audiences_of(offer)
    audience = next((one for one in audiences if one == request.GET.get("for")), audiences[0])
    language = next((one for one in LANGUAGES if one == request.GET.get("language")), get_language() or "th")
    form = FORMS.get(request.GET.get("form", ""), FORMS["infographic"])
    picture = pictures.service_picture(offer, form, audience=audience, language=language, format="png")
    parts = {"slug": slug, "service": service}
    with override(language):
        sheets = {
            format: reverse(
                "service_picture", kwargs={**parts, "audience": audience, "form": form.id, "format": format}
            )
            for format in form.formats
        }
        manuals = {format: reverse("manual_file", kwargs={**parts, "format": format}) for format in ("pdf", "docx")}
    context = {
        "offer": offer, "audiences": [(one, AUDIENCES[one]) for one in audiences], "forms": FORMS.values(),
        "chosen": {"for": audience, "language": language, "form": form},
        "picture": picture, "sheets": sheets, "manuals": manuals, "address": manual_address(offer, language),
    }  # fmt: skip
    return office_page(request, officer, "show.html", context)


@require_safe
@for_officers
def widget_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What to copy into the agency's own site, and how it will look."""
    slug = officer.member.agency.slug
    offers = [one for one in catalogue.adopted_by(officer.agency_id) if one.is_open]
    service = next((one for one in offers if one.definition.id == request.GET.get("service")), None)
    language = next((one for one in LANGUAGES if one == request.GET.get("language")), get_language() or "th")
    if service is None:
        frame = address_of("widget", language, slug=slug)
        page, label = address_of("agency", language, slug=slug), name_of(officer.member.agency, language)
    else:
        frame = address_of("widget_of_service", language, slug=slug, service=service.definition.id)
        page, label = manual_address(service, language), service.definition.title.in_language(language)
    context = {
        "offers": offers, "chosen": service, "language_chosen": language, "frame": frame.removeprefix(settings.BASE_URL),
        "snippet": SNIPPET.format(page=page, frame=frame, label=escape(label), script=f"{settings.BASE_URL}{reverse('widget_script')}"),
        "plain": PLAIN.format(frame=frame, label=escape(label)),
        "data": f"{settings.BASE_URL}{reverse('api_services')}?agency={slug}",
    }  # fmt: skip
    answer = office_page(request, officer, "widget.html", context)
    answer["Content-Security-Policy"] = SecurityHeadersMiddleware.POLICY.replace("frame-src 'none'", "frame-src 'self'")
    return answer
