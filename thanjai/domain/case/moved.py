"""Which due dates of a case a changed calendar moves, and why: the calendar alone, all else as it was told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from thanjai.domain import deadlines as clock
from thanjai.domain.buddhist import bangkok_day, format_day, format_moment
from thanjai.domain.calendar_book import Change
from thanjai.domain.case.events import DateChange
from thanjai.domain.case.limits import rule_by_id
from thanjai.domain.case.rules import Rules
from thanjai.domain.deadline_rules import APPLICANTS, DeadlineRule
from thanjai.domain.text import Text
from thanjai.domain.workdays import Calendar

COUNTED_ANEW: Final = "คำนวณกำหนดเวลาใหม่ตามปฏิทินปัจจุบัน (counted anew by the calendar in force)"
"""The reason where no change of the calendar speaks of the days between."""


@dataclass(frozen=True, slots=True)
class Told:
    """A running time limit as its people were told it; `number` is that of the newest change its calendar knew."""

    rule: str
    amount: int
    started_at: datetime
    due_at: datetime
    number: int = 0


def moved_dates(
    told: Iterable[Told], rules: Rules, extensions: dict[str, int], calendar: Calendar
) -> tuple[DateChange, ...]:
    """The due dates that fall otherwise under `calendar`, in the order told.

    Each is counted again with the amount it was told with: a figure that the agency has set otherwise since
    is not the calendar's doing. A rule that is no longer there moves nothing.
    """
    found = []
    for line in told:
        rule = rule_by_id(rules, line.rule)
        if rule is None:
            continue
        settings = {rule.setting: line.amount} if rule.setting else {}
        (again,) = clock.compute([rule], {rule.trigger: line.started_at}, settings, calendar, extensions)
        if again.due_at != line.due_at:
            found.append(DateChange(rule=line.rule, before=line.due_at, after=again.due_at))
    return tuple(found)


def reason_of(told: Sequence[Told], moved: Sequence[DateChange], changes: Iterable[Change]) -> str:
    """Why these dates moved: the reasons of the changes, since they were told, that speak of the days between."""
    lines = {line.rule: line for line in told}
    reasons = [
        change.reason
        for change in changes
        if any(_speaks_of(change, lines[one.rule], one) for one in moved if one.rule in lines)
    ]
    return "; ".join(dict.fromkeys(reasons)) or COUNTED_ANEW


def _speaks_of(change: Change, line: Told, moved: DateChange) -> bool:
    if change.number <= line.number:
        return False
    first, last = bangkok_day(line.started_at), bangkok_day(max(moved.before, moved.after))
    return change.hours is not None or any(first <= rule.day <= last for rule in change.days)


@dataclass(frozen=True, slots=True)
class Move:
    """A moved due date as people read it."""

    title: Text
    words: Text
    is_later: bool
    is_applicants: bool
    """It is the applicant's to keep."""


def moves_in_words(changes: Iterable[DateChange | Mapping[str, Any]], rules: Rules) -> list[Move]:
    """Moved dates, as the domain has them or as they are stored, from when to when."""
    found = []
    for change in map(DateChange.model_validate, changes):
        rule = rule_by_id(rules, change.rule)
        if rule is not None:
            later = change.after > change.before
            found.append(Move(rule.title, _from_to(rule, change), later, rule.purpose in APPLICANTS))
    return found


def _from_to(rule: DeadlineRule, change: DateChange) -> Text:
    """In days, or in moments for what is counted in hours."""

    def write(moment: datetime, language: str) -> str:
        if rule.unit.is_shorter_than_a_day:
            return format_moment(moment, language)
        return format_day(bangkok_day(moment), language)

    return Text(
        th=f"จาก {write(change.before, 'th')} เป็น {write(change.after, 'th')}",
        en=f"from {write(change.before, 'en')} to {write(change.after, 'en')}",
    )
