"""What a good lawyer and a good service designer would find wrong with a definition."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from thanjai.domain.definition.check_accepted import set_aside
from thanjai.domain.definition.check_asking import check_asking
from thanjai.domain.definition.check_conditions import check_conditions
from thanjai.domain.definition.check_data import check_data
from thanjai.domain.definition.check_duties import check_duties
from thanjai.domain.definition.check_expressions import check_expressions
from thanjai.domain.definition.check_fees import check_fees
from thanjai.domain.definition.check_form import check_form
from thanjai.domain.definition.check_handling import check_handling
from thanjai.domain.definition.check_law import check_law
from thanjai.domain.definition.check_outcome import check_outcome
from thanjai.domain.definition.check_papers import check_papers
from thanjai.domain.definition.check_plainness import check_plainness
from thanjai.domain.definition.check_references import check_references
from thanjai.domain.definition.check_renewal import check_renewal
from thanjai.domain.definition.check_steps import check_steps
from thanjai.domain.definition.check_texts import check_texts
from thanjai.domain.definition.check_times import check_times
from thanjai.domain.definition.deciding import Judge
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.problems import Level, Problem, Problems, Where

__all__ = ["Level", "Problem", "Where", "check", "publishable"]

_CHECKS: Final[tuple[Callable[[ServiceDefinition], Problems], ...]] = (
    check_references,
    check_expressions,
    check_steps,
    check_fees,
    check_renewal,
    check_outcome,
    check_law,
    check_data,
    check_handling,
    check_times,
    check_duties,
    check_papers,
    check_texts,
    check_plainness,
)
_TRYING: Final[tuple[Callable[[ServiceDefinition, Judge], Problems], ...]] = (
    check_conditions,
    check_form,
    check_asking,
)
"""Those that try answers, all with one budget of tries."""


def check(definition: ServiceDefinition) -> tuple[Problem, ...]:
    """Everything found, by the order of the checks. Never raises for a definition that pydantic accepts."""
    return set_aside(definition, _found(definition))


def _found(definition: ServiceDefinition) -> Problems:
    for find in _CHECKS:
        yield from find(definition)
    judge = Judge(definition)
    for find_by_trying in _TRYING:
        yield from find_by_trying(definition, judge)


def publishable(definition: ServiceDefinition) -> bool:
    """Whether there is no error; warnings are for judgement."""
    return not any(problem.level == "error" for problem in check(definition))
