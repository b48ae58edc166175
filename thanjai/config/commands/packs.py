"""`thanjai packs`: service definitions, checked and published."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from thanjai.domain.definition.reading import Reading, read

PACKS = Path(__file__).resolve().parents[3] / "packs"


@click.group("packs")
def command() -> None:
    """Check and publish service definitions."""


@command.command("check")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--all", "all_", is_flag=True, help="All definitions in packs/ (also when no path is given).")
def check(paths: tuple[Path, ...], all_: bool) -> None:
    """Check definitions against the law's duties; a line for each, and file:line for what is wrong.

    Ends with 1 when a definition has an error.
    """
    wrong = 0
    for path in _files(() if all_ else paths):
        reading = _read(path)
        errors = [problem for problem in reading.problems if problem.level == "error"]
        wrong += bool(errors)
        others = len(reading.problems) - len(errors)
        verdict = f"{len(errors)} errors" if errors else "ok"
        click.echo(f"{path.parent.name}: {verdict}" + (f", {others} remarks" if others else ""))
        for problem in reading.problems:
            message = problem.message
            click.echo(
                f"  {_shown(path)}:{problem.line}: {problem.level}: {message.en} / {message.th} [{problem.source}]"
            )
    sys.exit(1 if wrong else 0)


@command.command("publish")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
def publish(paths: tuple[Path, ...]) -> None:
    """Publish checked definitions as the next versions of their services."""
    from thanjai.config.database import ready_django

    ready_django()
    from thanjai.catalogue import actions
    from thanjai.kernel.tenancy import PLATFORM, acting_as

    for path in _files(paths):
        reading = _read(path)
        if reading.definition is None or any(problem.level == "error" for problem in reading.problems):
            raise click.ClickException(f"{_shown(path)} has errors; see `thanjai packs check {_shown(path)}`")
        with acting_as(PLATFORM):
            version = actions.publish(definition=reading.definition)
        click.echo(f"{reading.definition.id}: version {version.number}")


def _files(paths: tuple[Path, ...]) -> list[Path]:
    """The service.yaml files meant: given files or folders, or all packs."""
    found = [path / "service.yaml" if path.is_dir() else path for path in paths]
    return found or sorted(PACKS.glob("*/service.yaml"))


def _read(path: Path) -> Reading:
    return read(path.read_text(encoding="utf-8"), _shown(path))


def _shown(path: Path) -> str:
    """The path as a person would type it from here."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
