"""What the simulator is told by its environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from thanjai.plugins.payments.opn import signatures
from thanjai.plugins.payments.simulating import environment as env

WEBHOOK_PATH: Final = "/hooks/payments/opn/"
DEMO_KEY: Final = "skey_test_thanjaidemonstration"
DEMO_WEBHOOK_SECRET: Final = "dGhhbmphaS1kZW1vbnN0cmF0aW9u"
"""Both known to everybody: for a demonstration only."""
_NAMES: Final = env.Names("THANJAI_OPN", "8011", "THANJAI_OPN_WEBHOOK_URL", WEBHOOK_PATH, "opn.sqlite")


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration(env.Surroundings):
    """Its surroundings, whom it lets in by which key, and the secret by which it signs."""

    secret_key: str = field(repr=False)
    webhook_secret: str = field(repr=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Configuration:
        """Read THANJAI_OPN_* and its neighbours. Raises ValueError, which names the variable at fault."""
        secret = environment.get("THANJAI_OPN_WEBHOOK_SECRET") or DEMO_WEBHOOK_SECRET
        signatures.key_of(secret)
        key = environment.get("THANJAI_OPN_SECRET_KEY") or DEMO_KEY
        return cls(secret_key=key, webhook_secret=secret, **env.read(environment, _NAMES).told())
