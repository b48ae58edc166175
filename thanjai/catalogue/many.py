"""Many agencies take on a service at once: those of the kinds that may, as the template has it, by one statement."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection, transaction

from thanjai.catalogue.ending import check_not_ending
from thanjai.catalogue.models import Service
from thanjai.catalogue.selectors import definition_of
from thanjai.domain import figures
from thanjai.domain.definition.base import AgencyKind
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.caching import forget
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import PLATFORM, acting_as

_ADOPT: Final = """
WITH meant AS (
    SELECT id FROM agencies_agency WHERE kind = ANY(%(kinds)s)
), added AS (
    INSERT INTO catalogue_adoption (id, agency_id, service_id, settings, arrangement, is_open)
    SELECT gen_random_uuid(), id, %(service)s, %(settings)s, '{}', true FROM meant
    ON CONFLICT (agency_id, service_id) DO NOTHING RETURNING agency_id, settings
), written AS (
    INSERT INTO catalogue_adoptionchange (id, agency_id, service_id, what, version, after, person_name, at)
    SELECT gen_random_uuid(), agency_id, %(service)s, 'adopted', %(version)s,
           jsonb_build_object('settings', settings, 'arrangement', '{}'::jsonb, 'is_open', true, 'closed_because', NULL),
           %(name)s, %(at)s
    FROM added
)
SELECT (SELECT count(*) FROM meant), (SELECT count(*) FROM added)
"""
_COUNT: Final = "SELECT count(*) FROM agencies_agency WHERE kind = ANY(%(kinds)s)"


@dataclass(frozen=True)
class Taken:
    """How many agencies offer it from now on, and why others were left out: they offer it already, they are of a kind
    that does not give it, or a figure is `missing` that only the agency itself can give."""

    added: int
    already: int
    other_kind: int
    lacking: int
    missing: tuple[Text, ...] = ()


@transaction.atomic
def adopt_for_many(*, service: str, settings: Mapping[str, Any], kinds: Collection[AgencyKind] = ()) -> Taken:
    """Let all agencies of these kinds (none named: of all that may) offer a service. Again: nothing is doubled, and
    what agencies have set themselves stays. As the platform. Raises Refusal."""
    with acting_as(PLATFORM):
        published = Service.objects.select_for_update(of=("self",), no_key=True).filter(pk=service).first()
        if published is None or published.current_id is None:
            raise Refusal("no_such_service", Text(th="ยังไม่ได้เผยแพร่บริการนี้", en="No such service is published."))
        check_not_ending(published)
        current = published.current
        assert current is not None
        definition = definition_of(current.id)
        faults = _judged(definition, settings)
        asked = set(kinds or definition.agency_kinds)
        able, others = asked & set(definition.agency_kinds), asked - set(definition.agency_kinds)
        other_kind = _count(others)
        if faults:
            return Taken(0, 0, other_kind, _count(able), tuple(fault.message for fault in faults))
        meant, added = _adopt(service, current.number, settings, able)
    forget()
    return Taken(added, meant - added, other_kind, 0)


def _judged(definition: ServiceDefinition, settings: Mapping[str, Any]) -> list[Refusal]:
    """The figures that are missing. Raises Refusal for one that is given and wrong: nobody meant that."""
    if unknown := sorted(set(settings) - {setting.id for setting in definition.settings}):
        names = ", ".join(unknown)
        raise Refusal("unknown_setting", Text(th=f"บริการนี้ไม่มีค่า {names}", en=f"This service has no figure {names}."))
    faults = list(figures.faults(definition, settings))
    for fault in faults:
        if fault.field in settings:
            raise fault
    return faults


def _count(kinds: Collection[AgencyKind]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"kinds": [kind.value for kind in kinds]})
        return int(cursor.fetchone()[0])


def _adopt(service: str, version: int, settings: Mapping[str, Any], kinds: Collection[AgencyKind]) -> tuple[int, int]:
    with connection.cursor() as cursor:
        told: dict[str, Any] = {
            "kinds": [kind.value for kind in kinds], "service": service, "settings": json.dumps(dict(settings)),
            "version": version, "name": PLATFORM.name, "at": now(),
        }  # fmt: skip
        cursor.execute(_ADOPT, told)
        meant, added = cursor.fetchone()
        return meant, added
