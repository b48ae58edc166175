"""The versions of a service, and what changed from one to the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import Final
from uuid import UUID

from thanjai.catalogue.models import Adoption, Service, Version
from thanjai.catalogue.selectors import definition_of
from thanjai.domain.definition.difference import Change, difference
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

MOST: Final = 30
"""Versions that one looks at together."""


@dataclass(frozen=True)
class Published:
    """A version that was published. `changes`: from the one before; None of the first one, and of the last that is read."""

    id: UUID
    service_id: str
    number: int
    at: datetime
    changes: tuple[Change, ...] | None = None

    @property
    def definition(self) -> ServiceDefinition:
        return definition_of(self.id)


def history(service_id: str) -> list[Published]:
    """The newest versions of a service, the last one first. Raises Refusal no_such_service."""
    rows = list(Version.objects.filter(service_id=service_id).order_by("-number")[: MOST + 1].defer("body"))
    if not rows:
        raise _no_such_service()
    return list(_with_changes(rows))[:MOST]


def version(service_id: str, number: int) -> Published:
    """One version. Raises Refusal no_such_service."""
    row = Version.objects.filter(service_id=service_id, number=number).defer("body").first()
    if row is None:
        raise _no_such_service()
    return Published(row.id, row.service_id, row.number, row.published_at)


def owner_of(service_id: str) -> tuple[bool, UUID | None]:
    """Whether there is a service of that name already, and which agency has it in its care; None: the platform."""
    row = Service.objects.filter(pk=service_id).values_list("owner_id", flat=True)
    return bool(row), row[0] if row else None


def number_in_force(service_id: str) -> int | None:
    """The number of the version that is offered now; None where there is none."""
    return Service.objects.filter(pk=service_id).values_list("current__number", flat=True).first()


def is_offered(agency_id: UUID, service_id: str) -> bool:
    """Whether the agency has taken the service on, open or closed."""
    return Adoption.objects.filter(agency_id=agency_id, service_id=service_id).exists()


def _with_changes(rows: list[Version]) -> Iterator[Published]:
    for row, before in pairwise([*rows, None]):
        changes = changes_between(before.id, row.id) if before is not None and row is not None else None
        assert row is not None
        yield Published(row.id, row.service_id, row.number, row.published_at, changes)


@lru_cache(maxsize=256)
def changes_between(old: UUID, new: UUID) -> tuple[Change, ...]:
    """What is different between two versions; they never change, so it is worked out once."""
    return difference(definition_of(old), definition_of(new))


def _no_such_service() -> Refusal:
    return Refusal("no_such_service", Text(th="ยังไม่ได้เผยแพร่บริการนี้", en="No such service is published."))
