"""From the YAML of a bundle to its definition, with every fault at its line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from thanjai.domain.bundle.check import check
from thanjai.domain.bundle.model import Bundle
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.reading import LocatedProblem, read_as


@dataclass(frozen=True, slots=True)
class BundleReading:
    """`bundle` is None when the text does not make one; then `problems` says why."""

    bundle: Bundle | None
    problems: tuple[LocatedProblem, ...]

    @property
    def publishable(self) -> bool:
        return self.bundle is not None and all(problem.level != "error" for problem in self.problems)


def read_bundle(text: str, name: str, services: Mapping[str, ServiceDefinition]) -> BundleReading:
    """The bundle in `text` and everything found in it, by line. Never raises for what the text holds.

    `services` are those that its parts may name.
    """
    return BundleReading(*read_as(Bundle, text, name, lambda bundle: check(bundle, services)))
