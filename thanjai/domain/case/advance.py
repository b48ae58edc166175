"""What the system does by itself once a command has been carried out.

Steps whose predecessors are finished start (or are skipped when their condition does not
hold); fees are worked out, documents asked for, register lines written; the case closes
when nothing is left. The result is always finite: every round starts or skips a step that
had not been reached.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from thanjai.domain import fees
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.case import events as e
from thanjai.domain.case.evolve import evolve
from thanjai.domain.case.rules import Rules
from thanjai.domain.case.state import Case, StepStatus
from thanjai.domain.definition.model import Step
from thanjai.domain.expressions import value_of


def advance(case: Case, rules: Rules, now: datetime) -> list[e.Event]:
    """The events that follow from where the case stands."""
    events: list[e.Event] = []
    while (found := _next(case, rules, now)) is not None:
        for event in found:
            case = evolve(case, event, now)
            events.append(event)
    return events


def _next(case: Case, rules: Rules, now: datetime) -> list[e.Event] | None:
    if case.left is not None or case.finished:
        return None
    for step in rules.definition.steps:
        if step.id not in case.steps and _reached(case, rules, step):
            return list(_begin(case, rules, step, now))
    over = len(case.steps) == len(rules.definition.steps) and not case.active()
    return [e.Closed()] if over else None


def _reached(case: Case, rules: Rules, step: Step) -> bool:
    before = (case.steps.get(id) for id in rules.definition.after(step))
    return all(state is not None and state.status is not StepStatus.ACTIVE for state in before)


def _begin(case: Case, rules: Rules, step: Step, now: datetime) -> Iterator[e.Event]:
    if not rules.holds(step.when, case, bangkok_day(now)):
        yield e.StepSkipped(step=step.id, kind=step.kind)
        return
    if step.kind == "pay":
        yield from _begin_payment(case, rules, step, now)
        return
    yield e.StepStarted(step=step.id, kind=step.kind)
    if (named := rules.officers.get(step.id)) is not None:
        yield e.Assigned(step=step.id, officer=named.id, name=named.name)
    if step.kind == "issue":
        yield e.DocumentRequested(step=step.id, paper=step.paper or "")
    elif step.kind == "register":
        yield _entry(case, rules, step, now)
    elif step.kind == "notify":
        yield e.StepFinished(step=step.id, outcome="told")


def _begin_payment(case: Case, rules: Rules, step: Step, now: datetime) -> Iterator[e.Event]:
    environment = rules.environment(case, bangkok_day(now))
    assessment = fees.assess(rules.definition, step.fees, environment, rules.settings)
    if assessment.total == 0:
        yield e.StepSkipped(step=step.id, kind=step.kind)
        return
    yield e.StepStarted(step=step.id, kind=step.kind)
    lines = tuple(
        e.FeeLine(fee=line.fee_id, title=line.title, satang=line.satang, fund=line.fund) for line in assessment.lines
    )
    yield e.FeeRequested(step=step.id, lines=lines, satang=assessment.total, pay_by=_pay_by(step, rules, now))


def _pay_by(step: Step, rules: Rules, now: datetime) -> date | None:
    """The last day to pay. The day of the notice is not counted (Civil and Commercial Code s.193/3)."""
    if step.pay_within is None:
        return None
    amount = step.pay_within.amount
    if amount is None:
        amount = rules.settings.get(step.pay_within.setting or "")
    return None if amount is None else bangkok_day(now) + timedelta(days=int(amount))


def _entry(case: Case, rules: Rules, step: Step, now: datetime) -> e.EntryMade:
    assert step.register_entry is not None
    environment = rules.environment(case, bangkok_day(now))
    columns = rules.definition.register_entry(step.register_entry).columns
    values = {column.id: value_of(column.value, environment) for column in columns}
    return e.EntryMade(step=step.id, register_entry=step.register_entry, values=values)
