"""What a simulator is told by its environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Where a simulator listens, where it keeps its file, and whom it tells.

    `first_retry_seconds` is the pause after the first failed delivery; each later one is twice as long, up to
    `longest_retry_seconds`.
    """

    port: int
    host: str
    webhook_url: str
    database: Path
    first_retry_seconds: float = 1.0
    longest_retry_seconds: float = 300.0

    def told(self) -> dict[str, Any]:
        """Its parts by name, for a configuration that has more of them."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def pause(self, failures: int) -> float:
        """Seconds to wait after a delivery that failed after so many others."""
        # The power is bounded because an ever larger one would overflow before it is capped.
        return min(self.first_retry_seconds * 2.0 ** min(failures, 30), self.longest_retry_seconds)


@dataclass(frozen=True, slots=True)
class Names:
    """How a simulator's variables are called, and what holds without them. `prefix` is THANJAI_BANK, say."""

    prefix: str
    usual_port: str
    webhook_url: str
    webhook_path: str
    file: str


def read(environment: Mapping[str, str], names: Names) -> Surroundings:
    """The simulator's surroundings. Raises ValueError, which names the variable at fault."""
    site = (environment.get("THANJAI_BASE_URL") or "http://localhost:8000").rstrip("/")
    webhook_url = environment.get(names.webhook_url) or site + names.webhook_path
    if not webhook_url.startswith(("http://", "https://")):
        raise ValueError(f"{names.webhook_url} must begin with http:// or https://, not {webhook_url!r}")
    return Surroundings(
        port=_port(environment, f"{names.prefix}_PORT", names.usual_port),
        host=environment.get(f"{names.prefix}_HOST") or "127.0.0.1",
        webhook_url=webhook_url,
        database=Path(environment.get("THANJAI_VAR") or "var") / names.file,
        first_retry_seconds=_seconds(environment, f"{names.prefix}_RETRY_SECONDS"),
    )


def _port(environment: Mapping[str, str], name: str, usual: str) -> int:
    text = environment.get(name) or usual
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise ValueError(f"{name} must be a port number from 1 to 65535, not {text!r}")


def _seconds(environment: Mapping[str, str], name: str) -> float:
    text = environment.get(name) or "1"
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if 0 < seconds <= 300:
        return seconds
    raise ValueError(f"{name} must be above 0 and at most 300, not {text!r}")
