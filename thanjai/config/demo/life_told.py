"""A case's whole life as lines for a terminal: what happened when, and the rule behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from thanjai.cases import explaining
from thanjai.cases.explaining import Explained
from thanjai.cases.selectors import events_of
from thanjai.cases.timeline import timeline
from thanjai.config.demo.life import Life
from thanjai.documents.selectors import renewals_of
from thanjai.domain.buddhist import bangkok_day, format_day, format_moment
from thanjai.domain.case.lookback import BREACH_WORDS
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.duties import Kind
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.messaging.selectors import messages_about

_INNER: Final = frozenset({"step_started", "step_skipped", "assigned", "document_requested"})
_LFA: Final = "Licensing Facilitation Act B.E. 2558"
_APA: Final = "Administrative Procedure Act B.E. 2539"
LAW: Final[Mapping[str, str]] = {
    "submitted": "Electronic Performance of Government Act B.E. 2565 section 10: received when it entered the system, and"
    " outside office hours from the next opening",
    "defects_recorded": f"{_LFA} section 8: one record, in which all is named",
    "defects_acknowledged": f"{_LFA} section 8: both sides have the record",
    "corrected": f"{_LFA} section 8: mended within the time set",
    "delay_reason_given": f"{_LFA} section 10: the reason for the next notice",
    "delay_notified": f"{_LFA} section 10: on the first overdue working day and every 7 days, with a copy to OPDC",
    "decided": f"{_APA} sections 37 and 40: with reasons and the way to appeal",
    "told": f"{_LFA} section 10: told within 7 days",
    "document_issued": "Electronic Performance of Government Act B.E. 2565 section 13: shown and checked electronically",
}
"""What lies behind an event, besides the time limits that it begins and ends."""
_DONE: Final = {
    Kind.WARN: "The clock warns", Kind.DUE: "The clock says: this is the last day", Kind.OVER: "The clock says: it is over",
}  # fmt: skip
_MOMENT: Final = timedelta(seconds=5)
"""What follows by itself is written a moment later."""


@dataclass(frozen=True, slots=True)
class Line:
    at: datetime
    what: str
    rules: tuple[str, ...]


def lines_of(life: Life) -> list[Line]:
    """Everything, in order."""
    with acting_as(PLATFORM), transaction.atomic():
        row = life.row
        limits = explaining.explain(row).limits
        events = _events(row, life.told.offered.pack.definition)
        turns = [turn for one in limits for turn in _turns(one)]
        found = [*_with_turns(events, turns), *_duties(limits), *_document(life)]
    return sorted(found, key=lambda line: line.at)


def verdict(life: Life) -> Iterator[str]:
    """The case judged again at the end."""
    with acting_as(PLATFORM), transaction.atomic():
        for finding in explaining.explain(life.row).findings:
            yield f"{BREACH_WORDS[finding.breach].en}: {finding.words.en} ({finding.source.en})"


def printed(line: Line) -> Iterator[str]:
    """One line and the rules behind it."""
    yield f"{format_moment(line.at, 'en', 'short'):<19}  {line.what}"
    for rule in line.rules:
        yield f"{'':<19}    {rule}"


def _events(row: Any, definition: ServiceDefinition) -> list[Line]:
    found = []
    for entry in timeline(events_of(row.id), definition, for_officer=True):
        if entry.kind in _INNER:
            continue
        who = f" [{entry.actor}]" if entry.actor else ""
        detail = f": {entry.detail.en}" if entry.detail else ""
        law = (LAW[entry.kind],) if entry.kind in LAW else ()
        found.append(Line(entry.at, f"{entry.title.en}{detail}{who}", law))
    return found


Turn = tuple[datetime, str]
"""When a time limit begins or ends, and how that is said."""


def _turns(one: Explained) -> Iterator[Turn]:
    limit = one.limit
    if one.started_at is not None:
        yield one.started_at, f"begins “{limit.title.en}”: {limit.explanation.en} ({limit.source.en})"
    if limit.ended_at is not None and limit.due_at is not None:
        due = "" if limit.standing == "kept" else f", due {format_day(bangkok_day(limit.due_at), 'en')}"
        yield limit.ended_at, f"ends “{limit.title.en}”, {limit.standing}{due} ({limit.source.en})"


def _with_turns(events: list[Line], turns: list[Turn]) -> Iterator[Line]:
    """Each turn belongs to the event that brought it; one that came by itself, as an opening does, is its own line."""
    brought: dict[int, list[str]] = {}
    for at, words in turns:
        nearest = min(range(len(events)), key=lambda place: abs(events[place].at - at))
        if abs(events[nearest].at - at) < _MOMENT:
            brought.setdefault(nearest, []).append(words)
        else:
            yield Line(at, "Time begins to count", (words,))
    for place, event in enumerate(events):
        yield Line(event.at, event.what, (*event.rules, *brought.get(place, ())))


def _duties(limits: list[Explained]) -> Iterator[Line]:
    for one in limits:
        due = f", due {format_day(bangkok_day(one.limit.due_at), 'en')}" if one.limit.due_at else ""
        for kind, at in one.attended:
            if kind in _DONE:
                yield Line(at, f"{_DONE[kind]}: “{one.limit.title.en}”{due}", (one.limit.source.en,))


def _document(life: Life) -> Iterator[Line]:
    """The letters about the licence, and its renewals."""
    document, definition = life.document, life.told.offered.pack.definition
    if document is None:
        return
    renewal = definition.paper(document.paper).renewal
    law = (renewal.source.en,) if renewal is not None and renewal.source is not None else ()
    for letter in messages_about(document.id):
        yield Line(letter.queued_at, f"Letter: {letter.subject}", law if "runs out" in letter.subject else ())
    for one in renewals_of(document.id):
        until, paid = format_day(one.period_until, "en"), format_moment(one.paid_at, "en", "short")
        yield Line(one.renewed_at, f"Renewed until {until}: paid {paid} by the bank's clock", law)
