"""Renewing a paper by paying its fee in place of an application (Royal Decree B.E. 2564 section 4).

Nothing here asks for the time: it is told the facts of the paper, the moment, and when the bank says that
money was paid. The bank's moment decides. The last second of the last day in Bangkok is in time, also when we
hear of it a week later; the first second after midnight is not, however soon we hear.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final, Literal

from thanjai.domain.buddhist import BANGKOK, bangkok_day
from thanjai.domain.definition.papers import Validity
from thanjai.domain.document import IssuedDocument, Status, status_at, validity_end
from thanjai.domain.renewal_words import (
    ALREADY,
    BY_APPLICATION,
    ENDED,
    NO_END,
    RENEWED,
    SUSPENDED,
    late_words,
    not_yet_words,
    open_words,
)
from thanjai.domain.text import Text

REMIND_AT: Final = time(9)
"""Reminders are written when people are awake, at nine in the morning in Bangkok."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How one kind of paper is renewed at one agency. `term` is the length of another period.

    `late` is what the law adds to a fee paid late, in words, such as "20 per cent (Public Health Act s.65)".
    """

    mode: Literal["application", "payment"]
    term: Validity | None
    remind_days: tuple[int, ...]
    late: Text | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """Both days are in it."""

    first: date
    last: date


class State(StrEnum):
    """Whether a paper may be renewed by paying, and if not, why."""

    OPEN = "open"
    NOT_YET = "not_yet"
    LATE = "late"
    SUSPENDED = "suspended"
    ENDED = "ended"
    BY_APPLICATION = "by_application"
    NO_END = "no_end"


@dataclass(frozen=True, slots=True)
class Standing:
    """`reason` says why, and what to do. `period` is what would be paid for; `opens` the day from which one may."""

    state: State
    reason: Text
    period: Period | None = None
    opens: date | None = None


class Result(StrEnum):
    """What came of a payment. All but the first are held, to be given back."""

    RENEWED = "renewed"
    TOO_LATE = "too_late"
    SUSPENDED = "suspended"
    ENDED = "ended"
    ALREADY = "already_renewed"


@dataclass(frozen=True, slots=True)
class Outcome:
    result: Result
    reason: Text


@dataclass(frozen=True, slots=True)
class Reminder:
    """A letter that is owed: `days` before the last one. `key` names it for ever, so that it is sent once."""

    days: int
    key: str


def period_after(last: date, term: Validity) -> Period:
    """The period that follows the one ending on `last`: no day is lost and none is given twice."""
    first = last + timedelta(days=1)
    return Period(first, validity_end(first, term.amount, term.unit))


def standing(paper: IssuedDocument, terms: Terms, now: datetime) -> Standing:
    """Whether `paper` may be renewed by paying at `now`."""
    last, status = paper.valid_until, status_at(paper, now)
    if last is None:
        return Standing(State.NO_END, NO_END)
    if status in (Status.REVOKED, Status.SUPERSEDED):
        return Standing(State.ENDED, ENDED)
    if status is Status.EXPIRED:
        return Standing(State.LATE, late_words(last, terms.late))
    if terms.mode == "application" or terms.term is None:
        return Standing(State.BY_APPLICATION, BY_APPLICATION)
    period = period_after(last, terms.term)
    if status is Status.SUSPENDED:
        return Standing(State.SUSPENDED, SUSPENDED, period)
    opens = last - timedelta(days=max(terms.remind_days, default=0))
    if bangkok_day(now) < opens:
        return Standing(State.NOT_YET, not_yet_words(opens), period, opens)
    return Standing(State.OPEN, open_words(last, period.last), period, opens)


def outcome(
    paper: IssuedDocument, last: date, renewed: Collection[date], paid_at: datetime, late: Text | None = None
) -> Outcome:
    """What a payment does that the bank dates at `paid_at`, made to renew a paper beyond `last`.

    `renewed` are the last days beyond which the paper has been renewed already. A suspension counts if it held
    when the money was paid; a paper taken back for good by now is not renewed, whenever the money was paid.
    """
    if last in renewed:
        return Outcome(Result.ALREADY, ALREADY)
    if bangkok_day(paid_at) > last:
        return Outcome(Result.TOO_LATE, late_words(last, late))
    if paper.revoked_at is not None or paper.superseded_at is not None:
        return Outcome(Result.ENDED, ENDED)
    if any(order.since <= paid_at and (order.until is None or paid_at < order.until) for order in paper.suspensions):
        return Outcome(Result.SUSPENDED, SUSPENDED)
    return Outcome(Result.RENEWED, RENEWED)


def reminder_due(
    paper: IssuedDocument, terms: Terms, now: datetime, *, granted_at: datetime, reminded: str
) -> Reminder | None:
    """The reminder that is owed at `now`: at most one, the nearest to the end, however many were missed.

    `granted_at` is when the present period was given: what lies before it needs no reminder. `reminded` is the
    key of the last reminder sent. Nobody is reminded of a paper that is not in force.
    """
    last = paper.valid_until
    if last is None or status_at(paper, now) is not Status.VALID:
        return None
    due = [days for days in terms.remind_days if granted_at < _moment(last, days) <= now]
    if not due:
        return None
    owed = Reminder(min(due), f"{last.isoformat()}/{min(due)}")
    sent_last, _, sent_days = reminded.partition("/")
    return None if sent_last == last.isoformat() and int(sent_days) <= owed.days else owed


def wakes_at(paper: IssuedDocument, terms: Terms, now: datetime) -> datetime | None:
    """When the paper must be looked at next after `now`: for a reminder, or because it has run out."""
    last = paper.valid_until
    if last is None or paper.revoked_at is not None or paper.superseded_at is not None:
        return None
    moments = [*(_moment(last, days) for days in terms.remind_days), ends_at(last)]
    return min((moment for moment in moments if moment > now), default=None)


def ends_at(last: date) -> datetime:
    """The first moment at which a paper valid through `last` is no longer valid."""
    return datetime.combine(last + timedelta(days=1), time(), BANGKOK)


def _moment(last: date, days: int) -> datetime:
    return datetime.combine(last - timedelta(days=days), REMIND_AT, BANGKOK)
