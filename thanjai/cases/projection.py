"""The columns of a case's row, worked out from the case."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from thanjai.agencies.selectors import Office
from thanjai.domain import deadlines as clock
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.case import Case
from thanjai.domain.case.limits import limits_of
from thanjai.domain.case.rules import Rules
from thanjai.domain.case.state import ENDED
from thanjai.domain.deadline_rules import APPLICANTS
from thanjai.domain.deadlines import Deadline, DeadlineRule, Facts, Milestone
from thanjai.domain.definition.base import Role
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.duties import alarm
from thanjai.domain.expressions import value_of
from thanjai.kernel.secrets import keyed


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
    ended = case.status in ENDED and not case.is_untold
    active = () if case.left is not None else case.active()
    officers = {case.steps[id].officer for id in active if case.steps[id].officer}
    return {
        "status": case.status.value,
        "applicant": str(value_of(definition.applicant_name, environment) or "")[:200],
        "subject": _text(definition.subject, environment, 300),
        "email": _text(definition.applicant_email, environment, 254),
        "phone": _text(definition.applicant_phone, environment, 20),
        "id_index": id_index(_national_id(case, definition)),
        "steps": list(active),
        "roles": _roles(case, definition, active),
        "officers": sorted(UUID(officer) for officer in officers if officer),
        "due_at": None if ended or due is None else due.due_at,
        "warn_at": None if ended or due is None else due.warn_at,
        "wake_at": alarm(running, office.calendar, office.policy, now, done, case.explained),
        "deadlines": [as_json(line) for line in running],
        "closed_at": now if ended else None,
    }


def id_index(national_id: str) -> bytes:
    """By what a person's cases are found, and from which the number cannot be read."""
    return keyed("national id", national_id.encode()) if national_id else b""


def _national_id(case: Case, definition: ServiceDefinition) -> str:
    """The applicant's own number: the question that is filled in from their identity, or else the first of its kind."""
    asked = [field for field in definition.form.fields if field.type == "national_id"]
    own = next((field for field in asked if field.prefill == "identity.national_id"), None) or next(iter(asked), None)
    return str(case.answers.get(own.id) or "") if own else ""


def as_told(rules: Rules, lines: Iterable[Mapping[str, Any]]) -> Rules:
    """The rules with the figures by which a case's time limits, as its row keeps them, were told: the agency may have
    changed its own since, which lengthens and shortens none that has begun."""
    told = {line["rule"]: line["amount"] for line in lines}
    then = {
        rule.setting: told[rule.id]
        for rule in rules.definition.deadlines
        if rule.setting is not None and rule.id in told
    }
    return replace(rules, settings={**rules.settings, **then}) if then else rules


def deadlines_of(case: Case, rules: Rules, office: Office, environment: dict[str, Any]) -> tuple[Deadline, ...]:
    """All time limits of the case that have begun."""
    return tuple(
        line
        for rules_alike, facts in _by_facts(case, limits_of(case, rules, environment))
        for line in clock.compute(
            rules_alike, facts, rules.settings, office.calendar, case.extensions, office.warn_before
        )
    )


def _by_facts(case: Case, applicable: list[DeadlineRule]) -> list[tuple[list[DeadlineRule], Facts]]:
    """The rules with the facts they go by. A further demand for documents has its own time to mend."""
    if case.defects is None or not case.defects.exception or case.defects.recorded_at is None:
        return [(applicable, case.milestones)]
    mending = [rule for rule in applicable if rule.trigger is Milestone.DEFECTS_RECORDED]
    others = [rule for rule in applicable if rule.trigger is not Milestone.DEFECTS_RECORDED]
    return [
        (others, case.milestones),
        (mending, {**case.milestones, Milestone.DEFECTS_RECORDED: case.defects.recorded_at}),
    ]


def _roles(case: Case, definition: ServiceDefinition, active: Collection[str]) -> list[str]:
    """Whose work it is now: an appeal is the head's; to tell the applicant an order, anybody's who serves."""
    if case.is_appealed:
        return [Role.HEAD.value]
    steps = definition.steps if case.is_untold else [step for step in definition.steps if step.id in active]
    return sorted({step.role.value for step in steps if step.role is not None})


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
