"""What an agency would set, where it has not said yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from thanjai.domain.definition.model import ServiceDefinition, Setting

_USUAL: Final[Mapping[str, float | str]] = {
    "baht": 100, "number": 5, "working_days": 10, "days": 15, "text": "-", "yes_no": False,
}  # fmt: skip


def usual(setting: Setting) -> Any:
    """The default, else what is usual for such a figure, moved into its bounds."""
    if setting.default is not None:
        return setting.default
    value = _USUAL[setting.kind]
    if isinstance(value, bool | str):
        return value
    low = value if setting.minimum is None else max(value, setting.minimum)
    return low if setting.maximum is None else min(low, setting.maximum)


def all_settings(definition: ServiceDefinition, given: Mapping[str, Any]) -> dict[str, Any]:
    """A figure for every setting: the given one, else a usual one."""
    return {one.id: given.get(one.id, usual(one)) for one in definition.settings}
