"""A line of the report in words: which column, what is wrong in it, what it changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from thanjai.domain.intake.judged import NAMES_OF_FACTS
from thanjai.domain.intake.table import Column
from thanjai.domain.text import Text


def report_lines(columns: Sequence[Column], faults: Sequence[Mapping[str, Any]]) -> list[Text]:
    """The faults of a line as it keeps them, each with its column's name before it."""
    found = []
    for fault in faults:
        words = Text.model_validate(fault["words"])
        name = heading(columns, fault["column"])
        found.append(Text(th=f"{name.th}: {words.th}", en=f"{name.en}: {words.en}") if name else words)
    return found


def heading(columns: Sequence[Column], id: str) -> Text | None:
    """What people call a column, or a fact that was made of it; columns that are not ours are called as in the file."""
    if not id:
        return None
    found = next((column.heading for column in columns if column.id == id), NAMES_OF_FACTS.get(id))
    return found or Text(th=id, en=id)


def changes(
    columns: Sequence[Column], facts: Mapping[str, Any], before: Mapping[str, Any]
) -> Iterator[tuple[Text, str, str]]:
    """Of each fact that changes: its name, what it was, what it will be."""
    for name, value in facts.items():
        called = heading(columns, name)
        assert called is not None
        yield called, shown(before.get(name)), shown(value)


def shown(value: Any) -> str:
    """A fact as it may stand in a table."""
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    return "–" if value is None or value == "" else str(value)
