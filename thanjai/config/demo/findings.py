"""What an officer of the demonstration records at a step, from the kinds of its questions alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any

from thanjai.config.demo.world import world
from thanjai.domain.definition.fields import (
    Field,
    GroupField,
    ManyOfField,
    MoneyField,
    NumberField,
    OneOfField,
)
from thanjai.domain.definition.model import ServiceDefinition, Step
from thanjai.domain.expressions import ExpressionError


class CannotRecord(ExpressionError):
    """A question of a kind for which nothing can be made up."""


def found(
    definition: ServiceDefinition, step: Step, known: Mapping[str, Any], today: date, rng: Random
) -> dict[str, Any]:
    """A full record of the step: what is `known`, and something favourable for the rest that must be answered."""
    record = {field.id: known.get(field.id) for field in step.findings}
    for field in step.findings:
        if record[field.id] is None and (field.required or field.required_when) and field.type != "calculated":
            record[field.id] = made_up(definition, field, today)
    return {name: value for name, value in record.items() if value is not None}


def made_up(definition: ServiceDefinition, field: Field, today: date) -> Any:
    """A favourable answer to one question. Raises CannotRecord."""
    if isinstance(field, GroupField):
        row = {item.id: made_up(definition, item, today) for item in field.fields if item.required}
        return [row for _ in range(max(field.minimum, 1))]
    if isinstance(field, OneOfField):
        first = field.options[0].value if field.options else definition.table(field.options_from or "").rows[0].value
        return [first] if isinstance(field, ManyOfField) else first
    if isinstance(field, NumberField):
        return max(field.minimum or 1, 1) if field.maximum is None else min(max(field.minimum or 1, 1), field.maximum)
    if isinstance(field, MoneyField):
        return max(field.minimum_baht, 1) * 100
    simple = {
        "text": world().phrases.recorded,
        "date": today.isoformat(),
        "yes_no": True,
        "declaration": True,
    }
    if field.type not in simple:
        raise CannotRecord(f"nothing can be made up for {field.id!r}, a question of kind {field.type!r}")
    return simple[field.type]
