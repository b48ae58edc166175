"""What cases tells the contexts above it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from thanjai.domain.case import Case
from thanjai.domain.case.events import Event
from thanjai.domain.deadlines import Deadline
from thanjai.domain.duties import Duty


@dataclass(frozen=True)
class CaseMoved:
    """Events were added to a case, in this transaction. `first` is the number of the first of them."""

    case_id: UUID
    agency_id: UUID
    service_id: str
    number: str
    first: int
    events: tuple[Event, ...]
    case: Case


@dataclass(frozen=True)
class DocumentWanted:
    """A case has come to the step that issues `paper`."""

    case_id: UUID
    agency_id: UUID
    step: str
    paper: str


@dataclass(frozen=True)
class Attended:
    """The clock did a duty for a case: warned, said that it is due or over, gave notice, returned it."""

    case_id: UUID
    agency_id: UUID
    duty: Duty
    line: Deadline


@dataclass(frozen=True)
class CaseErased:
    """What was personal in a case is gone; whoever keeps more about it lets that go too, in the same transaction.

    They add to `places` where the contents of their files lay.
    """

    agency_id: UUID
    case_id: UUID
    places: list[str]
