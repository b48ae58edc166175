"""Who is on duty for a case, step by step: the unit, its officers, its hours and telephone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from thanjai.cases import selectors as cases
from thanjai.cases.staff import Staff
from thanjai.catalogue.selectors import rules_for
from thanjai.domain.arrangement import Arrangement, Hours
from thanjai.domain.case import Case
from thanjai.domain.definition.model import AUTOMATIC, ServiceDefinition, Step
from thanjai.domain.on_duty import Duty
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import acting_as, worker_at

Member = Any
"""How a person serves in an agency, as `agencies` has it."""


@dataclass(frozen=True)
class OnDuty:
    """Somebody on duty, and the name of whom they stand in for."""

    member: Member
    stands_in_for: str = ""


@dataclass(frozen=True)
class Desk:
    """A step of a service at an agency. `hours` are None where they are the agency's, `phone` empty where it is."""

    step: Step
    unit: Text
    officers: tuple[OnDuty, ...]
    hours: Hours | None
    phone: str


def desks_of(row: Any) -> list[Desk]:
    """The desks at which a case lies now; once nobody works on it, the one that it came to first.

    Read as the platform at its agency: an applicant does not see who serves there, only who is on duty.
    """
    rules = rules_for(row.version_id, row.agency_id)
    case = cases.domain_case(row)
    with acting_as(worker_at(row.agency_id)):
        staff = Staff.of(row.agency_id)
        return [
            desk_at(staff, step, rules.arrangement, assigned=_assigned(case, step))
            for step in _steps(case, rules.definition)
        ]


def on_duty_for(row: Any) -> list[Member]:
    """Everybody on duty for a case, each once."""
    found = {one.member.person_id: one.member for desk in desks_of(row) for one in desk.officers}
    return list(found.values())


def desk_at(staff: Staff, step: Step, arrangement: Arrangement, *, assigned: Sequence[UUID] = ()) -> Desk:
    """The desk that does a step, as its agency has arranged it."""
    said = arrangement.steps.get(step.id)
    duties = staff.on_duty(
        assigned, named=said.officer if said else None, roles=[step.role.value] if step.role is not None else []
    )
    return Desk(
        step=step, unit=step.unit, officers=tuple(_shown(staff, duty) for duty in duties), hours=arrangement.hours,
        phone=said.phone if said else "",
    )  # fmt: skip


def _shown(staff: Staff, duty: Duty) -> OnDuty:
    away = staff.serving.get(duty.stands_in_for) if duty.stands_in_for else None
    return OnDuty(staff.serving[duty.id], away.person.name if away else "")


def _steps(case: Case, definition: ServiceDefinition) -> list[Step]:
    active = [definition.step(id) for id in case.active()]
    worked = [step for step in active if step.kind not in AUTOMATIC]
    return worked or [step for step in definition.steps if step.kind not in AUTOMATIC][:1]


def _assigned(case: Case, step: Step) -> list[UUID]:
    state = case.steps.get(step.id)
    return [UUID(state.officer)] if state is not None and state.officer else []
