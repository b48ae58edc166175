"""The clock of the months that are told: each case is attended to when its time had come, as by a worker."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from datetime import datetime

from thanjai.agencies.selectors import office_of
from thanjai.cases import attending, delays
from thanjai.cases.lateness import delays_of
from thanjai.cases.selectors import case, domain_case
from thanjai.config.demo.told import Told
from thanjai.config.demo.world import world
from thanjai.domain.case.commands import GiveDelayReason
from thanjai.domain.definition.base import Role
from thanjai.domain.workdays import add_working_days
from thanjai.kernel.clock import now, standing_at
from thanjai.kernel.tenancy import acting_as, worker_at

SILENT_EACH = 3
"""Of so many cases one has an officer who says nothing, and its notices of delay say that."""
EXPECTED_AFTER = 4
"""Working days after a notice, when the officer hopes to be done."""


class Clockwork:
    """Knows when each case asks to be looked at next."""

    def __init__(self, tales: Sequence[Told]) -> None:
        self._tales = tales
        self._waiting: list[tuple[datetime, int]] = []

    def set(self, number: int) -> None:
        """Something was done to a case, and it may ask for another moment now."""
        told = self._tales[number]
        with acting_as(worker_at(told.offered.agency.id)):
            wakes_at = case(told.id).wake_at
        if wakes_at is not None:
            heapq.heappush(self._waiting, (wakes_at, number))

    def run_to(self, until: datetime) -> None:
        """Do all that falls due up to a moment, in the order of time."""
        while self._waiting and self._waiting[0][0] <= until:
            at, number = heapq.heappop(self._waiting)
            if self._has_come(number, at):
                with standing_at(at):
                    self._attend(number)
                self.set(number)

    def _has_come(self, number: int, at: datetime) -> bool:
        """Not when the case has meanwhile asked for another moment, which waits as well."""
        told = self._tales[number]
        with acting_as(worker_at(told.offered.agency.id)):
            return case(told.id).wake_at == at

    def _attend(self, number: int) -> None:
        told = self._tales[number]
        agency = told.offered.agency
        if number % SILENT_EACH:
            officer = agency.officer(Role.REVIEWER).actor
            with acting_as(officer):
                for command in self._reasons(number):
                    delays.give_reason(actor=officer, case_id=told.id, command=command)
        with acting_as(worker_at(agency.id)):
            attending.attend(agency_id=agency.id, case_id=told.id)

    def _reasons(self, number: int) -> list[GiveDelayReason]:
        """For the notices that go out now, each in words not used before: none is left after the last of them."""
        row, office = case(self._tales[number].id), office_of(self._tales[number].offered.agency.id)
        said, known, moment = world().phrases.delayed, domain_case(row), now()
        found = []
        for delay in delays_of(row, known, office, moment):
            sent = len(known.delays[delay.rule].days) if delay.rule in known.delays else 0
            if delay.is_late and delay.goes_at <= moment and sent < len(said):
                one = said[(number + sent) % len(said)]
                expected = add_working_days(office.calendar, delay.day, EXPECTED_AFTER)
                found.append(GiveDelayReason(rule=delay.rule, cause=one.cause, reason=one.reason, expected=expected))
        return found
