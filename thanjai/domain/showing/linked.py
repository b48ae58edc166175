"""What search engines are told of pages, in the words of schema.org (JSON-LD)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.fee_words import fee_table
from thanjai.domain.money import baht
from thanjai.domain.showing.parts import Place
from thanjai.domain.showing.words import AUDIENCES, KINDS, Said

Linked = dict[str, Any]
_CONTEXT: Final = "https://schema.org"


def whole(*things: Linked | None) -> Linked:
    """All that is told of one page; what there is nothing of is left out."""
    return {"@context": _CONTEXT, "@graph": [_filled(one) for one in things if one is not None]}


def _filled(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _filled(part) for key, part in value.items() if part not in ("", None, [], ())}
    return [_filled(one) for one in value] if isinstance(value, list | tuple) else value


def agency(
    place: Place, *, address: str, website: str, province: str, image: str, stands_at: tuple[float, float] | None
) -> Linked:
    """An agency; `address` is that of its page here."""
    return {
        "@type": "GovernmentOrganization",
        "@id": f"{address}#agency",
        "name": place.name,
        "url": address,
        "sameAs": website,
        "image": image,
        "telephone": place.phone,
        "email": place.email,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": place.address,
            "addressRegion": province,
            "addressCountry": "TH",
        },
        "areaServed": {"@type": "AdministrativeArea", "name": province},
        "location": _spot(place.name, stands_at),
    }


def _spot(name: str, stands_at: tuple[float, float] | None) -> Linked | None:
    if stands_at is None:
        return None
    geo = {"@type": "GeoCoordinates", "latitude": stands_at[0], "longitude": stands_at[1]}
    return {"@type": "Place", "name": name, "geo": geo}


def service(
    definition: ServiceDefinition,
    settings: Mapping[str, Any],
    place: Place,
    *,
    provider: Linked,
    image: str,
    language: str,
) -> Linked:
    """A service at the agency that `provider` is; `apply_at` of the place is its page."""
    said = Said(language)
    return {
        "@type": "GovernmentService",
        "@id": f"{place.apply_at}#service",
        "name": said(definition.title),
        "description": said(definition.summary),
        "url": place.apply_at,
        "image": image,
        "serviceType": said(KINDS[definition.permission]),
        "provider": {"@id": provider["@id"]},
        "areaServed": provider["areaServed"],
        "audience": [{"@type": "Audience", "audienceType": said(AUDIENCES[one])} for one in definition.audience],
        "availableChannel": [_channel(one, place, said) for one in definition.manual.channels],
        "offers": _offers(definition, settings, said),
    }


def _channel(one: Any, place: Place, said: Said) -> Linked:
    channel: Linked = {"@type": "ServiceChannel", "name": said(one.title)}
    if one.kind == "online":
        channel |= {"serviceUrl": place.apply_at, "availableLanguage": ["th", "en"]}
    if one.kind == "counter":
        channel |= {
            "serviceLocation": {"@type": "Place", "name": place.name, "address": place.address},
            "servicePhone": {"@type": "ContactPoint", "telephone": place.phone} if place.phone else None,
        }
    return channel


def _offers(definition: ServiceDefinition, settings: Mapping[str, Any], said: Said) -> list[Linked]:
    """The fees that are known without any answer, and are due once."""
    return [
        {
            "@type": "Offer",
            "name": said(fee.title),
            "price": baht(fee.price.satang).replace(",", ""),
            "priceCurrency": "THB",
        }
        for fee in fee_table(definition, settings)
        if fee.price is not None and not fee.price.is_each and not fee.schedule
    ]


def questions(definition: ServiceDefinition, *, address: str, language: str) -> Linked | None:
    """The questions of the manual with their answers; None where it has none."""
    said = Said(language)
    asked = [
        {
            "@type": "Question",
            "name": said(one.question),
            "acceptedAnswer": {"@type": "Answer", "text": said(one.answer)},
        }
        for one in definition.manual.questions
    ]
    return (
        {"@type": "FAQPage", "@id": f"{address}#questions", "inLanguage": language, "mainEntity": asked}
        if asked
        else None
    )


def trail(*links: tuple[str, str]) -> Linked:
    """Where a page stands: names and addresses from the first page down to it."""
    steps = [
        {"@type": "ListItem", "position": number, "name": name, "item": address}
        for number, (name, address) in enumerate(links, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def site(name: str, *, address: str, search: str, languages: Sequence[str] = ("th", "en")) -> Linked:
    """The whole site. `search` is the address of its search, up to the words."""
    action = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": search + "{search_term_string}"},
        "query-input": "required name=search_term_string",
    }
    return {
        "@type": "WebSite",
        "@id": f"{address}#site",
        "name": name,
        "url": address,
        "inLanguage": list(languages),
        "potentialAction": action,
    }
