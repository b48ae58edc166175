"""What search engines are told of an agency and of a service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from thanjai.catalogue.selectors import Offer
from thanjai.domain.showing import linked
from thanjai.domain.showing.linked import Linked
from thanjai.domain.showing.words import Said
from thanjai.showing.facts import address_of, manual_address, name_of, place_of
from thanjai.showing.pictures import audiences_of


@dataclass(frozen=True, slots=True)
class Card:
    """A picture for shared links, and what it shows."""

    address: str
    alt: str


def of_agency(agency: Any, language: str) -> Linked:
    """The agency itself."""
    address = address_of("agency", language, slug=agency.slug)
    stands_at = (agency.latitude, agency.longitude) if agency.latitude is not None else None
    return linked.agency(
        place_of(agency, language, address),
        address=address,
        website=agency.website,
        province=str(agency.province_en if language == "en" else agency.province_th),
        image=agency_card(agency, language).address,
        stands_at=stands_at,
    )


def agency_page(agency: Any, language: str) -> Linked:
    """Of an agency's page."""
    itself = of_agency(agency, language)
    return linked.whole(itself, linked.trail(_home(language), (name_of(agency, language), itself["url"])))


def manual_page(offer: Offer, language: str) -> Linked:
    """Of a manual: the service, who provides it, its questions, and where the page stands."""
    address = manual_address(offer, language)
    provider = of_agency(offer.agency, language)
    place = place_of(offer.agency, language, address)
    title = offer.definition.title.in_language(language)
    return linked.whole(
        linked.service(
            offer.definition,
            offer.settings,
            place,
            provider=provider,
            image=service_card(offer, language).address,
            language=language,
        ),
        provider,
        linked.questions(offer.definition, address=address, language=language),
        linked.trail(_home(language), (provider["name"], provider["url"]), (title, address)),
    )


def service_card(offer: Offer, language: str) -> Card:
    """The picture that stands with the service's address where somebody shares it."""
    address = address_of(
        "service_picture", language, slug=offer.agency.slug, service=offer.definition.id,
        audience=audiences_of(offer)[0], form="card", format="png",
    )  # fmt: skip
    return Card(address, f"{offer.definition.title.in_language(language)} · {name_of(offer.agency, language)}")


def agency_card(agency: Any, language: str) -> Card:
    """The same of an agency."""
    return Card(address_of("agency_card", language, slug=agency.slug), name_of(agency, language))


def site_page(language: str) -> Linked:
    """Of the first page."""
    name, address = _home(language)
    return linked.whole(linked.site(name, address=address, search=f"{address_of('services', language)}?q="))


def _home(language: str) -> tuple[str, str]:
    return Said(language).either("ทันใจ: บริการภาครัฐ", "Thanjai: public services"), address_of("home", language)
