"""What the simulator is told by its environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from thanjai.plugins.payments.demo_bank import signatures
from thanjai.plugins.payments.simulating import environment as env

WEBHOOK_PATH: Final = "/hooks/payments/demo-bank/"
_NAMES: Final = env.Names("THANJAI_BANK", "8010", "THANJAI_WEBHOOK_URL", WEBHOOK_PATH, "bank.sqlite")


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration(env.Surroundings):
    """Its surroundings, and the secret by which it signs."""

    secret: str = field(repr=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Configuration:
        """Read THANJAI_BANK_* and its neighbours. Raises ValueError, which names the variable at fault."""
        secret = environment.get("THANJAI_BANK_SECRET") or "demo-bank-secret"
        signatures.key_of(secret)
        return cls(secret=secret, **env.read(environment, _NAMES).told())
