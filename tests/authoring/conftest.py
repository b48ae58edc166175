"""An agency whose officers write services."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tests.world import World, build
from thanjai.authoring import actions
from thanjai.domain.definition.base import Role
from thanjai.domain.definition.editing import Operation, Set
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import Actor, acting_as

TITLE = Text(th="ขอความช่วยเหลือ", en="Request for help")


@dataclass(frozen=True)
class Writers:
    """Two authors of one agency, and the world they are in."""

    world: World
    one: Actor
    other: Actor

    def begin(self) -> Any:
        with acting_as(self.one):
            return actions.begin_draft(actor=self.one, title=TITLE)

    def change(self, draft: Any, operation: Operation, *, by: Actor | None = None, base: int | None = None) -> Any:
        actor = by or self.one
        with acting_as(actor):
            revision = draft.revision if base is None else base
            return actions.change(actor=actor, draft_id=draft.id, operation=operation, base=revision)

    def set(self, draft: Any, *path: str | int, to: Any, by: Actor | None = None, base: int | None = None) -> Any:
        return self.change(draft, Set(path=path, value=to), by=by, base=base)


def employed() -> Writers:
    """An agency that offers a service, with two authors."""
    world = build("food-premises-notification")
    return Writers(world, world.colleague("วิภา", Role.AUTHOR), world.colleague("ธงชัย", Role.AUTHOR))


@pytest.fixture
def writers() -> Writers:
    return employed()
