"""Bringing in a list on the command line: the same report as in the office, the same work, the same undoing."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click
from django.db import transaction

from thanjai.domain.intake.report import report_lines
from thanjai.domain.refusals import Refusal
from thanjai.domain.spreadsheet import harmless
from thanjai.intake import actions, selectors
from thanjai.intake.actions import Brought
from thanjai.intake.kinds import kind_of
from thanjai.intake.working import AT_ONCE, go_on
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as

if TYPE_CHECKING:
    from thanjai.intake.models import Intake

_SHOWN = 40
"""Wrong lines that are printed; the report in a file has all."""


def bring_in(kind: str, file: Path, *, agency: UUID | None, report: Path | None, yes: bool, actor: Actor = PLATFORM,
             reason: str = "", exception: str = "") -> None:  # fmt: skip
    """Judge a file, say line by line what is wrong, ask, and do it. Raises ClickException."""
    with _told(), transaction.atomic(), acting_as(actor):
        brought = Brought(file.name, file.read_bytes(), reason)
        row = actions.prepare(actor=actor, kind=kind, brought=brought, agency=agency)
    with transaction.atomic(), acting_as(PLATFORM):
        progress = selectors.progress(row)
        _say(row, progress)
        if report:
            _write(row, report)
    if not progress.to_do or not (yes or click.confirm(f"Bring in {progress.to_do} lines?")):
        with transaction.atomic(), acting_as(actor):
            actions.stop(actor=actor, intake_id=row.id)
        click.echo("Nothing was done.")
        return
    with _told(), transaction.atomic(), acting_as(actor):
        row = actions.confirm(actor=actor, intake_id=row.id)
        if exception:
            row = actions.grant(actor=actor, intake_id=row.id, exception=exception)
    if row.state == "asked":
        click.echo("A head of the agency grants it in the office, under “Bring in a list”.")
        return
    _work(row, progress.to_do)


def take_back(id: UUID, *, actor: Actor = PLATFORM) -> None:
    """Undo a list, but for the lines on which something has built. Raises ClickException."""
    with _told(), transaction.atomic(), acting_as(PLATFORM):
        row = actions.undo(actor=actor, intake_id=id)
        done = selectors.progress(row).states.get("done", 0)
    _work(row, done)


def _work(row: Intake, lines: int) -> None:
    """Here and now. Killed, the worker goes on with it; where it runs beside, each piece is done by one of them."""
    with click.progressbar(length=lines, label=row.file_name) as bar:
        while go_on(row.id):
            bar.update(AT_ONCE)
        bar.update(lines)
    with transaction.atomic(), acting_as(PLATFORM):
        row.refresh_from_db()
        states = selectors.progress(row).states
        click.echo(f"{row.state}: {', '.join(f'{count} {state}' for state, count in sorted(states.items()))}")
        for state in ("refused", "kept"):
            for line in selectors.all_lines(row, state):
                click.echo(f"  line {line.line}, {line.key}: {line.words['en']}")
    if row.state in ("done", "stopped"):
        whose = " --agency AGENCY --by HEAD" if kind_of(row.kind).by_two else ""
        click.echo(f"To undo it: thanjai {row.kind} undo {row.id}{whose}")


def _say(row: Intake, progress: selectors.Progress) -> None:
    verdicts = progress.verdicts
    said = ", ".join(f"{verdicts.get(one, 0)} {one}" for one in ("new", "changed", "same", "wrong"))
    click.echo(f"{row.file_name}: {said}.")
    if row.ignored:
        click.echo(f"Columns not read: {', '.join(row.ignored)}.")
    columns = kind_of(row.kind).columns
    for line in selectors.lines(row, "wrong", limit=_SHOWN):
        for words in report_lines(columns, line.faults):
            click.echo(f"  line {line.line}, {words.en} / {words.th}")
    if verdicts.get("wrong", 0) > _SHOWN:
        click.echo(f"  … and {verdicts['wrong'] - _SHOWN} more; --report FILE writes all of them.")


def _write(row: Intake, path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        for cells in reported(row, "en"):
            writer.writerow([harmless(cell) for cell in cells])
    click.echo(f"The whole report: {path}")


def reported(row: Intake, language: str) -> Iterator[list[str]]:
    """The columns that were read, as they were brought, with what would be done and what is wrong beside each line."""
    yield [*row.headings, "Result", "What to mend"]
    columns = kind_of(row.kind).columns
    for line in selectors.all_lines(row):
        mend = "; ".join(words.in_language(language) for words in report_lines(columns, line.faults))
        yield [*line.given, line.verdict, mend or line.words.get(language, "")]


@contextmanager
def _told() -> Iterator[None]:
    """What is refused ends the command with the words for people."""
    try:
        yield
    except Refusal as refusal:
        raise click.ClickException(f"{refusal.message.en} / {refusal.message.th}") from None
