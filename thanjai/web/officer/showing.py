"""Showing a service: its manual, posters and pictures to hand out, to hang up and to send."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from thanjai.catalogue import selectors as catalogue
from thanjai.domain.showing.forms import FORMS
from thanjai.domain.showing.words import AUDIENCES
from thanjai.showing import pictures
from thanjai.showing.facts import manual_address
from thanjai.web.officer.entry import Officer, for_officers, office_page

LANGUAGES = ("th", "en")


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
