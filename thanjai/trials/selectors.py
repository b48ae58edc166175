"""Reading trials, and telling how one stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID

from thanjai.agencies.letterhead import letterhead_of
from thanjai.agencies.selectors import Office
from thanjai.cases.letter_words import LETTERS, Facts
from thanjai.cases.projection import project
from thanjai.cases.timeline import Outlook, Station, TimelineEntry, outlook, stations, timeline
from thanjai.domain import case as domain
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.case.limits import appeal_rule
from thanjai.domain.case.rules import Rules
from thanjai.domain.case.state import AGAINST
from thanjai.domain.deadline_rules import Duration, Purpose
from thanjai.domain.deadlines import compute
from thanjai.domain.definition.model import ServiceDefinition, Step
from thanjai.domain.pretending.run import Happened, Run
from thanjai.domain.pretending.values import officers
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel import papers
from thanjai.kernel.tenancy import Actor, Kind
from thanjai.trials.actions import NO_TRIAL
from thanjai.trials.models import Trial
from thanjai.trials.papers import content_of
from thanjai.trials.running import applicant_of, run_of


def trial(actor: Actor, trial_id: UUID) -> Trial:
    """Raises Refusal for one that is not there, or not the actor's."""
    found = Trial.objects.filter(pk=trial_id).first()
    if found is None or (actor.agency if actor.kind is Kind.OFFICER else actor.bearer) not in _keys(found, actor):
        raise Refusal("no_such_page", NO_TRIAL)
    return found


def _keys(found: Trial, actor: Actor) -> tuple[Any, ...]:
    return (found.agency_id,) if actor.kind is Kind.OFFICER else (found.bearer,) if found.bearer else ()


def trials_of(agency_id: UUID, subject: UUID) -> list[Trial]:
    """The agency's trials of one thing, the last used first."""
    found = Trial.objects.filter(agency_id=agency_id, subject=subject).order_by("-changed_at")
    return list(found.defer("definition", "answers", "happened")[:_MOST])


_MOST: Final = 50


@dataclass(frozen=True)
class Letter:
    """A letter that would have gone out."""

    line: Happened
    subject: Text
    words: Text


class _TrialFacts(Facts):
    """What letters speak of, where the case is a pretended one."""

    @property
    def rules(self) -> Rules:
        row: Any = self.row
        rules: Rules = row.rules
        return rules


@dataclass(frozen=True)
class Stand:
    """How a trial stands, in the words of the real pages."""

    trial: Trial
    run: Run

    @classmethod
    def of(cls, trial: Trial) -> Stand:
        """Raises Refusal where its text was changed so that it cannot go on."""
        return cls(trial, run_of(trial))

    @property
    def definition(self) -> ServiceDefinition:
        return self.run.rules.definition

    @property
    def case(self) -> domain.Case:
        return self.run.case

    @property
    def is_sent(self) -> bool:
        return self.case.version > 0

    @cached_property
    def row(self) -> Any:
        """The columns that a real case would have."""
        run = self.run
        columns = project(run.case, run.rules, Office(run.calendar), run.at, done=run.attended)
        state = run.case.model_dump(mode="json")
        submitted = run.happened[0].at if run.happened else run.at
        return SimpleNamespace(
            **columns, language="th", rules=run.rules, state=state, submitted_at=submitted, number="TRIAL"
        )

    @cached_property
    def outlook(self) -> Outlook:
        return outlook(self.row, self.definition)

    @property
    def stations(self) -> list[Station]:
        steps: Mapping[str, Any] = self.row.state["steps"]
        return stations(self.definition, steps, has_ended=self.row.closed_at is not None)

    def timeline(self, *, for_officer: bool) -> list[TimelineEntry]:
        """What has happened, newest first."""
        lines: Any = self.run.happened
        return timeline(lines, self.definition, for_officer=for_officer)[::-1]

    @property
    def letters(self) -> list[Letter]:
        """What the applicant would have been written, newest first."""
        found = []
        for line in reversed(self.run.happened):
            writer = LETTERS.get(line.type)
            said = writer(_TrialFacts(self.row, line.payload)) if writer else None
            if said is not None:
                found.append(Letter(line, *said))
        return found

    @property
    def mend_by(self) -> date:
        """The last day to mend defects that are recorded now; a fortnight and a day where no time limit says."""
        run, limits = self.run, [one for one in self.definition.deadlines if one.purpose is Purpose.MEND]
        found = compute(limits[:1], {limits[0].trigger: run.at}, run.rules.settings, run.calendar, {}) if limits else ()
        return bangkok_day(found[0].due_at if found else run.at + timedelta(days=15))

    @property
    def tasks(self) -> list[Step]:
        """The steps that somebody works on now."""
        return [step for step in self.run.active() if step.kind not in ("pay", "issue", "register", "notify")]

    @property
    def appeal(self) -> tuple[Any, Text | None]:
        """The time limit to appeal against a refusal, and how long it is where the law says a figure."""
        rule = appeal_rule(self.case, self.run.rules, self.run.rules.environment(self.case, bangkok_day(self.run.at)))
        return rule, Duration(amount=rule.amount, unit=rule.unit).in_words() if rule.amount is not None else None

    @property
    def may_appeal(self) -> bool:
        return self.case.left in AGAINST and (self.case.appeal is None or self.case.appeal.outcome == "reversed")

    @property
    def may_withdraw(self) -> bool:
        return self.is_sent and self.case.left is None and not self.case.finished and not self.case.issued

    @property
    def refused_step(self) -> Step | None:
        """The step whose refusal an appeal is about; None for a request that was returned."""
        refused = next((id for id, one in self.case.steps.items() if one.outcome == "refused"), None)
        return self.definition.step(refused) if refused else None

    @property
    def papers(self) -> list[Step]:
        """The steps whose paper was issued."""
        done = self.case.steps
        return [
            step for step in self.definition.steps
            if step.kind == "issue" and step.paper and step.id in done and done[step.id].outcome == "issued"
        ]  # fmt: skip

    @cached_property
    def officers(self) -> dict[str, str]:
        """The pretended officers by role."""
        return officers((step.role for step in self.definition.steps if step.role), self.trial.seed)

    def who(self, step: Step | None) -> str:
        """Who plays a step; the head, where it names no role."""
        return self.officers.get(step.role or "", "") if step is not None else ""

    @property
    def applicant(self) -> str:
        return applicant_of(self.run, self.case.answers or self.trial.answers)


def paper_of(stand: Stand, step_id: str) -> bytes:
    """The PDF of a paper of the trial, marked as one. Raises Refusal where there is none."""
    step = next((one for one in stand.papers if one.id == step_id), None)
    content = content_of(stand.run, step, letterhead_of(stand.trial.agency_id)) if step else None
    if content is None:
        raise Refusal("no_such_page", NO_TRIAL)
    return papers.tried(content, at=stand.run.at)
