"""Publishing the definitions and letting agencies offer them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from thanjai.catalogue import actions as catalogue
from thanjai.config.demo.packs import Pack
from thanjai.config.demo.settling import Settled
from thanjai.config.demo.world import world
from thanjai.domain.definition.model import ServiceDefinition, Setting

_USUAL: Mapping[str, float | str] = {"baht": 100, "number": 5, "working_days": 10, "days": 15, "text": "-"}


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
            if suits(pack.definition, agency):
                settings = settings_for(pack, agency.data.slug)
                catalogue.adopt(agency=agency.id, service=pack.id, settings=settings)
                found.append(Offered(pack, agency, settings))
    return found


def suits(definition: ServiceDefinition, agency: Settled) -> bool:
    """Whether the agency is of a kind that gives the service, and the world does not say otherwise."""
    limits = world().adoptions.get(definition.id)
    named = limits is None or agency.data.slug in limits.only
    return named and agency.data.kind in definition.agency_kinds


def settings_for(pack: Pack, slug: str) -> dict[str, Any]:
    """A value for every setting: the agency's own, the world's, the trial agency's, or a usual one within bounds."""
    own = world().own_settings.get(slug, {}).get(pack.id, {})
    given = {**pack.settings, **world().settings.get(pack.id, {}), **own}
    return {setting.id: given.get(setting.id, usual(setting)) for setting in pack.definition.settings}


def usual(setting: Setting) -> Any:
    """The default, else what is usual for such a figure, moved into its bounds."""
    if setting.default is not None:
        return setting.default
    value = _USUAL[setting.kind]
    if isinstance(value, str):
        return value
    low = value if setting.minimum is None else max(value, setting.minimum)
    return low if setting.maximum is None else min(low, setting.maximum)
