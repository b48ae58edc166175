"""An agency with two authors and a head, and a service of its own that one of the authors has written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tests.domain.small_definitions import SMALL
from tests.world import World, build
from thanjai.authoring import actions
from thanjai.domain.definition.base import Role
from thanjai.domain.definition.editing import Set
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as
from thanjai.publishing import planning, releasing, reviewing
from thanjai.publishing.models import Release, Review

STALL = "noodle-stall"


@dataclass(frozen=True)
class Office:
    world: World
    author: Actor
    reviewer: Actor

    def begin(self, text: str = SMALL) -> Any:
        with acting_as(self.author):
            return actions.begin_from_pack(actor=self.author, text=text)

    def next_version(self) -> Any:
        """A draft of what is published, with a lower ceiling of the fee."""
        with acting_as(self.author):
            draft = actions.begin_from_version(actor=self.author, service_id=STALL)
            return actions.change(
                actor=self.author,
                draft_id=draft.id,
                base=0,
                operation=Set(path=("fees", 0, "ceiling_baht"), value=2000),
            )

    def hand_in(self, draft: Any, *, was_tried: bool = True) -> Review:
        with acting_as(self.author):
            return reviewing.hand_in(actor=self.author, draft_id=draft.id, was_tried=was_tried)

    def judge(self, review: Review, *, by: Actor | None = None, approves: bool = True, reasons: str = "") -> Review:
        actor = by or self.reviewer
        with acting_as(actor):
            return reviewing.give_verdict(actor=actor, review_id=review.id, approves=approves, reasons=reasons)

    def approved(self, draft: Any) -> Review:
        return self.judge(self.hand_in(draft))

    def plan(self, review: Review, at: Any = None) -> Release:
        with acting_as(self.author):
            return planning.plan(actor=self.author, review_id=review.id, at=at)

    def carry_out(self, release: Release) -> Release:
        with acting_as(PLATFORM):
            releasing.carry_out(release.id)
            release.refresh_from_db()
        return release

    def published(self, draft: Any) -> Release:
        return self.carry_out(self.plan(self.approved(draft)))


@pytest.fixture
def office() -> Office:
    world = build("food-premises-notification")
    return Office(world, world.colleague("วิภา", Role.AUTHOR), world.colleague("ธงชัย", Role.AUTHOR))
