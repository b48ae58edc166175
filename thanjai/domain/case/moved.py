"""Which due dates of a case a changed calendar moves: the calendar alone, all else as it was told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from thanjai.domain import deadlines as clock
from thanjai.domain.case.events import DateChange
from thanjai.domain.deadline_rules import DeadlineRule
from thanjai.domain.deadlines import Facts
from thanjai.domain.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Told:
    """A running time limit as its people were told it: the amount and the due date that stand with the case."""

    rule: str
    amount: int
    due_at: datetime


def moved_dates(
    told: Iterable[Told],
    rules: Mapping[str, DeadlineRule],
    facts: Facts,
    extensions: Mapping[str, int],
    calendar: Calendar,
) -> tuple[DateChange, ...]:
    """The due dates that fall otherwise under `calendar`, in the order told.

    Each is counted again with the amount it was told with: a figure that the agency has set otherwise since
    is not the calendar's doing. A rule or fact that is no longer there moves nothing.
    """
    found = []
    for line in told:
        rule = rules.get(line.rule)
        if rule is None or rule.trigger not in facts:
            continue
        settings = {rule.setting: line.amount} if rule.setting else {}
        (again,) = clock.compute([rule], facts, settings, calendar, extensions)
        if again.due_at != line.due_at:
            found.append(DateChange(rule=line.rule, before=line.due_at, after=again.due_at))
    return tuple(found)
