"""Publishing the definitions and letting agencies offer them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from thanjai.catalogue import actions as catalogue
from thanjai.config.demo.figures import settings_for, suits
from thanjai.config.demo.packs import Pack
from thanjai.config.demo.settling import Settled


@dataclass(frozen=True)
class Offered:
    """A service at an agency."""

    pack: Pack
    agency: Settled
    settings: Mapping[str, Any]


def offer_everywhere(packs: list[Pack], agencies: Mapping[str, Settled]) -> list[Offered]:
    """Publish every definition, and let each suitable agency offer it with its own figures."""
    found = []
    for pack in packs:
        catalogue.publish(definition=pack.definition)
        for agency in agencies.values():
            if suits(pack.definition, agency.data):
                settings = settings_for(pack, agency.data.slug)
                catalogue.adopt(agency=agency.id, service=pack.id, settings=settings)
                found.append(Offered(pack, agency, settings))
    return found
