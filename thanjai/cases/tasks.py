"""What an officer can do with a case now: asked of the same rules that will judge the command."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from thanjai.agencies.selectors import calendar_for
from thanjai.cases import permissions
from thanjai.cases.models import Case
from thanjai.cases.projection import as_told
from thanjai.catalogue.selectors import rules_for
from thanjai.domain import case as domain
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.case import commands as c
from thanjai.domain.case.events import Defect
from thanjai.domain.case.limits import rule_by_id
from thanjai.domain.case.rules import Rules
from thanjai.domain.case.state import StepState
from thanjai.domain.deadline_rules import DeadlineRule, Purpose
from thanjai.domain.deadlines import compute
from thanjai.domain.definition.base import Role
from thanjai.domain.definition.model import AUTOMATIC, Step
from thanjai.domain.refusals import Refusal
from thanjai.domain.workdays import Calendar
from thanjai.kernel.clock import now


@dataclass(frozen=True)
class Task:
    """A step that an officer can work on now. `can` names the commands that the case allows."""

    step: Step
    state: StepState
    is_allowed: bool
    """Whether this officer's roles suffice; otherwise `role` says whose do."""
    role: Role | None
    can: frozenset[str]


@dataclass(frozen=True)
class Tasks:
    """Everything that can be done. `extensible` are the time limits that may be lengthened."""

    steps: tuple[Task, ...]
    waiting: tuple[Step, ...]
    """Steps that go on by themselves: a payment, a document being made."""
    extensible: tuple[Extensible, ...]
    may_extend: bool
    may_return: bool


@dataclass(frozen=True)
class Extensible:
    """A running time limit that may be lengthened: when it ends now, and when it would."""

    rule: DeadlineRule
    due_at: datetime
    new_due_at: datetime


def tasks_of(row: Case, case: domain.Case, roles: Collection[str]) -> Tasks:
    """What can be done now by an officer of the case's agency with these roles."""
    rules = rules_for(row.version_id, row.agency_id)
    active = [rules.definition.step(id) for id in case.active()] if case.left is None else []
    extend, give_back = c.Extend(rule="", reason="-"), c.Return(reasons="-")
    return Tasks(
        steps=tuple(_task(row, case, rules, step, roles) for step in active if step.kind not in AUTOMATIC),
        waiting=tuple(step for step in active if step.kind in AUTOMATIC),
        extensible=tuple(extensible(row, case)),
        may_extend=permissions.suffices(roles, row, extend),
        may_return=permissions.suffices(roles, row, give_back),
    )


def _task(row: Case, case: domain.Case, rules: Rules, step: Step, roles: Collection[str]) -> Task:
    today = bangkok_day(now())
    if step.kind == "decide":
        wanted: dict[str, c.Command] = {"decide": c.Decide(step=step.id, outcome="approved", reasons="-")}
    else:
        wanted = {"finish": c.Finish(step=step.id)}
    if step.kind == "check":
        defects = (Defect(missing="-"),)
        wanted["defects"] = c.RecordDefects(step=step.id, defects=defects, mend_by=today)
        wanted["return"] = c.Return(reasons="-")
        further = c.RecordDefects(step=step.id, defects=defects, mend_by=today, exception="-")
        if case.defects is not None and permissions.suffices(roles, row, further):
            wanted["further"] = further
    return Task(
        step=step,
        state=case.steps[step.id],
        is_allowed=permissions.suffices(roles, row, c.Finish(step=step.id)),
        role=step.role,
        can=frozenset(name for name, command in wanted.items() if _allows(case, command, rules)),
    )


def _allows(case: domain.Case, command: c.Command, rules: Rules) -> bool:
    try:
        domain.judge(case, command, rules, now())
    except Refusal:
        return False
    return True


def extensible(row: Case, case: domain.Case) -> list[Extensible]:
    """The running time limits that the law lets the agency lengthen once more, and has not passed yet."""
    rules, found = as_told(rules_for(row.version_id, row.agency_id), row.deadlines), []
    for line in row.deadlines:
        rule = rule_by_id(rules, line["rule"])
        due_at = datetime.fromisoformat(line["due_at"])
        if line["ended_at"] is not None or rule is None or rule.extension is None:
            continue
        if _allows(case, c.Extend(rule=rule.id, reason="-", due_at=due_at), rules):
            used = {rule.id: case.extensions.get(rule.id, 0) + 1}
            longer = compute([rule], case.milestones, rules.settings, calendar_for(row.agency_id), used)
            found.append(Extensible(rule, due_at, longer[0].due_at))
    return found


def extension(row: Case, case: domain.Case, rule: str, reason: str) -> c.Extend:
    """The command to lengthen a time limit, with its end as it stands and as it will be."""
    end = next((one for one in extensible(row, case) if one.rule.id == rule), None)
    if end is not None:
        return c.Extend(rule=rule, reason=reason, due_at=end.due_at, new_due_at=end.new_due_at)
    line = next((line for line in row.deadlines if line["rule"] == rule), None)
    return c.Extend(rule=rule, reason=reason, due_at=datetime.fromisoformat(line["due_at"]) if line else None)


def mend_by(rules: Rules, calendar: Calendar) -> date | None:
    """The last day to mend defects recorded now, by the definition's own time limit; None where it has none."""
    limit = next((rule for rule in rules.definition.deadlines if rule.purpose is Purpose.MEND), None)
    if limit is None:
        return None
    found = compute([limit], {limit.trigger: now()}, rules.settings, calendar, {})
    return bangkok_day(found[0].due_at) if found else None
