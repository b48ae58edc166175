"""The clock at work on one case: the duties that its time limits bring, each done once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from thanjai.agencies.selectors import Office, office_of
from thanjai.cases import actions
from thanjai.cases.events import Attended
from thanjai.cases.models import Attention, Case
from thanjai.cases.projection import deadlines_of
from thanjai.cases.selectors import attended
from thanjai.cases.staff import Staff
from thanjai.catalogue.selectors import rules_for
from thanjai.domain import case as domain
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.case import commands as c
from thanjai.domain.deadlines import Deadline
from thanjai.domain.duties import Duty, Kind, owed, wakes_at
from thanjai.kernel.clock import now
from thanjai.kernel.events import publish
from thanjai.kernel.tenancy import worker_at

RETURNED_BY_THE_CLOCK = (
    "ไม่ได้แก้ไขคำขอตามบันทึกความบกพร่องภายในเวลาที่กำหนด"
    " (The request was not mended within the time set in the record of defects.)"
)


@transaction.atomic
def attend(*, agency_id: UUID, case_id: UUID) -> list[Duty]:
    """Do what the clock owes this case now, and set when to look again. Running twice does nothing twice.

    One duty at a time: what was done may have changed what is owed, as a return ends all other time limits.
    """
    row = Case.objects.select_for_update(of=("self",)).filter(pk=case_id).first()
    if row is None:
        return []
    office, keys = office_of(agency_id), attended(case_id)
    done: list[Duty] = []
    while True:
        moment = now()
        case = domain.Case.model_validate(row.state)
        running = running_limits(row, case, office, moment)
        duty = next(iter(owed(running, office.calendar, office.policy, moment, keys, case.explained)), None)
        if duty is None:
            break
        line = next(line for line in running if line.rule_id == duty.rule)
        row = _do(row, duty, line, moment)
        keys.add(duty.key)
        done.append(duty)
    alarm = wakes_at(running, office.calendar, office.policy, moment, case.explained)
    Case.objects.filter(pk=case_id).update(wake_at=alarm)
    return done


def running_limits(row: Case, case: domain.Case, office: Office, at: datetime) -> tuple[Deadline, ...]:
    """The time limits of a case that have begun, as its rules and the office's calendar have them."""
    rules = rules_for(row.version_id, row.agency_id)
    return deadlines_of(case, rules, office, rules.environment(case, bangkok_day(at)))


def _do(row: Case, duty: Duty, line: Deadline, at: datetime) -> Case:
    """Do a duty and remember it; returns the case as it is then."""
    officers = row.officers
    if duty.kind is Kind.NOTICE:
        officer, contact = Staff.of(row.agency_id).answerable(row.officers, row.roles)
        row = _carry_out(row, c.NotifyDelay(rule=duty.rule, day=duty.day, officer=officer, contact=contact))
    elif duty.kind is Kind.RETURN:
        row = _carry_out(row, c.Return(reasons=RETURNED_BY_THE_CLOCK, automatic=True))
    Attention.objects.create(
        agency_id=row.agency_id, case_id=row.id, key=duty.key, kind=duty.kind.value, rule=duty.rule,
        due_at=line.due_at, officers=officers, at=at,
    )  # fmt: skip
    publish(Attended(row.id, row.agency_id, duty, line))
    return row


def _carry_out(row: Case, command: c.Command) -> Case:
    return actions.carry_out(actor=worker_at(row.agency_id), case_id=row.id, command=command)
