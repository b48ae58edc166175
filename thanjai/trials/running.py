"""A trial as a pretended case, and what of it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from thanjai.agencies.selectors import calendar_for
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.case.rules import Rules
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.expressions import value_of
from thanjai.domain.pretending.figures import all_settings
from thanjai.domain.pretending.run import Run
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.trials.models import Trial, Tried


@dataclass(frozen=True)
class Matter:
    """What is tried: a definition with the figures of an agency. `subject` names it where it is written."""

    subject: UUID
    definition: ServiceDefinition
    settings: Mapping[str, Any]
    revision: int = 0

    @classmethod
    def of(cls, row: Tried) -> Matter:
        definition = ServiceDefinition.model_validate(row.definition)
        return cls(row.subject, definition, row.settings, row.revision)

    @property
    def kept(self) -> dict[str, Any]:
        """The columns of a row that holds it."""
        return {
            "subject": self.subject, "revision": self.revision,
            "definition": self.definition.model_dump(mode="json", exclude_none=True),
            "settings": all_settings(self.definition, self.settings),
        }  # fmt: skip

    @property
    def rules(self) -> Rules:
        return Rules(self.definition, all_settings(self.definition, self.settings))


def run_of(trial: Trial) -> Run:
    """The pretended case as it stands. Raises Refusal where the text was changed under it so that it cannot go on."""
    rules, calendar = Matter.of(trial).rules, calendar_for(trial.agency_id)
    try:
        run = Run.restored(rules, calendar, trial.moment, trial.happened, trial.attended)
        _must_fit(run)
    except KeyError as gone:
        raise Refusal("trial_torn", _torn(str(gone.args[0]))) from None
    return run


def _must_fit(run: Run) -> None:
    """Raises KeyError where what has happened names a part that the definition has no more."""
    definition = run.rules.definition
    for step in run.case.steps:
        definition.step(step)
    for paper in run.case.issued:
        definition.titled(paper.paper)
    for line in run.happened:
        if line.type == "entry_made":
            definition.register_entry(line.payload["register_entry"])


def _torn(part: str) -> Text:
    return Text(
        th=f"ร่างใหม่ไม่มี {part} ที่เรื่องทดลองนี้ผ่านมาแล้วหรือค้างอยู่ ให้เริ่มทดลองใหม่",
        en=f"The new text has no {part}, which this trial has come by. Start the trial again.",
    )


def keep(trial: Trial, run: Run) -> None:
    """Write down what has happened since."""
    trial.happened = [line.model_dump(mode="json", exclude={"under"}) for line in run.happened]
    trial.attended, trial.moment = run.attended, run.at


def applicant_of(run: Run, answers: Mapping[str, Any]) -> str:
    """The name the request goes by."""
    environment = run.rules.environment(run.case.model_copy(update={"answers": dict(answers)}), bangkok_day(run.at))
    return str(value_of(run.rules.definition.applicant_name, environment) or "")[:200]
