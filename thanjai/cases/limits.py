"""All time limits of a case: those that have begun, as they were counted, and those that may still come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from thanjai.cases.models import Case
from thanjai.catalogue.selectors import rules_for
from thanjai.domain import case as domain
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.case.limits import APPEAL, DECIDE_APPEAL, limits_of
from thanjai.domain.case.rules import Rules
from thanjai.domain.case.state import AGAINST
from thanjai.domain.deadline_rules import APPLICANTS, DeadlineRule, Milestone, Purpose
from thanjai.domain.deadline_words import explain_coming
from thanjai.domain.text import Text
from thanjai.kernel.clock import now


@dataclass(frozen=True, slots=True)
class Limit:
    """One time limit with its reason in words and its law. `due_at` None: it has not begun, and may never."""

    rule: str
    title: Text
    explanation: Text
    source: Text
    purpose: Purpose
    due_at: datetime | None = None
    warn_at: datetime | None = None
    ended_at: datetime | None = None
    is_conditional: bool = False
    """Whether it comes at all depends on how the case goes on."""

    @property
    def is_applicants(self) -> bool:
        return self.purpose in APPLICANTS

    @property
    def standing(self) -> str:
        """kept, late, running or coming."""
        if self.due_at is None:
            return "coming"
        if self.ended_at is None:
            return "running"
        return "kept" if self.ended_at <= self.due_at else "late"


def all_limits(row: Case) -> list[Limit]:
    """Every time limit of the case: over, running, then to come."""
    rules, case = rules_for(row.version_id, row.agency_id), domain.Case.model_validate(row.state)
    begun = [_begun(line) for line in row.deadlines]
    known = {limit.rule for limit in begun}
    names = rules.environment(case, bangkok_day(now()))
    holding = {rule.id for rule in limits_of(case, rules, names)}
    coming = [
        _coming(rule, rules, rule.id not in holding or rule.trigger in _CHANCE)
        for rule in _candidates(rules)
        if rule.id not in known and _may_come(rule, case, rule.id in holding)
    ]
    return begun + coming


_CHANCE: Final = frozenset({
    Milestone.DEFECTS_RECORDED, Milestone.MENDED, Milestone.APPEAL_FILED, Milestone.APPEAL_DECIDED
})  # fmt: skip
"""What need not happen in a case that goes well."""
_AFTER_AN_ORDER: Final = frozenset({Milestone.SERVED, Milestone.APPEAL_FILED})


def _candidates(rules: Rules) -> list[DeadlineRule]:
    own = list(rules.definition.deadlines)
    for general in (APPEAL, DECIDE_APPEAL):
        if not any(rule.trigger is general.trigger and rule.purpose is general.purpose for rule in own):
            own.append(general)
    return own


def _may_come(rule: DeadlineRule, case: domain.Case, holds: bool) -> bool:
    """Whether the case can still reach what the time limit begins with."""
    if case.left is not None:
        return case.left in AGAINST and rule.trigger in _AFTER_AN_ORDER and holds
    if case.finished:
        return False
    if rule.trigger in case.milestones:
        return not holds and case.decision is None
    if rule.trigger is Milestone.DEFECTS_RECORDED:
        return Milestone.COMPLETE not in case.milestones
    if rule.trigger is Milestone.MENDED:
        return case.defects.open if case.defects else Milestone.COMPLETE not in case.milestones
    if rule.trigger in _AFTER_AN_ORDER:
        return case.decision is None
    return True


def _begun(line: Mapping[str, Any]) -> Limit:
    ended_at = line["ended_at"]
    return Limit(
        rule=line["rule"],
        title=Text(**line["title"]),
        explanation=Text(**line["explanation"]),
        source=Text(**line["source"]),
        purpose=Purpose(line["purpose"]),
        due_at=datetime.fromisoformat(line["due_at"]),
        warn_at=datetime.fromisoformat(line["warn_at"]),
        ended_at=datetime.fromisoformat(ended_at) if ended_at else None,
    )


def _coming(rule: DeadlineRule, rules: Rules, is_conditional: bool) -> Limit:
    amount = rule.amount if rule.amount is not None else rules.settings.get(rule.setting or "")
    explanation = explain_coming(rule, None if amount is None else int(amount))
    return Limit(rule.id, rule.title, explanation, rule.source, rule.purpose, is_conditional=is_conditional)
