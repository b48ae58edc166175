"""Bringing a draft up to date: what changed in its service since it was begun, taken over into it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from thanjai.authoring import actions, states
from thanjai.authoring.selectors import draft as draft_of
from thanjai.catalogue.history import changes_between
from thanjai.catalogue.selectors import body_of, current_version
from thanjai.domain.definition.difference import Change
from thanjai.domain.definition.editing import Operation, Set, Several, Unset
from thanjai.domain.definition.problems import Where
from thanjai.domain.definition.uniting import Clash, united
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import Actor


@dataclass(frozen=True)
class Update:
    """What came since the draft was begun, and where it meets what the draft changed."""

    draft: Any
    version: UUID
    changes: tuple[Change, ...]
    clashes: tuple[Clash, ...]


def update_of(actor: Actor, draft_id: UUID) -> Update | None:
    """None for a draft that is of the current version."""
    draft = draft_of(actor, draft_id)
    current = current_version(draft.service_id)
    if current is None or current == draft.base_id:
        return None
    base = body_of(draft.base_id) if draft.base_id else {}
    changes = changes_between(draft.base_id, current) if draft.base_id else ()
    return Update(draft, current, changes, united(base, draft.body, body_of(current)).clashes)


@transaction.atomic
def bring_up_to_date(*, actor: Actor, draft_id: UUID, give_way: Collection[Where]) -> Any:
    """Take over what changed; where both have changed the same, the draft stays but for the places that give way.

    It is one change of the draft, and can be taken back like any other.
    """
    draft = states.owned(actor, draft_id)
    current = current_version(draft.service_id)
    if current is None or current == draft.base_id:
        raise Refusal("is_current", Text(th="ร่างนี้เป็นปัจจุบันแล้ว", en="This draft is of the current version already."))
    base = body_of(draft.base_id) if draft.base_id else {}
    body = united(base, draft.body, body_of(current), give_way=give_way).body
    parts: list[Operation] = [
        Set(path=(key,), value=value) for key, value in body.items() if draft.body.get(key) != value
    ]
    parts += [Unset(path=(key,)) for key in draft.body if key not in body]
    if parts:
        draft = actions.change(
            actor=actor, draft_id=draft_id, operation=Several(parts=tuple(parts)), base=draft.revision
        )
    states.stand_on(draft, current)
    return draft
