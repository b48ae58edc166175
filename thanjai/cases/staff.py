"""Who of an agency is told of its cases: who works on them, whose role they wait for, the head, who stands in."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from thanjai.agencies.selectors import is_away, officers_of
from thanjai.domain.definition.base import Role
from thanjai.domain.on_duty import Duty, Serving, on_duty
from thanjai.kernel.clock import today

Member = Any
"""How a person serves in an agency, as `agencies` has it."""


@dataclass(frozen=True)
class Staff:
    """Those who serve in an agency now, by person; on one day."""

    serving: dict[UUID, Member]
    day: date

    @classmethod
    def of(cls, agency_id: UUID) -> Staff:
        return cls({member.person_id: member for member in officers_of(agency_id)}, today())

    @property
    def heads(self) -> list[Member]:
        return [member for member in self.serving.values() if Role.HEAD in member.roles]

    def working_on(self, officers: Iterable[UUID], roles: Collection[str]) -> list[Member]:
        """Whoever has a case; when nobody has it who still serves, all whose role its steps wait for."""
        having = [self.serving[person] for person in officers if person in self.serving]
        return having or [member for member in self.serving.values() if set(member.roles) & set(roles)]

    def told_of(self, officers: Iterable[UUID], roles: Collection[str]) -> list[Member]:
        """Everybody who is told of a case, each once: those who work on it, the head, and who stands in for them."""
        return self.with_deputies([*self.working_on(officers, roles), *self.heads])

    def with_deputies(self, members: Iterable[Member]) -> list[Member]:
        """The members and, for whoever is away, also their deputy; each once."""
        found: dict[UUID, Member] = {}
        for member in members:
            found[member.person_id] = member
            deputy = self.deputy_of(member)
            if deputy is not None:
                found.setdefault(deputy.person_id, deputy)
        return list(found.values())

    def deputy_of(self, member: Member) -> Member | None:
        """Who stands in today for a member who is away; None for one who is not, or who named nobody."""
        return self.serving.get(member.deputy_id) if is_away(member, self.day) else None

    def on_duty(
        self, assigned: Collection[UUID], *, named: UUID | None = None, roles: Collection[str]
    ) -> tuple[Duty, ...]:
        """Who is on duty today for what these officers have, or what waits for these roles."""
        return on_duty(self._today, assigned=assigned, named=named, roles=roles)

    @cached_property
    def _today(self) -> list[Serving]:
        return [
            Serving(id, frozenset(one.roles), is_away(one, self.day), one.deputy_id) for id, one in self.serving.items()
        ]

    def answerable(self, officers: Collection[UUID], roles: Collection[str]) -> tuple[str, str]:
        """The officer to ask about a case, with their direct contact; empty where nobody serves."""
        duties = self.on_duty(officers, roles=roles)
        found = (self.serving[duty.id] for duty in duties)
        asked = next(found, None) or next(iter([*self.working_on(officers, roles), *self.heads]), None)
        if asked is None:
            return "", ""
        contact = ", ".join(part for part in (asked.phone, asked.person.email) if part)
        return f"{asked.person.name} ({asked.position_th})", contact
