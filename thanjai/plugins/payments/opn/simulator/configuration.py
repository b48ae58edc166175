"""What the simulator is told by its environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from thanjai.plugins.payments.opn import signatures

WEBHOOK_PATH: Final = "/hooks/payments/opn/"
DEMO_KEY: Final = "skey_test_thanjaidemonstration"
DEMO_WEBHOOK_SECRET: Final = "dGhhbmphaS1kZW1vbnN0cmF0aW9u"
"""Both known to everybody: for a demonstration only."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """Where the simulator listens, whom it lets in by which key, and whom it tells."""

    port: int
    host: str
    secret_key: str = field(repr=False)
    webhook_secret: str = field(repr=False)
    webhook_url: str
    database: Path
    first_retry_seconds: float = 1.0
    longest_retry_seconds: float = 300.0

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Configuration:
        """Read THANJAI_OPN_* and its neighbours. Raises ValueError, which names the variable at fault."""
        secret = environment.get("THANJAI_OPN_WEBHOOK_SECRET") or DEMO_WEBHOOK_SECRET
        signatures.key_of(secret)
        site = (environment.get("THANJAI_BASE_URL") or "http://localhost:8000").rstrip("/")
        webhook_url = environment.get("THANJAI_OPN_WEBHOOK_URL") or site + WEBHOOK_PATH
        if not webhook_url.startswith(("http://", "https://")):
            raise ValueError(f"THANJAI_OPN_WEBHOOK_URL must begin with http:// or https://, not {webhook_url!r}")
        port = environment.get("THANJAI_OPN_PORT") or "8011"
        if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
            raise ValueError(f"THANJAI_OPN_PORT must be a port number from 1 to 65535, not {port!r}")
        return cls(
            port=int(port),
            host=environment.get("THANJAI_OPN_HOST") or "127.0.0.1",
            secret_key=environment.get("THANJAI_OPN_SECRET_KEY") or DEMO_KEY,
            webhook_secret=secret,
            webhook_url=webhook_url,
            database=Path(environment.get("THANJAI_VAR") or "var") / "opn.sqlite",
            first_retry_seconds=_seconds(environment.get("THANJAI_OPN_RETRY_SECONDS") or "1"),
        )


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if 0 < seconds <= 300:
        return seconds
    raise ValueError(f"THANJAI_OPN_RETRY_SECONDS must be above 0 and at most 300, not {text!r}")
