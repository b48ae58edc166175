"""A draft of a service and its review, for the addresses that name one."""

from __future__ import annotations

from typing import Any

from tests.domain.small_definitions import SMALL
from tests.world import World
from thanjai.authoring import actions
from thanjai.domain.definition.base import Role
from thanjai.kernel.tenancy import acting_as
from thanjai.publishing import reviewing


def written(world: World) -> dict[str, dict[str, Any]]:
    """The parts of those addresses."""
    author = world.colleague("author-1", Role.AUTHOR)
    with acting_as(author):
        handed_in = actions.begin_from_pack(actor=author, text=SMALL)
        review = reviewing.hand_in(actor=author, draft_id=handed_in.id, was_tried=True)
        draft = actions.begin_from_pack(actor=author, text=SMALL.replace("id: noodle-stall", "id: rice-stall"))
    drafts = ("office_hand_in", "office_bring_current", "office_bring_steps")
    return {"office_release": {"review": review.id}, **{name: {"draft": draft.id} for name in drafts}}
