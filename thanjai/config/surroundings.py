"""The addresses of one running Thanjai, read from the environment once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

import click

from thanjai.config.database import var_folder
from thanjai.kernel import clock


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Host and ports; the mail catcher and the simulators are absent when real ones are named."""

    host: str
    port: int
    base_url: str
    demo: bool
    smtp_port: int
    mail_port: int
    bank_port: int
    opn_port: int
    own_mail_server: bool
    own_bank: bool
    own_gateway: bool

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Surroundings:
        """Read THANJAI_* and EMAIL_HOST. Raises ClickException for a port that is none."""
        port = _port(environment, "THANJAI_PORT", 8000)
        return cls(
            host=environment.get("THANJAI_HOST") or "127.0.0.1",
            port=port,
            base_url=environment.get("THANJAI_BASE_URL") or f"http://localhost:{port}",
            demo=environment.get("THANJAI_DEMO", "1") == "1",
            smtp_port=_port(environment, "THANJAI_SMTP_PORT", 2525),
            mail_port=_port(environment, "THANJAI_MAIL_PORT", 8025),
            bank_port=_port(environment, "THANJAI_BANK_PORT", 8010),
            opn_port=_port(environment, "THANJAI_OPN_PORT", 8011),
            own_mail_server=bool(environment.get("EMAIL_HOST")),
            own_bank=bool(environment.get("THANJAI_BANK_URL")),
            own_gateway=bool(
                environment.get("THANJAI_OPN_SECRET_KEY") or environment.get("THANJAI_OPN_SECRET_KEY_FILE")
            ),
        )

    @property
    def mail_url(self) -> str:
        """The mail catcher's page."""
        return f"http://localhost:{self.mail_port}"

    @property
    def bank_url(self) -> str:
        """The bank simulator's page."""
        return f"http://localhost:{self.bank_port}"

    @property
    def opn_url(self) -> str:
        """The gateway simulator's page."""
        return f"http://localhost:{self.opn_port}"

    def as_environment(self) -> dict[str, str]:
        """What settings and the other programs need to know; names a person has set are left out."""
        told = {
            "THANJAI_HOST": self.host,
            "THANJAI_PORT": str(self.port),
            "THANJAI_BASE_URL": self.base_url,
            "THANJAI_DEMO": "1" if self.demo else "0",
            "THANJAI_SMTP_PORT": str(self.smtp_port),
            "THANJAI_MAIL_PORT": str(self.mail_port),
            "THANJAI_BANK_PORT": str(self.bank_port),
            "THANJAI_OPN_PORT": str(self.opn_port),
        }
        if self.demo:
            told[clock.FILE] = str(var_folder() / "clock")
        if not self.own_mail_server:
            told |= {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(self.smtp_port)}
        if not self.own_bank:
            told["THANJAI_BANK_URL"] = self.bank_url
        if self.demo and not self.own_bank:
            told["THANJAI_BANK_REPORTS"] = self.bank_url
        if self.demo and not self.own_gateway:
            told["THANJAI_OPN_SIMULATOR"] = self.opn_url
        return told


def _port(environment: Mapping[str, str], name: str, usual: int) -> int:
    text = environment.get(name) or str(usual)
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise click.ClickException(f"{name} must be a port number from 1 to 65535, not {text!r}.")
    return int(text)


def name_clock() -> None:
    """Let a command in a shell of its own see, and move, the clock of the demonstration that runs here."""
    if Surroundings.from_environment(os.environ).demo:
        os.environ.setdefault(clock.FILE, str(var_folder() / "clock"))
