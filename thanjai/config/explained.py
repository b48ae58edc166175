"""What the clock knows of a case, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from thanjai.agencies.selectors import agency_by_id
from thanjai.cases.explaining import Explained, Explanation
from thanjai.catalogue.selectors import definition_of
from thanjai.domain.buddhist import format_day, format_moment
from thanjai.domain.case.delays import WORDS
from thanjai.domain.case.events import DelayNotified
from thanjai.domain.case.lookback import BREACH_WORDS
from thanjai.domain.duties import Kind

_DONE = {
    Kind.WARN: "warned", Kind.DUE: "said that it ends", Kind.OVER: "said that it is over",
    Kind.NOTICE: "notice of delay", Kind.RETURN: "returned by the clock",
}  # fmt: skip


def lines(told: Explanation) -> Iterator[str]:
    """The whole explanation."""
    row = told.row
    agency, definition = agency_by_id(row.agency_id), definition_of(row.version_id)
    yield f"{row.number}  {definition.title.en}, {agency.name_en}: {row.status}"
    yield f"submitted {_at(row.submitted_at)}"
    for one in told.limits:
        yield ""
        yield from _limit(one)
    yield ""
    if not told.findings:
        yield "Judged again: the agency has kept the law so far."
    for finding in told.findings:
        yield f"Judged again: {BREACH_WORDS[finding.breach].en}. {finding.words.en} ({finding.source.en})"


def _limit(one: Explained) -> Iterator[str]:
    limit = one.limit
    due = f", due {_at(limit.due_at)}" if limit.due_at else ""
    whose = "the applicant's" if limit.is_applicants else "the agency's"
    yield f"[{limit.standing}] {limit.title.en} ({limit.rule}, {whose}){due}"
    yield f"    {limit.explanation.en}"
    yield f"    {limit.source.en}" + (f"; calendar {one.calendar}" if one.calendar else "")
    if limit.ended_at:
        by = one.ended_by.en if one.ended_by else "the end of the case"
        yield f"    ended by {by}, {_at(limit.ended_at)}"
    for kind, at in one.attended:
        if kind is not Kind.NOTICE:
            yield f"    {_DONE[kind]} {_at(at)}"
    for notice, at in one.notices:
        yield f"    {_notice(notice, at)}"


def _notice(notice: DelayNotified, at: datetime) -> str:
    """One notice of delay: for which day, when it went, why, until when."""
    why = WORDS[notice.cause].en + (f", {notice.waits_on}" if notice.waits_on else "")
    words = f"notice {notice.ordinal} for {format_day(notice.day, 'en')}, sent {_at(at)}: {why}"
    if notice.reason:
        words += f" (“{notice.reason}”)"
    return words + (f"; expected {format_day(notice.expected, 'en')}" if notice.expected else "")


def _at(moment: datetime) -> str:
    return format_moment(moment, "en", "short")
