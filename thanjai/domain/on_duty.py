"""Who is on duty for a step today: the officer who has it, else the one named for it, else whoever does such work.

Whoever is away is left out, and their deputy comes in their place. Only where all of these are away does it go to
the heads.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from thanjai.domain.definition.base import Role


@dataclass(frozen=True)
class Serving:
    """Somebody who serves in an agency, on one day."""

    id: UUID
    roles: frozenset[str]
    is_away: bool = False
    deputy: UUID | None = None


@dataclass(frozen=True)
class Duty:
    """Who is on duty, and for whom they stand in where it is not their own."""

    id: UUID
    stands_in_for: UUID | None = None


def on_duty(
    serving: Iterable[Serving],
    *,
    assigned: Collection[UUID] = (),
    named: UUID | None = None,
    roles: Collection[str] = (),
) -> tuple[Duty, ...]:
    """Those on duty, each once, in the order in which they are asked; nobody only where all whom it concerns are away."""
    by_id = {one.id: one for one in serving}
    heads = [id for id, one in by_id.items() if Role.HEAD in one.roles]
    able = [id for id, one in by_id.items() if set(roles) & one.roles]
    for asked in (assigned, [named] if named is not None else [], able, heads):
        found = {duty.id: duty for duty in reversed(list(_present(asked, by_id)))}
        if found:
            return tuple(reversed(found.values()))
    return ()


def _present(asked: Iterable[UUID], by_id: Mapping[UUID, Serving]) -> Iterator[Duty]:
    """Of those who are asked, who is there: themselves before deputies."""
    those = [by_id[id] for id in asked if id in by_id]
    yield from (Duty(one.id) for one in those if not one.is_away)
    for one in those:
        deputy = by_id.get(one.deputy) if one.is_away and one.deputy else None
        if deputy is not None and not deputy.is_away:
            yield Duty(deputy.id, one.id)
