"""A pretended case: the same rules as of a real one, its own clock, money and papers that are none.

Nothing here is stored or sent. What a bank, a printer or the clock would do is done at once: who pays has paid, what is
asked for is issued under a number that says it is a trial, and time moves when it is told to, duty by duty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict

from thanjai.domain import case as engine
from thanjai.domain import deadlines as clock
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.case import commands as c
from thanjai.domain.case import events as e
from thanjai.domain.case.limits import limits_of
from thanjai.domain.case.rules import Rules
from thanjai.domain.case.state import AGAINST, Case, Status, StepStatus
from thanjai.domain.definition.model import Step
from thanjai.domain.duties import Duty, Kind, Policy, owed, wakes_at
from thanjai.domain.workdays import Calendar, receive_at

NUMBER: Final = "TRIAL"
"""Begins every number that a trial gives: none of ours begins so, and nobody takes it for one."""
_MOST_DUTIES: Final = 500
Doer = Literal["person", "officer", "worker"]


class Happened(BaseModel):
    """One event with who did it, as it is kept and told."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seq: int
    at: datetime
    who: str
    actor_kind: Doer
    payload: dict[str, Any]
    under: None = None

    @property
    def type(self) -> str:
        return str(self.payload["type"])


@dataclass
class Run:
    """One pretended case at one pretended moment. `attended` are the clock's duties that were done, by key."""

    rules: Rules
    calendar: Calendar
    at: datetime
    case: Case = field(default_factory=Case)
    happened: list[Happened] = field(default_factory=list)
    attended: list[str] = field(default_factory=list)

    @classmethod
    def restored(
        cls,
        rules: Rules,
        calendar: Calendar,
        at: datetime,
        happened: Iterable[Mapping[str, Any]] = (),
        attended: Sequence[str] = (),
    ) -> Run:
        """As it was, from what was kept of it."""
        run = cls(rules, calendar, at, attended=list(attended))
        for one in happened:
            line = Happened.model_validate(one)
            run.case = engine.evolve(run.case, e.event_from(line.payload), line.at)
            run.happened.append(line)
        return run

    def submit(self, answers: Mapping[str, Any], who: str) -> None:
        """Send the request. `answers` are sound."""
        _entered, counts_from = receive_at(self.calendar, self.at)
        self.do(c.Submit(answers=dict(answers), counts_from=counts_from), who, "person")

    def do(self, command: c.Command, who: str, kind: Doer) -> None:
        """Carry out a command and all that follows by itself. Raises Refusal; then nothing has happened."""
        events = engine.decide(self.case, command, self.rules, self.at)
        for event in events:
            self.case = engine.evolve(self.case, event, self.at)
            payload = event.model_dump(mode="json")
            self.happened.append(
                Happened(seq=len(self.happened) + 1, at=self.at, who=who, actor_kind=kind, payload=payload)
            )
        if events:
            self._by_itself()

    def pay(self) -> None:
        """The fee is paid in full, by nobody's money."""
        for step in self.active("pay"):
            assert self.case.fee is not None
            number = f"{NUMBER}-{len(self.happened)}"
            self._work(c.ConfirmPayment(step=step.id, satang=self.case.fee.satang, reference=number, receipt=number))

    def active(self, *kinds: str) -> list[Step]:
        """The steps being worked on, of these kinds; of any, when none is given."""
        steps = [self.rules.definition.step(id) for id in self.case.active()]
        return [step for step in steps if not kinds or step.kind in kinds]

    def deadlines(self) -> tuple[clock.Deadline, ...]:
        """All time limits that have begun."""
        names = self.rules.environment(self.case, bangkok_day(self.at))
        limits = limits_of(self.case, self.rules, names)
        facts = self.case.milestones
        return clock.compute(limits, facts, self.rules.settings, self.calendar, self.case.extensions)

    def running(self) -> list[clock.Deadline]:
        """Those not over, the soonest first."""
        return sorted((line for line in self.deadlines() if line.ended_at is None), key=lambda line: line.due_at)

    def next_due(self) -> datetime | None:
        """When the next time limit ends that has not ended yet."""
        return next((line.due_at for line in self.running() if line.due_at > self.at), None)

    def end(self) -> datetime:
        """A moment after the last time limit that runs now; a day later where none runs."""
        last = max((line.due_at for line in self.running()), default=self.at)
        return max(last, self.at) + timedelta(days=1)

    def move_to(self, moment: datetime) -> list[Duty]:
        """Let time pass; the clock's duties on the way are done in order, and given back. Back in time it never goes."""
        done: list[Duty] = []
        while self.case.version and len(done) < _MOST_DUTIES:
            lines, explained = self.deadlines(), self.case.explained
            found = owed(lines, self.calendar, _POLICY, self.at, self.attended, explained)
            for duty in found:
                self._attend(duty)
            done += found
            wakes = wakes_at(lines, self.calendar, _POLICY, self.at, explained)
            if found:
                continue
            if wakes is None or wakes > moment:
                break
            self.at = max(self.at, wakes)
        self.at = max(self.at, moment)
        return done

    def findings(self) -> dict[str, dict[str, Any]]:
        """What was recorded at the steps that are done."""
        return {id: one.findings for id, one in self.case.steps.items() if one.status is StepStatus.DONE}

    def _attend(self, duty: Duty) -> None:
        self.attended.append(duty.key)
        if duty.kind is Kind.NOTICE and self.case.left is None and not self.case.finished:
            self._work(c.NotifyDelay(rule=duty.rule, day=duty.day, officer="", contact=""))

    def _work(self, command: c.Command) -> None:
        self.do(command, "", "worker")

    def _by_itself(self) -> None:
        """What the platform would do at once: issue what is asked for, and tell the applicant an order."""
        for step in self.active("issue"):
            number = f"{NUMBER}-{step.paper or 'document'}"
            self._work(c.ConfirmDocument(step=step.id, document=number, number=number))
            return
        what = self._untold()
        if what is not None:
            self._work(c.RecordTold(what=what, by="email"))

    def _untold(self) -> Literal["decided", "returned", "appeal_decided"] | None:
        appeal = self.case.appeal
        if appeal is not None and appeal.outcome is not None and appeal.told_at is None:
            return "appeal_decided"
        if self.case.ordered_at is None or self.case.since_order(clock.Milestone.TOLD) is not None:
            return None
        if self.case.left is Status.RETURNED:
            return "returned"
        return "decided" if self.case.left in AGAINST or self.case.decision is not None else None


_POLICY: Final = Policy()
