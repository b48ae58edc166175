"""`thanjai packs`: definitions of services and of bundles of them, checked and published."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from thanjai.domain.bundle.model import Bundle
from thanjai.domain.bundle.reading import BundleReading, read_bundle
from thanjai.domain.definition.reading import Reading, read

BUNDLE = "bundle.yaml"
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
        reading = _read_bundle(path) if path.name == BUNDLE else _read(path)
        errors = [problem for problem in reading.problems if problem.level == "error"]
        wrong += bool(errors)
        others = len(reading.problems) - len(errors)
        verdict = f"{len(errors)} errors" if errors else "ok"
        click.echo(f"{path.parent.name}: {verdict}" + (f", {others} remarks" if others else ""))
        for problem in reading.problems:
            message, source = problem.message, f" [{problem.source}]" if problem.source else ""
            words = " ".join(f"{message.en} / {message.th}{source}".split())
            click.echo(f"  {_shown(path)}:{problem.line}: {problem.level}: {words}")
    sys.exit(1 if wrong else 0)


@command.command("publish")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
def publish(paths: tuple[Path, ...]) -> None:
    """Publish checked definitions as the next versions of their services."""
    from thanjai.config.database import ready_django

    ready_django()
    from thanjai.bundles import actions as bundles
    from thanjai.catalogue import actions
    from thanjai.kernel.tenancy import PLATFORM, acting_as

    for path in _files(paths):
        with acting_as(PLATFORM):
            if path.name == BUNDLE:
                bundle = sound_bundle(path)
                click.echo(f"{bundle.id}: version {bundles.publish(bundle=bundle).number}")
                continue
            reading = _read(path)
            if reading.definition is None or any(problem.level == "error" for problem in reading.problems):
                raise _unsound(path)
            version = actions.publish(definition=reading.definition)
        click.echo(f"{reading.definition.id}: version {version.number}")


def sound_bundle(path: Path) -> Bundle:
    """Raises ClickException for a bundle with errors."""
    reading = _read_bundle(path)
    if reading.bundle is None or not reading.publishable:
        raise _unsound(path)
    return reading.bundle


def _unsound(path: Path) -> click.ClickException:
    return click.ClickException(f"{_shown(path)} has errors; see `thanjai packs check {_shown(path)}`")


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
    """The service.yaml and bundle.yaml files meant: given files or folders, or all packs; services before bundles."""
    found = [_inside(path) if path.is_dir() else path for path in paths]
    return found or [*sorted(PACKS.glob("*/service.yaml")), *sorted(PACKS.glob(f"bundles/*/{BUNDLE}"))]


def _inside(folder: Path) -> Path:
    return folder / (BUNDLE if (folder / BUNDLE).is_file() else "service.yaml")


def _read(path: Path) -> Reading:
    return read(path.read_text(encoding="utf-8"), _shown(path))


def _read_bundle(path: Path) -> BundleReading:
    """A bundle, judged with the services whose folders lie beside that of all bundles."""
    beside = sorted(path.resolve().parents[2].glob("*/service.yaml"))
    definitions = [reading.definition for one in beside if (reading := _read(one)).definition]
    services = {one.id: one for one in definitions if one is not None}
    return read_bundle(path.read_text(encoding="utf-8"), _shown(path), services)


def _shown(path: Path) -> str:
    """The path as a person would type it from here."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
