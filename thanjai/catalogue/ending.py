"""Services that are offered no more from a day: of one agency, or of all that have taken them on.

The day stands in each adoption, so whoever reads how an agency offers a service reads it with that.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from thanjai.catalogue.models import Adoption, Service
from thanjai.domain.buddhist import format_day
from thanjai.domain.refusals import Refusal
from thanjai.domain.retiring import Ending, Instead
from thanjai.domain.text import Text
from thanjai.kernel.caching import forget
from thanjai.kernel.clock import now, today
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as

_CHANGED: Final = """
WITH changed AS (
    UPDATE catalogue_adoption a SET {what}
    WHERE service_id = %(service)s AND (%(agency)s::uuid IS NULL OR agency_id = %(agency)s) AND {which}
    RETURNING a.*
)
INSERT INTO catalogue_adoptionchange
    (id, agency_id, service_id, what, version, before, after, person_id, person_name, at)
SELECT gen_random_uuid(), agency_id, c.service_id, %(deed)s, v.number,
       jsonb_build_object('settings', settings, 'arrangement', arrangement),
       jsonb_build_object('settings', settings, 'arrangement', arrangement, 'is_open', is_open, 'ends_on', c.ends_on),
       %(person)s, %(name)s, %(at)s
FROM changed c JOIN catalogue_service s ON s.id = c.service_id
JOIN catalogue_version v ON v.id = COALESCE(c.held_id, s.current_id)
"""
"""All adoptions of a service, or one, with their lines in the record of changes, by one statement."""
_ENDING: Final = _CHANGED.format(
    what="ends_on = %(on)s, instead = %(instead)s", which="(ends_on IS NULL OR ends_on > %(on)s)"
)
"""Who ends it sooner by themselves does so still."""
_KEPT_ON: Final = _CHANGED.format(
    what="(ends_on, instead) = (SELECT ends_on, instead FROM catalogue_service WHERE id = %(service)s)",
    which="ends_on = %(on)s AND instead = %(instead)s::jsonb",
)
"""Where it ends for all, an agency that calls off its own day goes on until that one."""
_ENDED: Final = _CHANGED.format(what="is_open = false", which="is_open AND ends_on <= %(on)s")


@transaction.atomic
def end_from(*, actor: Actor, service: str, agency: UUID | None, ending: Ending) -> int:
    """From a day it is offered no more: by an agency, or (None) by anybody. How many agencies that concerns.

    Raises Refusal as `check_sooner`.
    """
    with acting_as(PLATFORM):
        row = _locked(service)
        check_sooner(service=service, agency=agency, on=ending.on)
        if agency is None:
            row.ends_on, row.instead = ending.on, ending.instead.model_dump(mode="json")
            row.save(update_fields=["ends_on", "instead"])
        return _carry_out(_ENDING, actor, service, agency, ending, "ending")


@transaction.atomic
def keep_on(
    *, actor: Actor, service: str, agency: UUID | None, ending: Ending, own: Mapping[UUID, Ending] | None = None
) -> int:
    """It does not end on that day after all. `own`: where agencies end it by themselves later, and do so still."""
    with acting_as(PLATFORM):
        row = _locked(service)
        if agency is None:
            row.ends_on, row.instead = None, None
            row.save(update_fields=["ends_on", "instead"])
        changed = _carry_out(_KEPT_ON, actor, service, agency, ending, "kept")
        for theirs, on_their_day in (own or {}).items():
            _carry_out(_ENDING, actor, service, theirs, on_their_day, "ending")
        return changed


@transaction.atomic
def ended(*, service: str, agency: UUID | None) -> int:
    """The day has come. Again, nothing happens."""
    with acting_as(PLATFORM):
        _locked(service)
        return _carry_out(_ENDED, PLATFORM, service, agency, Ending(today(), Instead()), "ended")


def _locked(service: str) -> Service:
    return Service.objects.select_for_update(of=("self",), no_key=True).get(pk=service)


def _carry_out(statement: str, actor: Actor, service: str, agency: UUID | None, ending: Ending, deed: str) -> int:
    told = {
        "service": service, "agency": agency, "on": ending.on, "deed": deed, "person": actor.person,
        "name": actor.name or "Thanjai", "at": now(), "instead": json.dumps(ending.instead.model_dump(mode="json")),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement, told)
        changed = int(cursor.rowcount)
    forget()
    return changed


def read_ending(on: date | None, instead: Any) -> Ending | None:
    """As a row has it."""
    return Ending(on, Instead.model_validate(instead or {})) if on else None


def ending_at(agency: UUID, service: str) -> Ending | None:
    """From when an agency offers a service no more, as it stands at this moment and not some seconds ago."""
    found = Adoption.objects.filter(agency_id=agency, service_id=service).values_list("ends_on", "instead").first()
    return read_ending(*found) if found else None


def check_sooner(*, service: str, agency: UUID | None, on: date) -> None:
    """Raises Refusal where the agency, or (None) everybody, ends the service on that day or before it already."""
    if agency is not None:
        ending = ending_at(agency, service)
    else:
        ending = read_ending(*Service.objects.values_list("ends_on", "instead").get(pk=service))
    if ending is not None and ending.on <= on:
        th, en = format_day(ending.on, "th"), format_day(ending.on, "en")
        raise Refusal(
            "ends_already",
            Text(
                th=f"บริการนี้เลิกรับคำขอใหม่ตั้งแต่ {th} อยู่แล้ว เลือกได้เฉพาะวันก่อนหน้านั้น",
                en=f"It takes no new applications from {en} already. Only an earlier day changes that.",
            ),
            field="on",
        )


def offering(service: str) -> list[UUID]:
    """The agencies that have taken a service on."""
    return list(Adoption.objects.filter(service_id=service).order_by("agency_id").values_list("agency_id", flat=True))


def check_not_ending(row: Service) -> None:
    """Raises Refusal where nobody takes the service on any more."""
    ending = read_ending(row.ends_on, row.instead)
    if ending is not None:
        raise _over(ending)


def check_not_over(row: Adoption) -> None:
    """Raises Refusal once the day has come."""
    ending = read_ending(row.ends_on, row.instead)
    if ending is not None and ending.is_over(today()):
        raise _over(ending)


def _over(ending: Ending) -> Refusal:
    return Refusal("service_retired", ending.words(today()))


NOT_SENT: Final = Text(
    th="บริการนี้เลิกรับคำขอใหม่แล้ว จึงยื่นคำขอนี้ไม่ได้ ดูหน้าบริการว่าให้ใช้บริการใดแทน",
    en="This service takes no new applications any more, so this one cannot be sent. Its page says what there is instead.",
)
