"""A look that an agency has tried, for the addresses that name one."""

from __future__ import annotations

from typing import Any

from tests.security.hostile_files import picture
from tests.world import World
from thanjai.agencies import appearance
from thanjai.agencies.models import Appearance
from thanjai.kernel.scanner import Found
from thanjai.kernel.tenancy import acting_as


def tried(world: World, primary: str = "#5b2a86", accent: str = "#96650f") -> Appearance:
    """By the head, with a logo."""
    with acting_as(world.officer):
        logo = appearance.keep_logo(
            actor=world.officer, name="logo.png", content=picture("PNG"), state=Found.CLEAN
        )  # fmt: skip
        return appearance.try_on(actor=world.officer, primary=primary, accent=accent, logo=str(logo.id))


def worn(world: World) -> dict[str, dict[str, Any]]:
    """The parts of those addresses."""
    look = tried(world)
    digest, of = {"digest": look.digest}, {"appearance": look.id, "what": "home"}
    return {
        "appearance_sheet": digest, "appearance_logo": digest,
        "office_appearance_one": of, "office_appearance_preview": of,
    }  # fmt: skip
