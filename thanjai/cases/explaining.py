"""Everything the clock knows of one case: each time limit, why it is what it is, what ended it, what was done about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from thanjai.cases.limits import Limit, all_limits
from thanjai.cases.lookback import findings_of
from thanjai.cases.models import Attention, Case, CaseEvent
from thanjai.catalogue.selectors import rules_for
from thanjai.domain import case as domain
from thanjai.domain.case.events import DelayNotified, event_from
from thanjai.domain.case.limits import rule_by_id
from thanjai.domain.case.lookback import Finding
from thanjai.domain.deadline_words import MILESTONE_WORDS
from thanjai.domain.duties import Kind
from thanjai.domain.text import Text


@dataclass(frozen=True, slots=True)
class Explained:
    """A time limit. `calendar` is the version it was counted by, empty where it has not begun."""

    limit: Limit
    started_at: datetime | None
    calendar: str
    ended_by: Text | None
    attended: tuple[tuple[Kind, datetime], ...]
    notices: tuple[tuple[DelayNotified, datetime], ...]


@dataclass(frozen=True)
class Explanation:
    """All time limits, past and future, and what the agency broke of them."""

    row: Case
    limits: list[Explained]
    findings: tuple[Finding, ...]


def explain(row: Case) -> Explanation:
    """For one who may see the whole case."""
    events = list(CaseEvent.objects.filter(case_id=row.id).order_by("seq"))
    history = [(event_from(event.payload), event.at) for event in events]
    notices = [(event, at) for event, at in history if isinstance(event, DelayNotified)]
    done = list(Attention.objects.filter(case_id=row.id).order_by("at"))
    begun = {line["rule"]: line for line in row.deadlines}
    limits = [
        Explained(
            limit=limit,
            started_at=datetime.fromisoformat(begun[limit.rule]["started_at"]) if limit.rule in begun else None,
            calendar=begun[limit.rule]["calendar"] if limit.rule in begun else "",
            ended_by=_ended_by(row, limit),
            attended=tuple((Kind(one.kind), one.at) for one in done if one.rule == limit.rule),
            notices=tuple((event, at) for event, at in notices if event.rule == limit.rule),
        )
        for limit in all_limits(row)
    ]
    return Explanation(row, limits, findings_of(row, history))


def _ended_by(row: Case, limit: Limit) -> Text | None:
    """The milestone that the time limit stops at and that was reached first."""
    rule = rule_by_id(rules_for(row.version_id, row.agency_id), limit.rule)
    if rule is None or limit.ended_at is None:
        return None
    reached = domain.Case.model_validate(row.state).milestones
    mark = next((stop for stop in rule.stops_at if reached.get(stop) == limit.ended_at), None)
    return MILESTONE_WORDS[mark] if mark is not None else None
