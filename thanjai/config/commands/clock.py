"""`thanjai clock`: what the platform's clock says, moved forward in a demonstration, and what the law's clock did."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date, datetime, time, timedelta
from time import monotonic
from uuid import UUID

import click

from thanjai.config.database import ready_django
from thanjai.config.surroundings import name_clock
from thanjai.domain.buddhist import BANGKOK, format_moment


@click.group("clock")
def command() -> None:
    """The platform's clock, and the law's."""


@command.command("now")
def now() -> None:
    """Say what time it is for the platform."""
    name_clock()
    from thanjai.kernel import clock

    click.echo(format_moment(clock.now(), "en"))
    if ahead := clock.ahead():
        click.echo(f"{ahead.days} days and {ahead.seconds // 3600} hours ahead of the world")


@command.command("move")
@click.option("--days", type=click.IntRange(min=1), help="By so many days.")
@click.option("--to", "day", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]), help="To a day, or a moment of it.")
@click.option("--next", "to_next", is_flag=True, help="To when something falls due next.")
def move(days: int | None, day: datetime | None, to_next: bool) -> None:
    """Move the clock of a demonstration forward; all that falls due on the way happens, in order."""
    if sum((days is not None, day is not None, to_next)) != 1:
        raise click.UsageError("Give one of --days, --to and --next.")
    name_clock()
    ready_django()
    from thanjai.config import machine
    from thanjai.domain.refusals import Refusal
    from thanjai.kernel import clock

    until = machine.next_due() if to_next else _moment(day) if day else clock.now() + timedelta(days=days or 0)
    if until is None:
        raise click.ClickException("Nothing will fall due.")
    try:
        journey = machine.travel(until)
    except Refusal as refusal:
        raise click.ClickException(refusal.message.en) from None
    for one in journey.done:
        click.echo(f"  {format_moment(one.at, 'en', 'short')}  {one.number}  {one.kind:<7} {one.title.en}")
    if journey.duties > len(journey.done):
        click.echo(f"  … and {journey.duties - len(journey.done)} more")
    click.echo(f"It is {format_moment(journey.arrived, 'en')} now; {journey.duties} duties, {journey.jobs} jobs.")


def _moment(given: datetime) -> datetime:
    """A day is meant from its morning on, when offices open."""
    at = given.time() if given.time() != time() else time(8, 30)
    return datetime.combine(date(given.year, given.month, given.day), at, BANGKOK)


@command.command("replay")
@click.option("--agency", help="The agency's slug; otherwise all agencies.")
def replay(agency: str | None) -> None:
    """Judge every case again under the law as it stood, and list those that broke it. Ends with 1 if any did."""
    name_clock()
    ready_django()
    from django.db import transaction

    from thanjai.agencies.selectors import agency_by_slug
    from thanjai.cases import lookback
    from thanjai.domain.case.lookback import BREACH_WORDS
    from thanjai.domain.refusals import Refusal
    from thanjai.kernel.tenancy import PLATFORM, acting_as

    began, cases, events = monotonic(), 0, 0
    broken: Counter[str] = Counter()
    with acting_as(PLATFORM), transaction.atomic():
        try:
            whose = agency_by_slug(agency).id if agency else None
        except Refusal as refusal:
            raise click.ClickException(refusal.message.en) from None
        for judged in lookback.judge_all(whose):
            cases, events = cases + 1, events + judged.events
            for finding in judged.findings:
                broken[finding.breach] += 1
                click.echo(
                    f"{judged.number}  {BREACH_WORDS[finding.breach].en}: {finding.words.en}. {finding.source.en}"
                )
    seconds = monotonic() - began
    click.echo(f"{cases} cases, {events} events judged in {seconds:.1f} s ({cases / max(seconds, 0.001):.0f} cases/s)")
    click.echo(", ".join(f"{count} {name}" for name, count in broken.items()) or "Nobody broke the law.")
    sys.exit(1 if broken else 0)


@command.command("explain")
@click.argument("case")
def explain(case: str) -> None:
    """Show all time limits of a case, by its number or id: why, from which law, what ended them, what was sent."""
    name_clock()
    ready_django()
    from django.db import transaction

    from thanjai.cases import explaining, selectors
    from thanjai.config import explained
    from thanjai.domain.refusals import Refusal
    from thanjai.kernel.tenancy import PLATFORM, acting_as

    with acting_as(PLATFORM), transaction.atomic():
        try:
            row = selectors.case(UUID(case)) if len(case) > 30 else selectors.case_by_number(case)
        except (ValueError, Refusal):
            row = None
        if row is None:
            raise click.ClickException(f"There is no case {case}. Give its number, such as 69-KKC-000001-L, or its id.")
        for line in explained.lines(explaining.explain(row)):
            click.echo(line)


@command.command("demo")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Stop earlier than after two years.")
def demo(until: datetime | None) -> None:
    """Live one case through two years, in a database of its own, and print what happened and the rule behind it."""
    from thanjai.config.database import ROOT
    from thanjai.config.scratch import empty_database
    from thanjai.kernel import clock

    var = ROOT / "build" / "clock-var"
    environment = {"THANJAI_DEMO": "1", "THANJAI_BENCH": "0", clock.FILE: str(var / "clock")}
    with empty_database(var, environment):
        import django

        django.setup()
        _tell_the_story(_moment(until) if until else None)


def _tell_the_story(until: datetime | None) -> None:
    from django.conf import settings

    from thanjai.config.demo import life, life_told

    # Letters are written and counted as sent; nobody gets them.
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    began = monotonic()
    lived = life.live(
        until or life.END, lambda moment: click.echo(f"  … {format_moment(moment, 'en', 'short')}", err=True)
    )
    for line in life_told.lines_of(lived):
        for text in life_told.printed(line):
            click.echo(text)
    click.echo("\nJudged again, the agency broke:")
    for text in life_told.verdict(lived):
        click.echo(f"  {text}")
    click.echo(f"\n{(life.END if until is None else until) - life.BEGINNING} lived in {monotonic() - began:.0f} s.")
