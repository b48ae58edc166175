"""Choosing an invented person from a list. It proves nothing, so it is installed in demonstrations only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from thanjai.accounts import selectors as accounts
from thanjai.domain.text import Text

if TYPE_CHECKING:
    from thanjai.accounts.models import Person

_TITLE: Final = Text(th="บัญชีสาธิต (บุคคลสมมติ)", en="Demonstration accounts (invented people)")


@dataclass(frozen=True, slots=True)
class DemoIdentity:
    """Offers the people of the demonstration, and nobody else."""

    id: str = "demo"
    title: Text = _TITLE
    is_test: bool = True

    def offered(self) -> list[Person]:
        return accounts.demo_people()

    def identify(self, given: Mapping[str, str]) -> Person | None:
        """The invented person with the posted `account`; a real person's address opens nothing here."""
        person = accounts.person_by_email(given.get("account", ""))
        return person if person is not None and person.is_demo else None


def build(options: Mapping[str, str]) -> DemoIdentity:
    """It has no options."""
    return DemoIdentity()
