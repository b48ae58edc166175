"""What the citizen manual says that follows from the definition and the agency's figures (Licensing Facilitation Act s.7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from thanjai.domain.deadlines import Duration, Unit, total
from thanjai.domain.definition.model import ServiceDefinition, Step, StepDuration
from thanjai.domain.expressions import holds
from thanjai.domain.text import Text

_ROUGH_MINUTES: Final = {
    Unit.MINUTE: 1, Unit.HOUR: 60, Unit.WORKING_DAY: 420, Unit.DAY: 300, Unit.MONTH: 8_800, Unit.YEAR: 105_000,
}  # fmt: skip
"""Only to tell which of parallel steps is the longest."""


@dataclass(frozen=True, slots=True)
class StepRow:
    """A line of the step table. `duration` is None where the step takes none, or the agency has not set it."""

    step: Step
    duration: Duration | None
    is_unset: bool

    @property
    def words(self) -> Text | None:
        return self.duration.in_words() if self.duration else None


@dataclass(frozen=True, slots=True)
class RenewalRow:
    """How a paper is renewed at this agency."""

    paper: Text
    by_payment: bool
    first_reminder: int
    source: Text | None
    is_unconfirmed: bool


def renewal_rows(definition: ServiceDefinition, settings: Mapping[str, Any]) -> list[RenewalRow]:
    """One line for papers of the same name that are renewed alike. What depends on the answers needs an application."""
    rows = {}
    for paper in definition.papers:
        if (said := paper.renewal) is not None:
            by_payment = said.mode == "payment" and holds(said.when, {"setting": dict(settings)})
            days = max(said.remind_days, default=0)
            row = RenewalRow(paper.title, by_payment, days, said.source, said.unconfirmed)
            rows[row.paper.en, row.by_payment] = row
    return list(rows.values())


def step_rows(definition: ServiceDefinition, settings: Mapping[str, Any]) -> list[StepRow]:
    """The step table."""
    return [_step_row(step, settings) for step in definition.steps]


def _step_row(step: Step, settings: Mapping[str, Any]) -> StepRow:
    duration = step_time(step.duration, settings)
    return StepRow(step, duration, step.duration is not None and duration is None)


def step_time(duration: StepDuration | None, settings: Mapping[str, Any]) -> Duration | None:
    """The figure of the definition, or of the agency's setting; None when there is neither."""
    if duration is None:
        return None
    amount = duration.amount if duration.setting is None else settings.get(duration.setting)
    if amount is None:
        return None
    return Duration(amount=int(amount), unit=duration.unit)


def longest_way(definition: ServiceDefinition, rows: Sequence[StepRow]) -> list[Duration] | None:
    """The durations along the longest of parallel ways; None when the agency has still to set one."""
    if any(row.is_unset for row in rows):
        return None
    ways: dict[str, list[Duration]] = {}
    for row in rows:
        before = [ways[id] for id in definition.after(row.step) if id in ways]
        longest = max(before, key=_rough, default=[])
        ways[row.step.id] = [*longest, row.duration] if row.duration else longest
    return max(ways.values(), key=_rough, default=[])


def in_all(way: list[Duration] | None) -> Text | None:
    """All of it in words, such as "5 working days 30 minutes"."""
    parts = [one.in_words() for one in total(way)] if way else []
    return Text(th=" ".join(one.th for one in parts), en=" ".join(one.en for one in parts)) if parts else None


def _rough(way: list[Duration]) -> int:
    return sum(one.amount * _ROUGH_MINUTES[one.unit] for one in way)
