"""A case's story worked out beforehand, with the domain alone: who does what when, until it stands as wished."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Literal

from thanjai.agencies.selectors import Office
from thanjai.cases.projection import deadlines_of
from thanjai.config.demo.diary import Diary
from thanjai.config.demo.offering import Offered
from thanjai.config.demo.variation import Telling, as_uploaded
from thanjai.config.demo.world import world
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.case import Case, Status, decide, evolve
from thanjai.domain.case import commands as c
from thanjai.domain.case.rules import Rules
from thanjai.domain.case.state import ENDED
from thanjai.domain.deadline_rules import APPLICANTS
from thanjai.domain.deadlines import Purpose
from thanjai.domain.definition.fields import FileField
from thanjai.domain.definition.model import Step
from thanjai.domain.refusals import Refusal
from thanjai.domain.workdays import Calendar, receive_at

Doer = Literal["applicant", "officer", "bank", "press", "post"]
Ending = Literal["", "suspended", "revoked"]
_MOST_ACTS = 60


@dataclass(frozen=True)
class Act:
    """One thing done. The command of an applicant who submits, of the bank and of the press is carried out
    by the real thing: a draft, a notice, the printing of a paper. `post` is the letter that has gone out."""

    at: datetime
    doer: Doer
    command: c.Command
    step: Step | None = None


@dataclass(frozen=True)
class Wish:
    """How a case shall stand: `further` is for how many more steps it goes on while its status lasts."""

    status: Status
    mended: bool = False
    further: int = 0
    ending: Ending = ""


@dataclass
class Story:
    """What is done to one case, in order. `due` is the soonest time limit that the agency has to keep."""

    answers: Mapping[str, Any]
    acts: list[Act] = field(default_factory=list)
    case: Case = field(default_factory=Case)
    due: datetime | None = None


class Teller:
    """Tells one story. Randomness is the caller's, so that a story can be told again."""

    def __init__(
        self,
        offered: Offered,
        telling: Telling,
        channel: str,
        calendar: Calendar,
        rng: Random,
        until: datetime,
    ) -> None:
        self._offered, self._telling, self._channel = offered, telling, channel
        self._definition = offered.pack.definition
        self._rules = Rules(self._definition, offered.settings)
        self._calendar, self._rng, self._until = calendar, rng, until
        self._diary = Diary(calendar, rng, until)
        self._story = Story(telling.answers)

    def tell(self, wish: Wish, day: date) -> Story | None:
        """The story from an application on `day`, or None when this service never stands so."""
        at = self._submit(day)
        further = wish.further
        for _ in range(_MOST_ACTS):
            case = self._story.case
            if case.status is wish.status:
                if not further or case.status in ENDED:
                    return self._told(at)
                further -= 1
            if case.status in ENDED and not (wish.status is Status.APPEALED and case.status is Status.REFUSED):
                return None
            try:
                at = self._go_on(case, wish, at)
            except Refusal:
                return None
        return None

    def _told(self, at: datetime) -> Story:
        story = self._story
        environment = self._rules.environment(story.case, bangkok_day(at))
        running = deadlines_of(story.case, self._rules, Office(self._calendar), environment)
        ours = [line.due_at for line in running if line.ended_at is None and line.purpose not in APPLICANTS]
        story.due = min(ours, default=None)
        return story

    def _do(self, at: datetime, doer: Doer, command: c.Command, step: Step | None = None) -> datetime:
        case = self._story.case
        for event in decide(case, command, self._rules, at):
            case = evolve(case, event, at)
        self._story.case = case
        self._story.acts.append(Act(at, doer, command, step))
        return at

    def _submit(self, day: date) -> datetime:
        at = self._diary.applying(day)
        answers = as_uploaded(self._definition.form.fields, self._telling.answers)
        received = receive_at(self._calendar, at)[1]
        self._do(at, "applicant", c.Submit(answers=answers, counts_from=received, channel=self._channel))
        return at

    def _go_on(self, case: Case, wish: Wish, at: datetime) -> datetime:
        """The next thing that leads to what is wished."""
        if wish.status is Status.WITHDRAWN:
            command = c.Withdraw(reason=world().phrases.withdrawn)
            return self._do(self._diary.any_time(at, 0.5, 3), "applicant", command)
        if case.status is Status.REFUSED:
            appeal = c.FileAppeal(grounds=world().phrases.appealed)
            return self._do(self._diary.any_time(at, 2, 9), "applicant", appeal)
        if case.defects is not None and case.defects.open:
            return self._after_defects(case, wish, at)
        step = self._next_step(case, wish)
        if step.kind == "pay":
            assert case.fee is not None
            paid = c.ConfirmPayment(step=step.id, satang=case.fee.satang, reference="-", receipt="-")
            return self._do(self._diary.any_time(at, 0.05, 3), "bank", paid, step)
        if step.kind == "issue":
            made = c.ConfirmDocument(step=step.id, document="-", number="-")
            return self._do(at + timedelta(seconds=self._rng.randint(20, 90)), "press", made, step)
        if step.kind == "check" and case.defects is None and (wish.mended or wish.status in _BY_DEFECTS):
            at = self._diary.in_office(at, 0.1, 0.8)
            return self._do(at, "officer", self._defects(step, at), step)
        return self._work(step, wish, at)

    def _next_step(self, case: Case, wish: Wish) -> Step:
        """Of the steps being worked on, the one to finish now; another agency's opinion comes last."""
        steps = [self._definition.step(id) for id in case.active()]
        if wish.status is Status.WAITING_AGENCY:
            steps.sort(key=lambda step: step.kind == "consult")
        return steps[0]

    def _after_defects(self, case: Case, wish: Wish, at: datetime) -> datetime:
        assert case.defects is not None
        if wish.status is not Status.RETURNED:
            return self._do(self._diary.any_time(at, 0.5, 4), "applicant", c.Correct(answers=case.answers))
        over = date.fromisoformat(case.defects.mend_by) + timedelta(days=1)
        at = self._diary.in_office(max(at, self._diary.applying(over)), 0.1, 1)
        step = self._definition.step(case.defects.step)
        return self._tell(self._do(at, "officer", c.Return(reasons=world().phrases.returned), step), "returned")

    def _defects(self, step: Step, at: datetime) -> c.RecordDefects:
        """One record naming a file that cannot be read, or an answer that does not fit its proof."""
        phrases, given = world().phrases, self._story.case.answers
        asked = [question for question in self._definition.form.fields if given.get(question.id)]
        files = [question for question in asked if isinstance(question, FileField)]
        about = (files or asked)[0]
        wrong, mend = (phrases.defect.th, phrases.mend) if files else (phrases.wrong, phrases.correct_it)
        defect = {"field": about.id, "missing": f"{about.label.th}: {wrong}", "mend": mend}
        return c.RecordDefects.model_validate(
            {
                "step": step.id,
                "defects": [defect],
                "mend_by": bangkok_day(at) + timedelta(days=self._days_to_mend()),
            }
        )

    def _days_to_mend(self) -> int:
        for rule in self._definition.deadlines:
            if rule.purpose is Purpose.MEND:
                days = rule.amount if rule.amount is not None else self._offered.settings.get(rule.setting or "")
                return int(days or 15)
        return 15

    def _work(self, step: Step, wish: Wish, at: datetime) -> datetime:
        """Somebody takes the step, and finishes it some time later."""
        least, most = _PACE.get(step.kind, (0.3, 1.5))
        officer = self._offered.agency.officer(step.role)
        taken = self._diary.in_office(at, 0.05, 0.25)
        self._do(
            taken,
            "officer",
            c.Assign(step=step.id, officer=str(officer.actor.person), name=officer.name.th),
            step,
        )
        if self._rng.random() < 0.15:
            self._do(
                taken + timedelta(minutes=7),
                "officer",
                c.AddNote(text=self._rng.choice(world().phrases.notes)),
                step,
            )
        done = self._diary.in_office(taken + timedelta(minutes=10), least, most)
        done = self._do(done, "officer", self._finish(step, wish, done), step)
        return self._tell(done, "decided") if step.kind == "decide" else done

    def _tell(self, at: datetime, what: Literal["decided", "returned"]) -> datetime:
        """The letter about an order goes out soon after it."""
        return self._do(at + timedelta(seconds=40), "post", c.RecordTold(what=what, by="email"))

    def _finish(self, step: Step, wish: Wish, at: datetime) -> c.Command:
        phrases = world().phrases
        if step.kind == "decide" and wish.status in (Status.REFUSED, Status.APPEALED):
            return c.Decide(step=step.id, outcome="refused", reasons=phrases.refused)
        findings = self._telling.findings(step, bangkok_day(at))
        if step.kind == "decide":
            return c.Decide(step=step.id, outcome="approved", reasons=phrases.approved, findings=findings)
        return c.Finish(step=step.id, findings=findings)


_BY_DEFECTS = frozenset({Status.NEEDS_CORRECTION, Status.RETURNED})
_PACE: Mapping[str, tuple[float, float]] = {
    "check": (0.05, 0.6), "review": (0.5, 2.5), "inspect": (1, 5), "consult": (1, 3), "committee": (3, 8),
    "decide": (0.2, 0.8),
}  # fmt: skip
"""Office days from taking a step to finishing it, at least and at most."""


def told_so_that(teller: Callable[[date], Teller], wish: Wish, day: date, until: datetime, health: str) -> Story | None:
    """The story moved in time until its due date is as `health` says: "soon", "overdue", or "" for no matter.

    `teller(day)` gives a new teller of an application on that day, with the same chances each time.
    """
    story = teller(day).tell(wish, day)
    for _ in range(6):
        if story is None or not health or story.due is None or _is_so(story.due, until, health):
            break
        wanted = until + timedelta(days=1) if health == "soon" else until - timedelta(days=2)
        day += timedelta(days=(wanted - story.due).days or (1 if health == "soon" else -1))
        if day > bangkok_day(until):
            break
        story = teller(day).tell(wish, day)
    return story


def _is_so(due: datetime, until: datetime, health: str) -> bool:
    left = due - until
    return timedelta() < left <= timedelta(days=3) if health == "soon" else left < timedelta()
