"""What settings say of the bank and the payment gateway, read from the environment."""

from __future__ import annotations

import os
from collections.abc import Callable
from urllib.parse import urlsplit

from thanjai.plugins.payments.opn.simulator.configuration import DEMO_KEY, DEMO_WEBHOOK_SECRET


def opn(secret: Callable[[str], str]) -> dict[str, dict[str, str]]:
    """The options of the plugin where there is a secret key, or the simulator runs beside us; else nothing.

    `secret` reads a variable, or the file that the same name with `_FILE` names.
    """
    if simulator := simulator_url():
        return {"opn": {"secret_key": DEMO_KEY, "webhook_secret": DEMO_WEBHOOK_SECRET, "api_base": simulator}}
    key = secret("THANJAI_OPN_SECRET_KEY")
    if not key:
        return {}
    options = {"secret_key": key, "webhook_secret": secret("THANJAI_OPN_WEBHOOK_SECRET")}
    return {"opn": options | {"api_base": os.environ.get("THANJAI_OPN_API", "")}}


def bank(secret: str) -> dict[str, dict[str, str]]:
    """The options of the demonstration bank; `url` is where its reports are, as `thanjai run` says."""
    return {"demo_bank": {"secret": secret, "url": reports_url()}}


def reports_url() -> str:
    """Where the bank's simulator answers programs; empty where there is none."""
    return os.environ.get("THANJAI_BANK_REPORTS", "") if os.environ.get("THANJAI_DEMO") == "1" else ""


def simulator_url() -> str:
    """Where the simulator of a demonstration is, as `thanjai run` says; empty where there is none."""
    return os.environ.get("THANJAI_OPN_SIMULATOR", "") if os.environ.get("THANJAI_DEMO") == "1" else ""


def private_hosts() -> list[str]:
    """The simulators' hosts and ports, which calls from here may go to."""
    return [urlsplit(url).netloc for url in (simulator_url(), reports_url()) if url]
