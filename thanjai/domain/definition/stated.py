"""Which answers and findings a paper speaks of, so that whoever amends it is asked for these and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from thanjai.domain.definition.fields import CalculatedField, GroupField, PlainField
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.papers import Paper
from thanjai.domain.expressions import names_in, without_literals

_FINDING: Final = re.compile(r"(?<![\w.])step\s*\.\s*(\w+)\s*\.\s*(\w+)")
_NOT_AMENDED: Final = frozenset({"calculated", "file", "declaration", "group", "national_id"})
"""What is worked out, was sent, was declared by the applicant; who they are; and lists, which want a new request."""


@dataclass(frozen=True, slots=True)
class Stated:
    """`findings` by step; both in the order of the definition."""

    answers: tuple[PlainField, ...]
    findings: Mapping[str, tuple[PlainField, ...]]


def stated_on(paper: Paper, definition: ServiceDefinition) -> Stated:
    """The questions and findings behind the paper's lines, its holder and its last day."""
    sources = [paper.holder, *(item.value for item in paper.items), *filter(None, [paper.valid_until])]
    names, found = _behind(sources, definition)
    findings = {
        step.id: _amended(field for field in step.findings if (step.id, field.id) in found) for step in definition.steps
    }
    return Stated(
        answers=_amended(field for field in definition.form.fields if field.id in names),
        findings={step: fields for step, fields in findings.items() if fields},
    )


def _amended(fields: Iterable[PlainField | GroupField]) -> tuple[PlainField, ...]:
    return tuple(
        field for field in fields if not isinstance(field, GroupField) and field.type not in _NOT_AMENDED
    )  # fmt: skip


def _behind(sources: list[str], definition: ServiceDefinition) -> tuple[set[str], set[tuple[str, str]]]:
    """Names of questions and findings, those behind calculated questions as well."""
    worked_out = {field.id: field.value for field in definition.form.fields if isinstance(field, CalculatedField)}
    names: set[str] = set()
    found: set[tuple[str, str]] = set()
    waiting = list(sources)
    while waiting:
        source = waiting.pop()
        found.update(_FINDING.findall(without_literals(source)))
        new = names_in(source) - names
        names |= new
        waiting += [worked_out[name] for name in new if name in worked_out]
    return names, found
