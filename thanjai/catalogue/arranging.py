"""Definitions as agencies have arranged them, and who gets a step today."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from thanjai.agencies.selectors import officers_of, who_stands_in
from thanjai.domain.arrangement import AS_THE_TEMPLATE, Arrangement, arranged, may_do
from thanjai.domain.case.rules import Named
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.kernel.tenancy import acting_as, worker_at

_MOST: Final = 512
_kept: OrderedDict[tuple[UUID, str], tuple[ServiceDefinition, Arrangement]] = OrderedDict()


def as_stored(arrangement: Arrangement) -> dict[str, Any]:
    """What an adoption's row keeps of an arrangement: nothing of what is as the template has it."""
    return arrangement.model_dump(mode="json", exclude_defaults=True)


def read_arrangement(stored: Mapping[str, Any]) -> Arrangement:
    return Arrangement.model_validate(stored) if stored else AS_THE_TEMPLATE


def as_arranged(
    version_id: UUID, definition: ServiceDefinition, stored: Mapping[str, Any]
) -> tuple[ServiceDefinition, Arrangement]:
    """A version as it holds under what an adoption's row keeps. Those used last are kept, and with them their forms
    that were made ready."""
    if not stored:
        return definition, AS_THE_TEMPLATE
    key = (version_id, json.dumps(stored, sort_keys=True))
    found = _kept.pop(key, None)
    if found is None:
        arrangement = read_arrangement(stored)
        found = arranged(definition, arrangement), arrangement
    _kept[key] = found
    if len(_kept) > _MOST:
        _kept.popitem(last=False)
    return found


def officers_today(agency_id: UUID, definition: ServiceDefinition, arrangement: Arrangement) -> dict[str, Named]:
    """Who gets which step when it starts: the officer named for it while they serve in a role that does it, and while
    they are away whoever stands in for them; otherwise nobody, and it waits for all of the role."""
    if not arrangement.named:
        return {}
    with acting_as(worker_at(agency_id)):
        serving = officers_of(agency_id)
    found = {}
    for step in definition.steps:
        said = arrangement.steps.get(step.id)
        member = who_stands_in(serving, said.officer) if said is not None and said.officer is not None else None
        if member is not None and may_do(step, member.roles):
            found[step.id] = Named(str(member.person_id), member.person.name)
    return found
