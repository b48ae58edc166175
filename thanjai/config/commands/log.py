"""`thanjai log`: the public log of documents, gone through from within and followed from without."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click


@click.group("log")
def command() -> None:
    """The public log of documents."""


@command.command("check")
@click.option(
    "--head", "kept", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A head that was kept elsewhere, or what a monitor keeps, to be believed as well.",
)  # fmt: skip
def check(kept: tuple[Path, ...]) -> None:
    """Work out everything anew and compare it with documents and heads; print what is wrong, and end with 1."""
    from thanjai.config.database import ready_django

    ready_django()
    from thanjai.agencies.selectors import all_agencies
    from thanjai.documents.log.checking import Check
    from thanjai.kernel.transactions import at_one_moment

    going, flaws = Check(list(_heads(kept))), 0
    with at_one_moment():
        names = {agency.id: agency.slug for agency in all_agencies()}
        for flaw in going.flaws():
            flaws += 1
            whose = f"{names.get(flaw.agency, flaw.agency)}: " if flaw.agency else ""
            click.echo(f"{whose}{flaw.where}: {flaw.what}")
    click.echo(
        f"{going.leaves} lines, {going.heads} heads, {going.documents} documents; not signed yet: {going.unsigned} lines"
    )
    click.echo(f"{flaws} flaws")
    sys.exit(1 if flaws else 0)


def _heads(paths: tuple[Path, ...]) -> Iterator[Any]:
    for path in paths:
        try:
            told = json.loads(path.read_bytes())
        except ValueError:
            raise click.ClickException(f"{path} is no JSON. Give a head as /log/head tells it.") from None
        yield told["head"] if isinstance(told, dict) and "head" in told else told


@command.command("sign")
def sign() -> None:
    """Sign now what the log is. The worker does so every five minutes."""
    from thanjai.config.database import ready_django

    ready_django()
    from thanjai.documents.log import heads

    try:
        made = heads.sign()
    except heads.LogAltered as reason:
        raise click.ClickException(f"{reason}. Nothing was signed; run `thanjai log check`.") from None
    click.echo(f"Head {made.number}: {made.size} lines." if made else "Nothing was added since the last head.")


@command.command("key")
def key() -> None:
    """Print the public key of the log. Publish it where nobody can change it with the platform."""
    from thanjai.config.database import ready_django

    ready_django()
    from thanjai.kernel.signet import LOG, signet

    click.echo(signet(LOG).public_pem.decode(), nl=False)


@command.command("monitor")
@click.argument("url")
@click.option(
    "--state", type=click.Path(dir_okay=False, path_type=Path), default=Path("log-monitor.json"), show_default=True,
    help="Where the last head is kept from one time to the next.",
)  # fmt: skip
@click.option(
    "--key", "keys", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A public key of the log that you trust. Without one, the first time trusts what the log itself says.",
)  # fmt: skip
@click.option(
    "--silent-after", type=float, default=26.0, show_default=True, help="Hours after which no news are bad news."
)
@click.option("--every", type=click.IntRange(min=10), help="Go on, and ask again after so many seconds.")
def monitor(url: str, state: Path, keys: tuple[Path, ...], silent_after: float, every: int | None) -> None:
    """Follow a log over HTTP, from anywhere and without a database.

    Ends with 0 when it only grew; 3 a proof or signature is wrong; 4 it went back; 5 it forked; 6 it is silent.
    """
    from thanjai.verifier.monitor import Alarm, Watch

    watch = Watch(url, state, tuple(path.read_bytes() for path in keys), silent_after * 3600)
    while True:
        try:
            click.echo(watch.look())
        except Alarm as alarm:
            click.echo(f"{alarm.what.name}: {alarm}", err=True)
            sys.exit(alarm.what)
        if every is None:
            return
        time.sleep(every)
