"""What a proof of identity must be able to do for us. The providers themselves are plugins."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from typing import Protocol

from thanjai.accounts.models import Person
from thanjai.domain.text import Text


class IdentityProvider(Protocol):
    """One way to prove who one is. `is_test` providers prove nothing and are labelled so."""

    @property
    def id(self) -> str: ...

    @property
    def title(self) -> Text: ...

    @property
    def is_test(self) -> bool: ...

    def offered(self) -> builtins.list[Person]:
        """The people one may choose from, where that is how one signs in; otherwise nobody."""
        ...

    def identify(self, given: Mapping[str, str]) -> Person | None:
        """Who the posted form proves one to be; None when it proves nothing."""
        ...


_providers: dict[str, IdentityProvider] = {}


def register(provider: IdentityProvider) -> None:
    """Make a provider known. Raises ValueError when another one already has its id."""
    if _providers.setdefault(provider.id, provider) != provider:
        raise ValueError(f"two identity providers have the id {provider.id!r}")


def all() -> builtins.list[IdentityProvider]:
    """The providers that are installed, in the order of installation."""
    return [*_providers.values()]
