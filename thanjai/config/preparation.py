"""What must be true of the database before the programs start: the code's tables, and demo data once."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

import thanjai
from thanjai.config.migration import owner_environment

NAME_WIDTH = 26


class Preparation:
    """Runs the stages, each with a line that says how long it took, and skips those already done."""

    def __init__(self, var: Path, *, embedded: bool) -> None:
        self._stamps = var / "stamps"
        self._embedded = embedded

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Name the stage while it runs; say its time when it is over."""
        began = time.monotonic()
        yield
        self.done(name, time.monotonic() - began)

    def done(self, name: str, seconds: float) -> None:
        """Say that a stage is over."""
        click.echo(f"  ✓ {name:<{NAME_WIDTH}}{seconds:7.1f} s")

    def bring_tables_up_to_date(self) -> None:
        """Migrate as the owner, unless this embedded database already has exactly these migrations."""
        mark = _migrations_mark()
        if self._embedded and self._stamp("tables") == mark:
            click.echo(f"  · {'Tables':<{NAME_WIDTH}}up to date")
            return
        with self.stage("Tables"):
            _call(["django", "migrate", "--no-input", "--verbosity=0"], owner_environment())
        self._set_stamp("tables", mark)

    def load_demo_world(self) -> None:
        """Load the demo world into a database that does not have it yet. It is kept from then on."""
        if importlib.util.find_spec("thanjai.config.commands.demo") is None:
            return
        if self._stamp("demo"):
            click.echo(f"  · {'Demo data':<{NAME_WIDTH}}kept")
            return
        with self.stage("Demo data"):
            _call(["demo", "load"], dict(os.environ))
        self._set_stamp("demo", "loaded")

    def _stamp(self, name: str) -> str:
        path = self._stamps / name
        return path.read_text() if path.exists() else ""

    def _set_stamp(self, name: str, text: str) -> None:
        self._stamps.mkdir(parents=True, exist_ok=True)
        (self._stamps / name).write_text(text)


def _call(words: list[str], environment: dict[str, str]) -> None:
    """Run a subcommand of ours in a process of its own; raises ClickException when it fails."""
    result = subprocess.run([sys.executable, "-m", "thanjai.config.cli", *words], env=environment, check=False)
    if result.returncode:
        way_out = "`make run` tries again, `make reset` starts over."
        raise click.ClickException(f"`thanjai {' '.join(words)}` failed; see above. {way_out}")


def _migrations_mark() -> str:
    """A hash over all migrations of ours and the versions of all packages."""
    code = Path(thanjai.__file__).parent
    files = [*sorted(code.glob("**/migrations/*.py")), code.parent / "requirements.lock"]
    digest = hashlib.sha256()
    for file in files:
        if file.exists():
            digest.update(str(file.relative_to(code.parent)).encode() + file.read_bytes())
    return digest.hexdigest()
