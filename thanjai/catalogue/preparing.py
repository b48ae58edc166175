"""What a head types on the way to offering a service, kept at every page until it is opened, kept or given up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.db import transaction

from thanjai.agencies.selectors import head_of
from thanjai.catalogue.models import Preparation, Service
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as

PAGES: Final = ("figures", "steps", "details")


@transaction.atomic
def keep_page(*, actor: Actor, service: str, page: str, typed: Mapping[str, str], is_right: bool) -> Preparation:
    """Keep what was typed on one page, also where something on it is still to mend. Two windows write one after the
    other, each its own page. Raises Refusal."""
    head = head_of(actor)
    if page not in PAGES or not Service.objects.filter(pk=service, current__isnull=False).exists():
        raise Refusal("no_such_service", Text(th="ยังไม่ได้เผยแพร่บริการนี้", en="No such service is published."))
    with acting_as(PLATFORM):
        Preparation.objects.get_or_create(agency_id=head.agency_id, service_id=service, defaults={"saved_at": now()})
        row = Preparation.objects.select_for_update().get(agency_id=head.agency_id, service_id=service)
        row.typed = {**row.typed, page: dict(typed)}
        row.done = sorted({*row.done, page} if is_right else set(row.done) - {page})
        row.saved_at = now()
        row.save()
    return row


@transaction.atomic
def give_up(*, actor: Actor, service: str) -> None:
    """Let go of what was typed; what the agency offers stays as it is."""
    head = head_of(actor)
    with acting_as(PLATFORM):
        Preparation.objects.filter(agency_id=head.agency_id, service_id=service).delete()


def preparation(agency_id: UUID, service: str) -> Preparation | None:
    return Preparation.objects.filter(agency_id=agency_id, service_id=service).first()


def in_preparation(agency_id: UUID) -> dict[str, Preparation]:
    """What the agency is preparing, by service."""
    return {row.service_id: row for row in Preparation.objects.filter(agency_id=agency_id)}
