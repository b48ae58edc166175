"""The columns of a case's row, worked out from the case."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from thanjai.agencies.selectors import Office
from thanjai.domain import deadlines as clock
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.case import Case
from thanjai.domain.case.rules import Rules
from thanjai.domain.case.state import ENDED
from thanjai.domain.deadline_rules import APPLICANTS
from thanjai.domain.deadlines import Deadline
from thanjai.domain.duties import alarm
from thanjai.domain.expressions import value_of


def project(
    case: Case,
    rules: Rules,
    office: Office,
    now: datetime,
    names: dict[str, Any] | None = None,
    done: Collection[str] = (),
) -> dict[str, Any]:
    """The row's columns for a case at `now`. `names` are what expressions may use, where the caller knows them.

    `done` are the keys of the clock's duties that were done for it.
    """
    environment = rules.environment(case, bangkok_day(now)) if names is None else names
    definition = rules.definition
    running = deadlines_of(case, rules, office, environment)
    due = min((line for line in running if _is_ours(line)), key=lambda line: line.due_at, default=None)
    ended = case.status in ENDED
    active = case.active()
    by_id = {step.id: step for step in definition.steps}
    officers = {case.steps[id].officer for id in active if case.steps[id].officer}
    return {
        "status": case.status.value,
        "applicant": str(value_of(definition.applicant_name, environment) or "")[:200],
        "subject": _text(definition.subject, environment, 300),
        "email": _text(definition.applicant_email, environment, 254),
        "phone": _text(definition.applicant_phone, environment, 20),
        "steps": list(active),
        "roles": sorted({role.value for id in active if (role := by_id[id].role) is not None}),
        "officers": sorted(UUID(officer) for officer in officers if officer),
        "due_at": None if ended or due is None else due.due_at,
        "warn_at": None if ended or due is None else due.warn_at,
        "wake_at": alarm(running, office.calendar, office.policy, now, done, case.explained),
        "deadlines": [as_json(line) for line in running],
        "closed_at": now if ended else None,
    }


def deadlines_of(case: Case, rules: Rules, office: Office, environment: dict[str, Any]) -> tuple[Deadline, ...]:
    """All time limits of the case that have begun."""
    applicable = [
        rule for rule in rules.definition.deadlines if rule.when is None or value_of(rule.when, environment) is True
    ]
    return clock.compute(
        applicable, case.milestones, rules.settings, office.calendar, case.extensions, office.warn_before
    )


def _is_ours(line: Deadline) -> bool:
    return line.ended_at is None and line.purpose not in APPLICANTS


def _text(expression: str | None, environment: dict[str, Any], most: int) -> str:
    return str((value_of(expression, environment) if expression else None) or "")[:most]


def as_json(line: Deadline) -> dict[str, Any]:
    """A deadline as it is kept with the case, with its rule's words and the calendar's version."""
    return {
        "rule": line.rule_id, "purpose": line.purpose.value, "title": line.title.model_dump(),
        "started_at": line.started_at.isoformat(), "due_at": line.due_at.isoformat(),
        "warn_at": line.warn_at.isoformat(), "ended_at": line.ended_at.isoformat() if line.ended_at else None,
        "unit": line.unit.value, "amount": line.amount, "calendar": line.calendar_version,
        "explanation": line.explanation.model_dump(), "source": line.source.model_dump(),
    }  # fmt: skip
