"""Messages in some of the demonstration's cases, answered and waiting, and calls that are agreed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from thanjai.agencies.selectors import calendar_for
from thanjai.cases import actions
from thanjai.cases.selectors import events_of
from thanjai.config.demo.settling import Settled
from thanjai.config.demo.told import Told
from thanjai.config.demo.world import world
from thanjai.contact import calls
from thanjai.domain.calling import Plan, free
from thanjai.domain.case import commands as c
from thanjai.domain.case.state import ENDED
from thanjai.domain.definition.base import Role
from thanjai.domain.workdays import add_office_minutes
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import acting_as, worker_at

PLAN: Final = Plan(30, 2, 5)
_WRITING, _CALLING = 4, 2
"""How many of the open cases have messages, and how many of these an agreed call."""


def enter(agencies: Mapping[str, Settled], tales: Sequence[Told], until: datetime) -> None:
    """Once: every head says how the agency calls back; some applicants write, and half of them are answered."""
    for agency in agencies.values():
        head = agency.officer(Role.HEAD).actor
        with standing_at(until), acting_as(head):
            calls.choose_plan(actor=head, plan=PLAN)
    chosen = _spread([told for told in tales if told.story.case.status not in ENDED], _WRITING)
    for number, told in enumerate(chosen):
        _write(told, until, answered=number % 2 == 0, question=number)
    for told in chosen[:_CALLING]:
        _agree_on_call(told, until)


def _spread(tales: Sequence[Told], most: int) -> Sequence[Told]:
    """So many of them, of different services as far as that goes."""
    return tales[:: max(1, len(tales) // most)][:most]


def _write(told: Told, until: datetime, *, answered: bool, question: int) -> None:
    said = world().phrases.asked[question % len(world().phrases.asked)]
    with acting_as(worker_at(told.offered.agency.id)):
        asked_at = events_of(told.id)[-1].at + timedelta(minutes=20)
    _say(told, asked_at, until, c.WriteToOfficer(text=said.question))
    answered_at = add_office_minutes(calendar_for(told.offered.agency.id), asked_at, 45 * (question + 1))
    if answered:
        _say(told, answered_at, until, c.WriteToApplicant(text=said.answer))


def _say(told: Told, at: datetime, until: datetime, command: c.WriteToOfficer | c.WriteToApplicant) -> None:
    """As whoever says it, at the latest now: nothing has happened yet of what would come later."""
    officer = told.offered.agency.officer(Role.FRONT_DESK).actor
    actor = told.holder if isinstance(command, c.WriteToOfficer) else officer
    with standing_at(min(at, until)), acting_as(actor):
        actions.carry_out(actor=actor, case_id=told.id, command=command)


def _agree_on_call(told: Told, until: datetime) -> None:
    agency = told.offered.agency.id
    with standing_at(until), acting_as(told.holder):
        slots: Iterable[datetime] = free(calendar_for(agency), PLAN, until, calls.booked(agency))
        calls.ask_call(
            actor=told.holder, case_id=told.id, slot=next(iter(slots)), phone=world().phrases.telephone, about=""
        )
