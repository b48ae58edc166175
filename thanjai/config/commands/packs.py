"""`thanjai packs`: service definitions, checked and published."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from thanjai.config.commands.packs_check import close_to, explanation, report
from thanjai.domain.definition.reading import Reading, read
from thanjai.domain.definition.rules import RULES

PACKS = Path(__file__).resolve().parents[3] / "packs"


@click.group("packs")
def command() -> None:
    """Check and publish service definitions."""


@command.command("check")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--all", "all_", is_flag=True, help="All definitions in packs/ (also when no path is given).")
@click.option("--explain", metavar="CODE", help="Tell what a rule demands, its source, and how to mend what breaks it.")
def check(paths: tuple[Path, ...], all_: bool, explain: str | None) -> None:
    """Check definitions against the law's duties; a line for each, and file:line for what is wrong.

    Ends with 1 when a definition has an error.
    """
    if explain is not None:
        _explain(explain)
        return
    wrong = 0
    for path in _files(() if all_ else paths):
        reading = _read(path)
        wrong += not reading.publishable
        for line in report(path.parent.name, reading):
            click.echo(line)
    sys.exit(1 if wrong else 0)


def _explain(code: str) -> None:
    rule = RULES.get(code)
    if rule is None:
        meant = ", ".join(close_to(code))
        hint = f" Did you mean {meant}?" if meant else " docs/guide/checks.md lists all."
        raise click.ClickException(f"There is no rule {code}.{hint}")
    for line in explanation(rule):
        click.echo(line)


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


@command.command("adopt")
@click.argument("service")
@click.option("--agency", required=True, help="The agency's slug.")
@click.option("--set", "given", multiple=True, metavar="NAME=FIGURE", help="What the law leaves to the agency.")
def adopt(service: str, agency: str, given: tuple[str, ...]) -> None:
    """Let an agency offer a published service with its own figures. Again: with these figures from now on."""
    from thanjai.config.database import ready_django

    ready_django()
    from django.db import transaction

    from thanjai.agencies.selectors import agency_by_slug
    from thanjai.catalogue import actions
    from thanjai.domain.refusals import Refusal
    from thanjai.kernel.tenancy import PLATFORM, acting_as

    try:
        with acting_as(PLATFORM), transaction.atomic():
            actions.adopt(agency=agency_by_slug(agency).id, service=service, settings=_settings(given))
    except Refusal as refusal:
        raise click.ClickException(f"{refusal.message.en} / {refusal.message.th}") from None
    click.echo(f"{agency} offers {service}.")


def _settings(given: tuple[str, ...]) -> dict[str, float | str]:
    """Names and figures as typed; `true` and `false` are yes and no; what is no figure stays a text."""
    found: dict[str, float | str] = {}
    for one in given:
        name, sign, value = one.partition("=")
        if not sign:
            raise click.UsageError(f"Write --set {name}=FIGURE.")
        if value in ("true", "false"):
            found[name] = value == "true"
            continue
        try:
            found[name] = int(value) if value.lstrip("-").isdigit() else float(value)
        except ValueError:
            found[name] = value
    return found


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
