"""What is sealed in a row to be copied, sealed for each copy: it opens only in its own place."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from thanjai.cases import at_rest, selectors
from thanjai.domain.case import private
from thanjai.kernel.tenancy import PLATFORM, acting_as


def column_of(table: str, source: UUID, ids: Sequence[UUID]) -> tuple[str, str, list[Any]]:
    """The column of the row that is sealed, its type, and what it holds in the copies."""
    with acting_as(PLATFORM), transaction.atomic():
        if table == "cases_draft":
            draft = selectors.draft(source)
            answers = draft.answers
            pages = [at_rest.page_sealed(draft.sealed_key, id, "", answers) for id in ids]
            return "answers", "jsonb", [json.dumps(page) for page in pages]
        row = selectors.case(source)
    state = row.state
    return "sealed", "bytea", [at_rest.parted(row.sealed_key, f"{id}/state", state, private.STATE)[1] for id in ids]


def events_of(source: UUID, ids: Sequence[UUID]) -> tuple[list[UUID], list[int], list[bytes]]:
    """For each copy of a case and each of its events: its id, the event's number and what is sealed of it."""
    with acting_as(PLATFORM), transaction.atomic():
        events = selectors.events_of(source)
    opened = [(event, event.payload, _by(event)) for event in events]
    lines = [
        (id, event.seq, at_rest.parted_event(event.data_key, at_rest.of_event(id, event.seq), event.type, payload, by)[1])
        for id in ids
        for event, payload, by in opened
    ]  # fmt: skip
    return [line[0] for line in lines], [line[1] for line in lines], [line[2] for line in lines]


def _by(event: Any) -> at_rest.Actor:
    return at_rest.opened_event(event.data_key, at_rest.of_event(event.case_id, event.seq), event.sealed)[1]
