"""What is said of an agency and its service by all that is printed and drawn."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from thanjai.agencies.appearance import Dress
from thanjai.catalogue.selectors import Offer
from thanjai.domain.showing.appearance import WASH
from thanjai.domain.showing.colours import WHITE
from thanjai.domain.showing.parts import Place
from thanjai.domain.showing.words import Said

COLOURS: Final = {
    "primary": "#0f5257",
    "on_primary": WHITE,
    "accent": "#e0a32e",
    "ink": "#16292d",
    "wash": WASH,
}
"""Of what is drawn: the platform's own. A test holds each text against what it stands on."""


def colours_of(worn: Dress | None) -> dict[str, str]:
    """Of what is drawn for an agency: its own where it wears any."""
    own = {"primary": worn.colours.primary, "accent": worn.colours.accent} if worn else {}
    return {**COLOURS, **own}


def logo_of(worn: Dress | None) -> dict[str, str]:
    """An agency's logo among the drawings of a sheet, where it has one."""
    return {"logo": worn.logo_svg} if worn else {}


def name_of(agency: Any, language: str) -> str:
    return str(agency.name_en if language == "en" else agency.name_th)


def address_of(name: str, language: str, **parts: str) -> str:
    """The whole address of a page of this installation, in a language."""
    with override(language):
        return f"{settings.BASE_URL}{reverse(name, kwargs=parts)}"


def manual_address(offer: Offer, language: str) -> str:
    return address_of("manual", language, slug=offer.agency.slug, service=offer.definition.id)


def place_of(agency: Any, language: str, address: str) -> Place:
    """The agency as what is printed names it; `address` is that of the page which tells the rest."""
    said = Said(language)
    hours = f"{agency.opens_at:%H:%M}–{agency.closes_at:%H:%M}"
    return Place(
        name=name_of(agency, language),
        address=str(agency.address_en if language == "en" else agency.address_th),
        phone=agency.phone,
        email=agency.email,
        hours=said.either(f"วันทำการ {hours} น.", f"Working days {hours}"),
        apply_at=address,
    )
