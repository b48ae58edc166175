"""Answers written into the inputs of a form: the inverse of `thanjai.domain.form.parse`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from thanjai.domain.definition.fields import CalculatedField, FileField, GroupField, Page, PlainField
from thanjai.domain.form.parse import refill

Posted = dict[str, list[str]]


def posted(page: Page, answers: Mapping[str, Any], language: str = "th") -> Posted:
    """What a browser would post for a page answered so: every input by name, unanswered ones left out.

    `answers` are those of the whole request, as stored; years are written as people of `language` do.
    """
    return posted_fields(page.fields, answers, language)


def posted_fields(
    fields: Sequence[PlainField | GroupField],
    answers: Mapping[str, Any],
    language: str = "th",
    prefix: str = "",
) -> Posted:
    """The same for any questions, such as the findings of a step."""
    found: Posted = {}
    for name, field, value in inputs(fields, answers, prefix):
        if isinstance(field, FileField):
            continue
        shown = refill(field, value, language)
        if isinstance(shown, Mapping):
            found |= {f"{name}.{part}": [text] for part, text in shown.items() if text}
        elif isinstance(shown, list):
            found[name] = shown
        elif field.type != "declaration" or value is True:
            found[name] = [shown]
    return found


def inputs(
    fields: Sequence[PlainField | GroupField], answers: Mapping[str, Any], prefix: str = ""
) -> Iterator[tuple[str, PlainField, Any]]:
    """Each answered question with the name of its input, those of repeated groups by their place."""
    for field in fields:
        value = answers.get(field.id)
        if value is None or isinstance(field, CalculatedField):
            continue
        if not isinstance(field, GroupField):
            yield prefix + field.id, field, value
            continue
        for index, row in enumerate(value):
            yield from inputs(field.fields, row, f"{field.id}-{index}-")
