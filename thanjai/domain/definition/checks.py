"""What a good lawyer and a good service designer would find wrong with a definition."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from thanjai.domain.definition.check_data import check_data
from thanjai.domain.definition.check_expressions import check_expressions
from thanjai.domain.definition.check_fees import check_fees
from thanjai.domain.definition.check_law import check_law
from thanjai.domain.definition.check_outcome import check_outcome
from thanjai.domain.definition.check_references import check_references
from thanjai.domain.definition.check_renewal import check_renewal
from thanjai.domain.definition.check_steps import check_steps
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
)


def check(definition: ServiceDefinition) -> tuple[Problem, ...]:
    """Everything found, by the order of the checks. Never raises for a definition that pydantic accepts."""
    return tuple(problem for find in _CHECKS for problem in find(definition))


def publishable(definition: ServiceDefinition) -> bool:
    """Whether there is no error; warnings are for judgement."""
    return not any(problem.level == "error" for problem in check(definition))
