"""A service, or an agency, on one sheet: summary, posters, pictures for LINE and for shared links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from html import escape
from typing import Any, Final, cast

from thanjai.agencies.appearance import Dress, dress_of
from thanjai.catalogue.editions import published_at
from thanjai.catalogue.selectors import Offer
from thanjai.domain.showing.forms import FORMS, Form
from thanjai.domain.showing.leaflet import Audience, Leaflet, agency_leaflet, editions, in_words, leaflet
from thanjai.kernel.made import key_of, made
from thanjai.kernel.papers import drawn
from thanjai.kernel.pdf import drawing
from thanjai.kernel.pdf.drawing import TYPES, edition_of
from thanjai.kernel.pdf.render import qr_svg
from thanjai.showing.facts import address_of, colours_of, logo_of, manual_address, place_of
from thanjai.showing.sheets import Sheet

_TEMPLATE: Final = "leaflet.typ"


@dataclass(frozen=True, slots=True)
class Picture:
    """A sheet with what it shows in words, for those who do not see it."""

    form: Form
    alt: str
    sheet: Sheet


def audiences_of(offer: Offer) -> tuple[Audience, ...]:
    """Whom the service is for, those named first in its definition first; everybody, where it names nobody."""
    return offer.definition.audience or ("citizen",)


def service_picture(offer: Offer, form: Form, *, audience: Audience, language: str, format: str) -> Picture:
    """A service as an audience is told of it. `format` is one of the form's."""
    place = place_of(offer.agency, language, manual_address(offer, language))
    told = leaflet(offer.definition, offer.settings, place, audience=audience, language=language)
    name = f"{offer.agency.slug}-{offer.definition.id}-{form.id}-{audience}-{language}.{format}"
    return _picture(told, form, format, name, published_at(offer.version_id), dress_of(offer.agency))


def agency_picture(agency: Any, offers: Sequence[Offer], *, language: str) -> Picture:
    """The picture that stands with the agency's address where somebody shares it."""
    address = address_of("agency", language, slug=agency.slug)
    titles = tuple(one.definition.title.in_language(language) for one in offers)
    told = agency_leaflet(place_of(agency, language, address), titles, language=language)
    return _picture(told, FORMS["card"], "png", f"{agency.slug}-card-{language}.png", None, dress_of(agency))


def _picture(told: Leaflet, form: Form, format: str, name: str, at: datetime | None, worn: Dress | None) -> Picture:
    alt = in_words(told)
    data = {
        "editions": [asdict(one) for one in editions(told)],
        "form": {name: getattr(form, name) for name in ("width", "height", "body", "floor", "has_qr", "title")},
        "colours": colours_of(worn),
        "alt": alt,
    }
    dated = at if format == "pdf" else None
    key = key_of("picture", format, edition_of(_TEMPLATE), data, dated and dated.isoformat(), worn and worn.digest)

    def make() -> bytes:
        content = drawn(
            _TEMPLATE, data, format=cast(drawing.Format, format), at=dated, language=told.language,
            drawings={"qr": qr_svg(told.address), **logo_of(worn)},
        )  # fmt: skip
        return _named(content, told.title, alt) if format == "svg" else content

    return Picture(form, alt, Sheet(name, TYPES[format], key, lambda: made(key, make)))


def _named(svg: bytes, title: str, alt: str) -> bytes:
    """With its name and what it shows, for screen readers."""
    opened, _, rest = svg.decode().partition(">")
    named = f'{opened} role="img" aria-labelledby="t d"><title id="t">{escape(title)}</title><desc id="d">{escape(alt)}</desc>'
    return f"{named}{rest}".encode()
