"""Packs shaken from the command line: at an agency of the trial, with figures as usual, from today on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from thanjai.config.database import name_database
from thanjai.config.demo.packs import load_yaml
from thanjai.domain.case.rules import Rules
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.pretending.figures import all_settings
from thanjai.domain.workdays import base_calendar
from thanjai.kernel import clock
from thanjai.trials.report import Seen, unreached
from thanjai.trials.shaking import Shaker

_YEARS_AHEAD = 12


def shaken(path: Path, definition: ServiceDefinition, *, times: int, seed: int) -> Seen:
    """What `times` applications have shown. Needs no database: only where the typefaces lie is asked."""
    name_database()
    from thanjai.kernel import papers

    now = clock.now()
    calendar = base_calendar(now.year - 1, now.year + _YEARS_AHEAD)
    shaker = Shaker(Rules(definition, settings_beside(path, definition)), calendar, now)
    return shaker.shake(range(seed, seed + times), lambda content: papers.tried(content, at=now))


def settings_beside(path: Path, definition: ServiceDefinition) -> dict[str, object]:
    """The figures of the trial agency in the examples beside a definition; what they lack is as usual."""
    examples = path.with_name("examples.yaml")
    given = (load_yaml(examples).get("settings") or {}) if examples.is_file() else {}
    return all_settings(definition, given)


def lines_of(definition: ServiceDefinition, seen: Seen) -> Iterator[str]:
    """What there is to say of one definition."""
    verdict = f"{len(seen.broke)} things broke" if seen.broke else "ok"
    yield f"{definition.id}: {verdict} ({seen.applications} applications, {seen.refused} faulty ones refused)"
    for status, count, half, longest in seen.took():
        yield f"  {status}: {count}, half within {half} days, all within {longest}"
    for paper, leaves in sorted(seen.leaves.items()):
        yield f"  paper {paper}: {leaves} pages at most"
    for one in unreached(definition, seen):
        yield f"  never reached: {one.kind} {one.id} ({one.title.en})"
    for broke in seen.broke:
        yield f"  {broke.code}: {broke.words.en} / {broke.words.th} ({broke.count} times; --times 1 --seed {broke.seed})"
