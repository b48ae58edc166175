"""What is left to do once an order was made: tell it, see that it arrived, take an appeal and decide it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from thanjai.cases import actions, permissions, selectors
from thanjai.cases.models import Case, CaseEvent
from thanjai.catalogue.selectors import rules_for
from thanjai.domain import case as domain
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.case import commands as c
from thanjai.domain.case.limits import appeal_rule
from thanjai.domain.case.state import AGAINST, Status, StepState
from thanjai.domain.deadline_rules import DeadlineRule, Purpose
from thanjai.domain.deadlines import Milestone
from thanjai.domain.periods import end_of
from thanjai.kernel import files
from thanjai.kernel.clock import now
from thanjai.kernel.scanner import Found
from thanjai.kernel.tenancy import Actor

PAPER = "counter"
"""The purpose of a picture of a paper that an applicant signed or brought to the agency."""


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What an officer can do now about an order. `tell` and `served`: of what, or empty."""

    tell: str
    """The order that the applicant has not been told yet: decided, returned or appeal_decided."""
    served: bool
    """It was sent by post, and its arrival is not known yet."""
    acknowledge: bool
    """The record of defects waits for the applicant's word that they have it."""
    may_appeal: bool
    decides_appeal: bool
    """An appeal waits, and this officer may decide it."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A picture of a paper, already made harmless; `state` is what the scanner said of it."""

    name: str
    content: bytes
    content_type: str
    state: Found = Found.CLEAN


def afterwards_of(row: Case, case: domain.Case, roles: Collection[str]) -> Afterwards:
    """What is left to do about the orders of a case, by an officer with these roles."""
    decide = c.DecideAppeal(outcome="stands", reasons="-")
    told = case.since_order(Milestone.TOLD)
    return Afterwards(
        tell=untold(case),
        served=told is not None and case.since_order(Milestone.SERVED) is None,
        acknowledge=case.defects is not None and case.defects.acknowledged_by is None,
        may_appeal=may_appeal(case),
        decides_appeal=case.is_appealed and permissions.suffices(roles, row, decide),
    )


def untold(case: domain.Case) -> str:
    """Which order the applicant has yet to be told of; empty for none."""
    if case.appeal is not None and case.appeal.outcome is not None and case.appeal.told_at is None:
        return "appeal_decided"
    if case.ordered_at is None or case.since_order(Milestone.TOLD) is not None:
        return ""
    return "returned" if case.left is Status.RETURNED else "decided"


def may_appeal(case: domain.Case) -> bool:
    """Whether there is an order that nobody has appealed against yet."""
    if case.left not in AGAINST or case.ordered_at is None:
        return False
    return case.appeal is None or case.appeal.filed_at < case.ordered_at


def refused_step(case: domain.Case) -> tuple[str, StepState] | None:
    """The step of the refusal that an appeal is about; None where the request was returned."""
    return next(((id, state) for id, state in case.steps.items() if state.outcome == "refused"), None)


def appeal_window(row: Case) -> tuple[datetime, bool] | None:
    """Until when there is time to appeal, and whether that is over; None while it does not run."""
    line = next((line for line in row.deadlines if line["purpose"] == Purpose.APPEAL), None)
    if line is None:
        return None
    due_at = datetime.fromisoformat(line["due_at"])
    return due_at, _over(due_at, now())


def route_of(row: Case) -> DeadlineRule:
    """To whom and by what law the order of this case is appealed against."""
    rules, case = rules_for(row.version_id, row.agency_id), domain.Case.model_validate(row.state)
    return appeal_rule(case, rules, rules.environment(case, bangkok_day(now())))


def reasons_of(row: Case) -> str:
    """The reasons of the last order; empty before there is one."""
    orders = CaseEvent.objects.filter(case_id=row.id, type__in=("decided", "returned")).order_by("-seq")
    event = orders.first()
    return str(event.payload["reasons"]) if event else ""


def file_appeal(*, actor: Actor, case_id: UUID, grounds: str) -> Case:
    """Appeal on the case page. After its time it is kept, and marked late. Raises Refusal."""
    late = _is_late(selectors.case(case_id), now())
    return actions.carry_out(actor=actor, case_id=case_id, command=c.FileAppeal(grounds=grounds, late=late))


@transaction.atomic
def enter_appeal(
    *, actor: Actor, case_id: UUID, grounds: str, day: date, paper: Paper, expected_version: int | None = None
) -> Case:
    """Enter an appeal that was brought on paper on a day, with its picture. Raises Refusal."""
    row, at = selectors.case(case_id), moment_on(day)
    command = c.FileAppeal(
        grounds=grounds, late=_is_late(row, at), by="paper", at=at, file=str(_keep(row, paper))
    )  # fmt: skip
    return actions.carry_out(actor=actor, case_id=case_id, command=command, expected_version=expected_version)


@transaction.atomic
def acknowledge_on_paper(*, actor: Actor, case_id: UUID, paper: Paper, expected_version: int | None = None) -> Case:
    """Keep the picture of the record of defects that the applicant signed. Raises Refusal."""
    command = c.AcknowledgeDefects(by="paper", file=str(_keep(selectors.case(case_id), paper)))
    return actions.carry_out(actor=actor, case_id=case_id, command=command, expected_version=expected_version)


def moment_on(day: date) -> datetime:
    """The moment that stands for a day on which something happened: its end, or now if it is today."""
    moment = now()
    return moment if day == bangkok_day(moment) else end_of(day)


def _is_late(row: Case, at: datetime) -> bool:
    window = appeal_window(row)
    return window is not None and _over(window[0], at)


def _over(due_at: datetime, at: datetime) -> bool:
    """A time limit ends with the whole of its last second."""
    return at >= due_at + timedelta(seconds=1)


def _keep(row: Case, paper: Paper) -> UUID:
    stored = files.store_file(
        content=paper.content, name=paper.name, content_type=paper.content_type, agency=row.agency_id, owner=row.id,
        purpose=PAPER, person=row.person_id, bearer=row.bearer, state=paper.state,
    )  # fmt: skip
    return stored.id
