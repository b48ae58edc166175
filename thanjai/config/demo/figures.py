"""Which agencies offer a service, and with what figures of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from thanjai.config.demo.packs import Pack
from thanjai.config.demo.world import AgencyData, world
from thanjai.domain.definition.model import ServiceDefinition, Setting

_USUAL: Mapping[str, float | str] = {
    "baht": 100, "number": 5, "working_days": 10, "days": 15, "text": "-", "yes_no": False,
}  # fmt: skip


def suits(definition: ServiceDefinition, agency: AgencyData) -> bool:
    """Whether the agency is of a kind that gives the service, and the world does not say otherwise."""
    limits = world().adoptions.get(definition.id)
    named = limits is None or agency.slug in limits.only
    return named and agency.kind in definition.agency_kinds


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
    if isinstance(value, bool | str):
        return value
    low = value if setting.minimum is None else max(value, setting.minimum)
    return low if setting.maximum is None else min(low, setting.maximum)
