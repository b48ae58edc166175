"""`thanjai packs`: definitions of services and of bundles of them, checked and published."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from thanjai.config.commands.packs_check import close_to, explanation, report
from thanjai.domain.bundle.model import Bundle
from thanjai.domain.bundle.reading import BundleReading, read_bundle
from thanjai.domain.definition.difference import by_section, difference
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.reading import Reading, read
from thanjai.domain.definition.rules import RULES

BUNDLE = "bundle.yaml"
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
        if path.name == BUNDLE:
            bundle = _read_bundle(path)
            found, definition, is_sound = bundle.problems, None, bundle.publishable
        else:
            reading = _read(path)
            found, definition, is_sound = reading.problems, reading.definition, reading.publishable
        wrong += not is_sound
        for line in report(path.parent.name, found, definition):
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


@command.command("shake")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--times", default=200, show_default=True, type=click.IntRange(1, 10_000), help="How many applications.")
@click.option("--seed", default=0, show_default=True, type=int, help="The first one's seed; N of it are used.")
def shake(paths: tuple[Path, ...], times: int, seed: int) -> None:
    """Send applications made up at random the whole way of definitions; all in packs/ when no path is given.

    Says what was never reached, what broke and with which seed it can be repeated, and how long each way takes.
    Ends with 1 when something broke.
    """
    from thanjai.config.shaken import lines_of, shaken

    broke = 0
    for path in _files(paths):
        reading = _read(path)
        if reading.definition is None:
            raise click.ClickException(f"{_shown(path)} cannot be read; see `thanjai packs check {_shown(path)}`")
        seen = shaken(path, reading.definition, times=times, seed=seed)
        broke += bool(seen.broke)
        for line in lines_of(reading.definition, seen):
            click.echo(line)
    sys.exit(1 if broke else 0)


@command.command("diff")
@click.argument("old", type=click.Path(exists=True, path_type=Path))
@click.argument("new", type=click.Path(exists=True, path_type=Path))
@click.option("--thai", is_flag=True, help="In Thai.")
def diff(old: Path, new: Path, thai: bool) -> None:
    """Say in words what is different between two definitions; what matters first to people comes first."""
    before, after = (_sound(path) for path in _files((old, new)))
    told = by_section(difference(before, after))
    for section, changes in told:
        click.echo(section.heading.th if thai else section.heading.en)
        for change in changes:
            click.echo(f"  {change.words.th if thai else change.words.en}")
    if not told:
        click.echo("ไม่มีความแตกต่าง" if thai else "No difference.")


def _sound(path: Path) -> ServiceDefinition:
    reading = _read(path)
    if reading.definition is None:
        raise click.ClickException(f"{_shown(path)} is no definition; see `thanjai packs check {_shown(path)}`")
    return reading.definition


@command.command("publish")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--owner", help="The slug of the department that has these templates in its care.")
def publish(paths: tuple[Path, ...], owner: str | None) -> None:
    """Publish checked definitions as the next versions of their services.

    Agencies that offer them go on with the new version; those that have something to decide first stay on theirs.
    """
    from thanjai.config.database import ready_django

    ready_django()
    from thanjai.agencies.selectors import agency_by_slug
    from thanjai.bundles import actions as bundles
    from thanjai.catalogue import actions, selectors
    from thanjai.kernel.tenancy import PLATFORM, acting_as

    for path in _files(paths):
        if path.name == BUNDLE:
            bundle = sound_bundle(path)
            with _refusals_told(), acting_as(PLATFORM):
                click.echo(f"{bundle.id}: version {bundles.publish(bundle=bundle).number}")
            continue
        definition = _sound_service(path)
        with _refusals_told(), acting_as(PLATFORM):
            agency = agency_by_slug(owner).id if owner else None
            version = actions.publish(definition=definition, owner=agency)
            waiting = selectors.how_many_held(definition.id)
        said = f"; {waiting} agencies stay on an earlier version until they have decided" if waiting else ""
        click.echo(f"{definition.id}: version {version.number}{said}")


def _sound_service(path: Path) -> ServiceDefinition:
    """Raises ClickException for a definition with errors."""
    reading = _read(path)
    if reading.definition is None or not reading.publishable:
        raise _unsound(path)
    return reading.definition


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
@click.option("--agency", help="The agency's slug.")
@click.option("--all", "all_", is_flag=True, help="All agencies of the kinds that may, as the template has it.")
@click.option("--kind", "kinds", multiple=True, help="With --all: only agencies of this kind; may be given again.")
@click.option("--set", "given", multiple=True, metavar="NAME=FIGURE", help="What the law leaves to the agency.")
def adopt(service: str, agency: str | None, all_: bool, kinds: tuple[str, ...], given: tuple[str, ...]) -> None:
    """Let an agency offer a published service with its own figures. Again: with these figures from now on.

    With --all, all agencies at once; those that offer it already stay as they are.
    """
    if all_ == bool(agency) or (kinds and not all_):
        raise click.UsageError("Give either --agency SLUG, or --all with or without --kind.")
    from thanjai.config.database import ready_django

    ready_django()
    settings = _settings(given)
    if all_:
        _adopt_for_many(service, settings, kinds)
        return
    from thanjai.agencies.selectors import agency_by_slug
    from thanjai.catalogue import actions
    from thanjai.kernel.tenancy import PLATFORM, acting_as

    assert agency is not None
    with _refusals_told(), acting_as(PLATFORM):
        actions.adopt(agency=agency_by_slug(agency).id, service=service, settings=settings)
    click.echo(f"{agency} offers {service}.")


def _adopt_for_many(service: str, settings: dict[str, float | str], kinds: tuple[str, ...]) -> None:
    """All agencies of some kinds; how many, how many were left out, and why."""
    from thanjai.catalogue.many import adopt_for_many
    from thanjai.domain.definition.base import AgencyKind

    try:
        asked = [AgencyKind(kind) for kind in kinds]
    except ValueError:
        raise click.UsageError(f"--kind is one of {', '.join(AgencyKind)}.") from None
    began = time.monotonic()
    with _refusals_told():
        taken = adopt_for_many(service=service, settings=settings, kinds=asked)
    click.echo(f"{taken.added} agencies offer {service} from now on ({time.monotonic() - began:.1f} s).")
    for left_out, why in (
        (taken.already, "offer it already"),
        (taken.other_kind, "are of a kind that does not give this service"),
        (taken.lacking, "; ".join(f"lack a figure: {one.en} / {one.th}" for one in taken.missing)),
    ):
        if left_out:
            click.echo(f"  {left_out} left out: {why}")


@contextmanager
def _refusals_told() -> Iterator[None]:
    """One transaction; what is refused ends the command with the words for people."""
    from django.db import transaction

    from thanjai.domain.refusals import Refusal

    try:
        with transaction.atomic():
            yield
    except Refusal as refusal:
        raise click.ClickException(f"{refusal.message.en} / {refusal.message.th}") from None


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
