"""What is different between two definitions of a service, told in words; what matters first to people comes first."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from thanjai.domain.definition.difference_change import Change
from thanjai.domain.definition.difference_sections import Section
from thanjai.domain.definition.difference_walk import walked
from thanjai.domain.definition.model import ServiceDefinition

__all__ = ["Change", "Section", "by_section", "difference"]


def difference(old: ServiceDefinition, new: ServiceDefinition) -> tuple[Change, ...]:
    """Every change, those that matter first to people first; none between equals."""
    order = {section: place for place, section in enumerate(Section)}
    return tuple(sorted(walked(old, new), key=lambda change: order[change.section]))


def by_section(changes: Iterable[Change]) -> list[tuple[Section, list[Change]]]:
    """Changes as `difference` gives them, under their headings."""
    return [(section, list(inside)) for section, inside in groupby(changes, key=lambda change: change.section)]
