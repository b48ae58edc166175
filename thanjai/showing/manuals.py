"""The citizen manual in the form of info.go.th, of a service at an agency: as PDF, and for word processors."""

from __future__ import annotations

from dataclasses import asdict
from typing import Final, Literal

from thanjai.agencies.appearance import Dress, dress_of
from thanjai.catalogue.editions import published_at
from thanjai.catalogue.selectors import Offer
from thanjai.domain.buddhist import bangkok_day, format_day
from thanjai.domain.showing.manual_form import booklet
from thanjai.domain.showing.parts import Booklet
from thanjai.kernel.made import key_of, made
from thanjai.kernel.papers import drawn
from thanjai.kernel.pdf.drawing import TYPES, edition_of
from thanjai.showing import word_file
from thanjai.showing.facts import logo_of, manual_address, place_of
from thanjai.showing.sheets import Sheet

Format = Literal["pdf", "docx"]
CONTENT_TYPES: Final = {"pdf": TYPES["pdf"], "docx": word_file.TYPE}
_TEMPLATE: Final = "manual.typ"
_WORD_EDITION: Final = 1
"""Raised when the file for word processors is written otherwise, so that those that are kept are made anew."""


def manual_sheet(offer: Offer, language: str, format: Format) -> Sheet:
    """The manual of what is offered now."""
    at = published_at(offer.version_id)
    told = booklet(
        offer.definition, offer.settings, place_of(offer.agency, language, manual_address(offer, language)),
        language=language, number=offer.version_number, day=format_day(bangkok_day(at), language),
    )  # fmt: skip
    edition = edition_of(_TEMPLATE, "paper.typ") if format == "pdf" else _WORD_EDITION
    worn = dress_of(offer.agency)
    key = key_of("manual", format, edition, asdict(told), at.isoformat(), worn and worn.digest)

    def make() -> bytes:
        return _pdf(told, offer, worn) if format == "pdf" else word_file.word_file(told, at, worn)

    name = f"{offer.agency.slug}-{offer.definition.id}-{language}.{format}"
    return Sheet(name, CONTENT_TYPES[format], key, lambda: made(key, make))


def _pdf(told: Booklet, offer: Offer, worn: Dress | None) -> bytes:
    return drawn(
        _TEMPLATE, asdict(told), format="pdf", at=published_at(offer.version_id), language=told.language,
        drawings=logo_of(worn), colours=(worn.colours.primary, worn.colours.accent) if worn else None,
    )  # fmt: skip
