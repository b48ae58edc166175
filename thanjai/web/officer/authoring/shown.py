"""An input as its page draws it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from thanjai.domain.definition.editing import value_at
from thanjai.domain.definition.outline import Field, Input, fields_of
from thanjai.domain.definition.problems import Where
from thanjai.web.officer.authoring import inputs
from thanjai.web.officer.authoring.choices import Choice, choices
from thanjai.web.officer.authoring.findings import Finding, within

FEW = 8
"""So many choices stand beside each other; more of them are a list that drops down."""
RARE = frozenset(
    {"basis", "basis_note", "sensitive", "keep_years", "guidance", "after", "register_entry", "pay_within", "consulted",
     "counting", "warn_before", "extension", "minimum_baht", "fund", "others_percent", "replacement", "display", "pattern",
     "note", "unconfirmed", "originals", "message"}
)  # fmt: skip
"""What most services never say: folded away until something stands in it."""


@dataclass(frozen=True)
class Shown:
    """A field with what stands in its inputs."""

    field: Field
    name: str
    values: dict[str, str | tuple[str, ...]]
    choices: list[Choice]
    findings: list[Finding]
    parts: tuple[Shown, ...] = ()

    @property
    def value(self) -> Any:
        return self.values.get(self.name, "")

    @property
    def is_folded(self) -> bool:
        """Whether the input waits under “More”."""
        if self.field.name not in RARE or self.findings:
            return False
        return self.values == inputs.shown(self.field, None, self.name.rpartition(".")[0])

    @property
    def kind(self) -> str:
        if self.field.input in (Input.CHOICE, Input.REFERENCE):
            return "select" if len(self.choices) > FEW or self.field.input is Input.REFERENCE else "radios"
        if self.field.input in (Input.CHOICES, Input.REFERENCES):
            return "boxes"
        if self.field.input in (Input.LINES, Input.NUMBERS, Input.FORMULAS):
            return "area"
        return str(self.field.input)


def shown_inputs(
    field: Field, path: Where, body: Any, typed: inputs.Typed | None, found: list[Finding], prefix: str = ""
) -> Shown:
    """`typed` is what was sent and could not be kept."""
    place = (*path, field.name)
    value = value_at(body, place)
    values = inputs.shown(field, value, prefix)
    if typed is not None:
        values |= {name: typed[name] for name in values if name in typed}
    name = inputs.input_name(field, prefix)
    parts: tuple[Shown, ...] = ()
    if field.input is Input.PART:
        inner = fields_of(field.models[0][1])
        parts = tuple(shown_inputs(one, place, body, typed, found, name) for one in inner)
    here = within(found, place)
    if parts:
        here = [one for one in here if len(one.where) == len(place)]
    return Shown(field, name, values, choices(field, body, path, values.get(name, ())), here, parts)
