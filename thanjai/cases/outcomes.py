"""Requests about something that is there already: what they are about, judged before they are sent and kept with them.

Cases do not know what that is. The context above that carries such requests out registers how.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from thanjai.cases.models import Case, Draft
from thanjai.domain.case.rules import Rules
from thanjai.kernel.tenancy import Actor


@dataclass(frozen=True)
class About:
    """What a request is about, by what right it is asked, and what it asks."""

    id: UUID
    by: str
    does: str


class Keeper(Protocol):
    def judge(self, actor: Actor, draft: Draft, rules: Rules, answers: Mapping[str, Any]) -> About:
        """What the request is about. Before anything is written; raises Refusal when it cannot be asked."""

    def keep(self, actor: Actor, case: Case, about: About) -> None:
        """Write that down with the case, in its transaction."""


_keepers: list[Keeper] = []


def kept_by(keeper: Keeper) -> None:
    """Register who judges and keeps what requests are about."""
    _keepers[:] = [keeper]


def judge(actor: Actor, draft: Draft, rules: Rules, answers: Mapping[str, Any]) -> About | None:
    """None for a service whose approval does nothing to what is there already."""
    return _keepers[0].judge(actor, draft, rules, answers) if rules.definition.outcome else None


def keep(actor: Actor, case: Case, about: About | None) -> None:
    if about is not None:
        _keepers[0].keep(actor, case, about)
