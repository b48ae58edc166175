"""`thanjai run`: everything, until Ctrl-C."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType

import click

from thanjai.config.child import die_with_parent
from thanjai.config.database import name_database, var_folder
from thanjai.config.preparation import Preparation
from thanjai.config.programs import Program, programs_to_run
from thanjai.config.supervisor import CannotRun, Supervisor, check_ports, only_one
from thanjai.config.surroundings import Surroundings
from thanjai.kernel.embedded_postgres import EmbeddedPostgres


@click.command("run")
def command() -> None:
    """Start the database, the web server, the worker, the mail catcher and the simulators of bank and gateway."""
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGHUP, _end)
    surroundings = Surroundings.from_environment(os.environ)
    programs = programs_to_run(surroundings)
    try:
        with only_one(var_folder()):
            check_ports(surroundings.host, programs)
            os.environ.update(surroundings.as_environment())
            status = _run(surroundings, programs)
    except CannotRun as reason:
        raise click.ClickException(str(reason)) from None
    except KeyboardInterrupt:
        click.echo("\nStopped.")
        raise SystemExit(130) from None
    raise SystemExit(status)


def _end(number: int, frame: FrameType | None) -> None:
    """Until the supervisor takes over, a request to end unwinds the stack, which stops the database."""
    raise SystemExit(128 + number)


def _run(surroundings: Surroundings, programs: list[Program]) -> int:
    began = time.monotonic()
    var = var_folder()
    keeper = DatabaseKeeper(name_database())
    preparation = Preparation(var, embedded=keeper.server is not None)
    try:
        with preparation.stage("PostgreSQL"):
            keeper.start()
        preparation.bring_tables_up_to_date()
        if surroundings.demo:
            preparation.load_demo_world()
        supervisor = Supervisor(programs, var / "log", os.environ, _say, keeper.start)
        started = time.monotonic()

        def when_ready() -> None:
            preparation.done("Programs", time.monotonic() - started)
            preparation.done("Ready", time.monotonic() - began)
            _print_addresses(surroundings, programs, var / "log")

        return supervisor.run(when_ready)
    finally:
        keeper.stop()
        click.echo("Everything is stopped.")


class DatabaseKeeper:
    """Starts the embedded server, starts it again when it is gone, and stops it only if it started it."""

    def __init__(self, server: EmbeddedPostgres | None) -> None:
        self.server = server
        self._started = False
        self._ran = False

    def start(self) -> None:
        """Have the server running. Does nothing for a database that is not embedded."""
        if self.server is None or self.server.pid():
            return
        if self._ran:
            _say("PostgreSQL is gone; starting it again.")
        self._started |= self.server.start(before_exec=die_with_parent(signal.SIGINT))
        self._ran = True

    def stop(self) -> None:
        """Stop the server if we started it."""
        if self.server is not None and self._started:
            self.server.stop()


def _say(line: str) -> None:
    click.echo(f"{time.strftime('%H:%M:%S')}  {line}", file=sys.stderr)


def _print_addresses(surroundings: Surroundings, programs: list[Program], logs: Path) -> None:
    names = {program.name for program in programs}
    lines = [("Thanjai", surroundings.base_url)]
    if "mail" in names:
        lines.append(("E-mail caught", f"{surroundings.mail_url}  (SMTP on port {surroundings.smtp_port})"))
    if "bank" in names:
        lines.append(("Bank simulator", surroundings.bank_url))
    if "gateway" in names:
        lines.append(("Gateway simulator", surroundings.opn_url))
    lines.append(("Logs", str(logs)))
    click.echo()
    for name, address in lines:
        click.echo(f"  {name:<20}{address}")
    click.echo("\n  Ctrl-C stops everything.\n")
