"""What applicants answered, as officers read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from thanjai.domain.form.display import Row
from thanjai.domain.identity import mask


@dataclass(frozen=True, slots=True)
class Answer:
    """A question of the request with its answer. `is_changed`: the applicant mended it."""

    id: str
    label: str
    value: str
    files: tuple[Mapping[str, Any], ...] = ()
    items: tuple[tuple[str, tuple[Answer, ...]], ...] = ()
    is_changed: bool = False


def answers(
    rows: Iterable[Row], given: Mapping[str, Any], changed: set[str], states: Mapping[str, str], whole: bool
) -> tuple[Answer, ...]:
    """`given` and `states` (of files) by question and by file; `changed`: what was mended; `whole`: national ids too."""
    return tuple(_answer(row, given.get(row.field.id), row.field.id in changed, states, whole) for row in rows)


def _answer(row: Row, value: Any, is_changed: bool, states: Mapping[str, str], whole: bool) -> Answer:
    """`whole`: national ids too."""
    is_hidden = row.field.type == "national_id" and isinstance(value, str) and not whole
    is_file = row.field.type == "file" and isinstance(value, list)
    items = value if row.items and isinstance(value, list) else []
    return Answer(
        id=row.field.id,
        label=row.label,
        value="" if is_file else mask(value) if is_hidden else row.value,
        files=tuple({**one, "state": states.get(one["id"], "clean")} for one in value) if is_file else (),
        items=tuple(
            (item.title, answers(item.rows, entry, set(), states, whole))
            for item, entry in zip(row.items, items, strict=False)
        ),
        is_changed=is_changed,
    )
