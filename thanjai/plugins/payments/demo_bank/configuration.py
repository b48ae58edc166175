"""What the simulator is told by its environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from thanjai.plugins.payments.demo_bank import signatures

WEBHOOK_PATH: Final = "/hooks/payments/demo-bank/"


@dataclass(frozen=True, slots=True)
class Configuration:
    """Where the simulator listens, where it keeps its books, and whom it tells.

    `first_retry_seconds` is the pause after the first failed delivery; each later one is twice as
    long, up to `longest_retry_seconds`.
    """

    port: int
    host: str
    secret: str = field(repr=False)
    webhook_url: str
    database: Path
    first_retry_seconds: float = 1.0
    longest_retry_seconds: float = 300.0

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Configuration:
        """Read THANJAI_BANK_* and its neighbours. Raises ValueError, which names the variable at fault."""
        secret = environment.get("THANJAI_BANK_SECRET") or "demo-bank-secret"
        signatures.key_of(secret)
        site = (environment.get("THANJAI_BASE_URL") or "http://localhost:8000").rstrip("/")
        webhook_url = environment.get("THANJAI_WEBHOOK_URL") or site + WEBHOOK_PATH
        if not webhook_url.startswith(("http://", "https://")):
            raise ValueError(f"THANJAI_WEBHOOK_URL must begin with http:// or https://, not {webhook_url!r}")
        return cls(
            port=_port(environment.get("THANJAI_BANK_PORT") or "8010"),
            host=environment.get("THANJAI_BANK_HOST") or "127.0.0.1",
            secret=secret,
            webhook_url=webhook_url,
            database=Path(environment.get("THANJAI_VAR") or "var") / "bank.sqlite",
            first_retry_seconds=_seconds(environment.get("THANJAI_BANK_RETRY_SECONDS") or "1"),
        )


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise ValueError(f"THANJAI_BANK_PORT must be a port number from 1 to 65535, not {text!r}")


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if 0 < seconds <= 300:
        return seconds
    raise ValueError(f"THANJAI_BANK_RETRY_SECONDS must be above 0 and at most 300, not {text!r}")
