"""Proofs of identity, of two shapes.

- A list to choose from, or a form: copy the folder `demo`, write its `plugin.py`, name it in THANJAI_IDENTITY.
- Another site that people are sent to, speaking OpenID Connect: nothing is written, only configured (see `oidc`).
"""

from __future__ import annotations

from collections.abc import Mapping

from thanjai import plugins


def install(options_by_name: Mapping[str, Mapping[str, str]]) -> None:
    """Build the named plugins from their options and register them with `accounts`.

    Raises UnknownPlugin, or ValueError for options that will not do.
    """
    from thanjai.accounts import providers  # Django must be up: this package is imported while it starts

    for name, options in options_by_name.items():
        providers.register(plugins.build("identity", name, options))
