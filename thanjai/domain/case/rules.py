"""The definition as one case sees it: the version it began with and the agency's settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from thanjai.domain import expressions
from thanjai.domain.arrangement import AS_THE_TEMPLATE, Arrangement
from thanjai.domain.case.state import Case, StepStatus
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.form import environment


@dataclass(frozen=True)
class Named:
    """An officer to whom a step goes when it starts."""

    id: str
    name: str


@dataclass(frozen=True)
class Rules:
    """What `decide` consults. `settings` are the agency's, defaults filled in.

    `definition` is as the agency's arrangement has it; `officers` are those who get a step today, by the step's id.
    """

    definition: ServiceDefinition
    settings: Mapping[str, Any]
    arrangement: Arrangement = AS_THE_TEMPLATE
    officers: Mapping[str, Named] = field(default_factory=dict)
    ends_on: date | None = None
    """From this day the agency takes no new applications."""

    def environment(self, case: Case, today: date) -> dict[str, Any]:
        """The names an expression may use, for this case on this day."""
        findings = {
            id: {"outcome": step.outcome, **step.findings}
            for id, step in case.steps.items()
            if step.status is StepStatus.DONE
        }
        return environment(self.definition, case.answers, today=today, settings=self.settings, steps=findings)

    def holds(self, condition: str | None, case: Case, today: date) -> bool:
        return condition is None or expressions.holds(condition, self.environment(case, today))
