"""Which agencies offer a service, and with what figures of their own."""

from __future__ import annotations

from typing import Any

from thanjai.config.demo.packs import Pack
from thanjai.config.demo.world import AgencyData, world
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.pretending.figures import all_settings, usual

__all__ = ["settings_for", "suits", "usual"]


def suits(definition: ServiceDefinition, agency: AgencyData) -> bool:
    """Whether the agency is of a kind that gives the service, and the world does not say otherwise."""
    limits = world().adoptions.get(definition.id)
    named = limits is None or agency.slug in limits.only
    return named and agency.kind in definition.agency_kinds


def settings_for(pack: Pack, slug: str) -> dict[str, Any]:
    """A value for every setting: the agency's own, the world's, the trial agency's, or a usual one within bounds."""
    own = world().own_settings.get(slug, {}).get(pack.id, {})
    return all_settings(pack.definition, {**pack.settings, **world().settings.get(pack.id, {}), **own})
