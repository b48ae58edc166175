"""What applicant and officers wrote to each other in a case, as its record has it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from thanjai.cases.models import CaseEvent
from thanjai.cases.selectors import Happened


@dataclass(frozen=True, slots=True)
class Message:
    """`by` is applicant or officer; `who` the officer's name."""

    at: datetime
    by: str
    who: str
    text: str


def messages(events: Iterable[CaseEvent | Happened]) -> list[Message]:
    """The oldest first. Of a case that was erased, none."""
    written = (event for event in events if event.type == "message_written")
    found = [
        Message(
            event.at, event.payload["by"], event.who if event.actor_kind == "officer" else "", event.payload["text"]
        )
        for event in written
    ]
    return [one for one in found if one.text]
