"""Proofs of identity. To add one: copy the folder `demo`, write its `plugin.py`, name it in settings."""

from __future__ import annotations

from collections.abc import Mapping

from thanjai import plugins
from thanjai.accounts import providers


def install(options_by_name: Mapping[str, Mapping[str, str]]) -> None:
    """Build the named plugins from their options and register them with `accounts`.

    Raises UnknownPlugin, or ValueError for options that will not do.
    """
    for name, options in options_by_name.items():
        providers.register(plugins.build("identity", name, options))
