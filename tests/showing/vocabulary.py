"""The part of schema.org that the site speaks: which properties a type has, with those of the types it is one of.

From https://schema.org, version 29. What is not here is a mistake, or belongs here after a look at its page there.
"""

from __future__ import annotations

from typing import Any, Final

_THING: Final = {"name", "description", "url", "image", "sameAs", "identifier", "potentialAction"}
_ORGANIZATION: Final = _THING | {
    "address",
    "telephone",
    "email",
    "areaServed",
    "location",
    "logo",
    "taxID",
    "contactPoint",
}
_WORK: Final = _THING | {"inLanguage", "mainEntity", "publisher", "about"}
_SERVICE: Final = _THING | {
    "serviceType", "provider", "areaServed", "audience", "availableChannel", "offers", "category", "serviceOutput",
    "termsOfService", "hoursAvailable",
}  # fmt: skip
PROPERTIES: Final[dict[str, set[str]]] = {
    "GovernmentOrganization": _ORGANIZATION,
    "GovernmentService": _SERVICE | {"serviceOperator", "jurisdiction"},
    "PostalAddress": _THING | {"streetAddress", "addressLocality", "addressRegion", "addressCountry", "postalCode"},
    "AdministrativeArea": _THING | {"geo", "address"},
    "Place": _THING | {"geo", "address", "telephone"},
    "GeoCoordinates": _THING | {"latitude", "longitude"},
    "Audience": _THING | {"audienceType", "geographicArea"},
    "ServiceChannel": _THING
    | {"serviceUrl", "serviceLocation", "servicePhone", "availableLanguage", "processingTime", "providesService"},
    "ContactPoint": _THING | {"telephone", "email", "contactType"},
    "Offer": _THING | {"price", "priceCurrency"},
    "FAQPage": _WORK,
    "Question": _WORK | {"acceptedAnswer"},
    "Answer": _WORK | {"text"},
    "BreadcrumbList": _THING | {"itemListElement"},
    "ListItem": _THING | {"position", "item"},
    "WebSite": _WORK,
    "SearchAction": _THING | {"target", "query-input"},
    "EntryPoint": _THING | {"urlTemplate"},
}


def faults(value: Any, place: str = "") -> list[str]:
    """What is not of the vocabulary, or is empty, by its place. What only names another thing has its id alone."""
    if isinstance(value, list):
        return [fault for number, one in enumerate(value) for fault in faults(one, f"{place}[{number}]")]
    if not isinstance(value, dict):
        return [f"{place} is empty"] if value in ("", None) else []
    if set(value) == {"@id"}:
        return []
    kind = value.get("@type", "")
    unknown = set(value) - PROPERTIES.get(kind, set()) - {"@type", "@id"}
    found = [f"{place}: {kind or 'no type'} has no {one}" for one in sorted(unknown)]
    return found + [fault for key, part in value.items() for fault in faults(part, f"{place}.{key}")]
