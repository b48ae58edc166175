"""The programs that make up a running Thanjai, as the supervisor starts them."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass

from thanjai.config.surroundings import Surroundings

BANK_SIMULATOR = "thanjai.plugins.payments.demo_bank"
GATEWAY_SIMULATOR = "thanjai.plugins.payments.opn.simulator"


@dataclass(frozen=True, slots=True)
class Program:
    """One process to run.

    `ports` must be free before it starts and maps the variable that changes a port to its number;
    `answers_at` is a page that answers once the program is ready (None: ready as soon as it lives).
    """

    name: str
    words: tuple[str, ...]
    ports: tuple[tuple[str, int], ...] = ()
    answers_at: str | None = None


def web_server(surroundings: Surroundings, processes: int = 2) -> tuple[str, ...]:
    """The words that start the web server."""
    return (
        sys.executable,
        "-m",
        "granian",
        "--interface=wsgi",
        f"--host={surroundings.host}",
        f"--port={surroundings.port}",
        f"--workers={processes}",
        # Each thread holds a database connection; a few keep a slow upload from holding up everybody.
        "--blocking-threads=4",
        "--workers-kill-timeout=8",
        "--respawn-failed-workers",
        "--no-ws",
        "--log-level=warning",
        "thanjai.config.wsgi:application",
    )


def programs_to_run(surroundings: Surroundings) -> list[Program]:
    """Web server, worker, and what a demonstration needs, in the order of starting."""
    local = f"http://127.0.0.1:{surroundings.port}"
    programs = [
        Program("web", web_server(surroundings), (("THANJAI_PORT", surroundings.port),), f"{local}/healthz"),
        Program("worker", (sys.executable, "-m", "thanjai.config.cli", "worker")),
    ]
    if not surroundings.own_mail_server:
        both = (("THANJAI_SMTP_PORT", surroundings.smtp_port), ("THANJAI_MAIL_PORT", surroundings.mail_port))
        words = (sys.executable, "-m", "thanjai.config.mailcatcher")
        programs.append(Program("mail", words, both, f"http://127.0.0.1:{surroundings.mail_port}/"))
    if surroundings.demo and not surroundings.own_bank and _has(f"{BANK_SIMULATOR}.__main__"):
        ports = (("THANJAI_BANK_PORT", surroundings.bank_port),)
        words = (sys.executable, "-m", BANK_SIMULATOR)
        programs.append(Program("bank", words, ports, f"http://127.0.0.1:{surroundings.bank_port}/"))
    if surroundings.demo and not surroundings.own_gateway and _has(f"{GATEWAY_SIMULATOR}.__main__"):
        ports = (("THANJAI_OPN_PORT", surroundings.opn_port),)
        words = (sys.executable, "-m", GATEWAY_SIMULATOR)
        programs.append(Program("gateway", words, ports, f"http://127.0.0.1:{surroundings.opn_port}/healthz"))
    return programs


def _has(module: str) -> bool:
    """Whether a plugin is installed: an installation may leave out those it does not use."""
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False
