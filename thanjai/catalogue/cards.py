"""Services as lists show them: each once, however many agencies give it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef

from thanjai.catalogue.models import Adoption, Service, Version
from thanjai.domain.text import Text
from thanjai.kernel.caching import for_seconds

_SHOWN: Final = ("title", "summary", "owner", "audience", "permission", "level", "agency_kinds")


@dataclass(frozen=True, slots=True)
class Card:
    """What a version says of itself in a list."""

    title: Text
    summary: Text
    owner: Text
    audience: tuple[str, ...]
    permission: str
    level: str
    agency_kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A published service. `only` is the agency's slug where a single one gives it now."""

    id: str
    version_id: UUID
    card: Card
    asked: int
    is_given: bool
    only: str


_cards: dict[UUID, Card] = {}


@for_seconds(5)
def listed() -> dict[str, Listed]:
    """Every published service by its id, by Thai title; those that no agency gives now as well."""
    givers = Adoption.objects.filter(service=OuterRef("pk"), is_open=True).values("agency__slug")[:2]
    found = Service.objects.filter(current__isnull=False).annotate(givers=ArraySubquery(givers))
    rows = list(found.values_list("id", "current_id", "asked", "givers"))
    _read_cards({version for _, version, _, _ in rows})
    services = [
        Listed(id, version, _cards[version], asked, bool(slugs), slugs[0] if len(slugs) == 1 else "")
        for id, version, asked, slugs in rows
    ]
    return {one.id: one for one in sorted(services, key=lambda one: (one.card.title.th, one.id))}


def given() -> list[Listed]:
    """What may be asked for now, at one agency at least, by Thai title."""
    return [one for one in listed().values() if one.is_given]


def most_asked(most: int) -> list[Listed]:
    """What was asked for most often within a year, of what may be asked for now."""
    return sorted(given(), key=lambda one: -one.asked)[:most]


def _read_cards(versions: Iterable[UUID]) -> None:
    """Read in one statement those that this process has not read; a version never changes."""
    unread = [version for version in versions if version not in _cards]
    if unread:
        parts: dict[str, Any] = {f"{name}_": F(f"body__{name}") for name in _SHOWN}
        for id, *values in Version.objects.filter(pk__in=unread).values_list("id", *parts.values()):
            said = dict(zip(_SHOWN, values, strict=True))
            _cards[id] = Card(
                title=Text.model_validate(said["title"]),
                summary=Text.model_validate(said["summary"]),
                owner=Text.model_validate(said["owner"]),
                audience=tuple(said["audience"]),
                permission=said["permission"],
                level=said["level"],
                agency_kinds=tuple(said["agency_kinds"]),
            )
