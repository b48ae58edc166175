"""What can happen to a case. Events are facts: named in the past, never changed, never removed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from thanjai.domain.text import Text


class _Event(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Submitted(_Event):
    """The request entered the system (E-Act section 10). `channel`: online, counter, outreach."""

    type: Literal["submitted"] = "submitted"
    answers: dict[str, Any]
    counts_from: datetime
    """When the clock takes it as received: the next opening, if it came outside office hours."""
    channel: str = "online"


class StepStarted(_Event):
    type: Literal["step_started"] = "step_started"
    step: str
    kind: str


class StepSkipped(_Event):
    """The step's condition does not hold for this case."""

    type: Literal["step_skipped"] = "step_skipped"
    step: str
    kind: str


class StepFinished(_Event):
    type: Literal["step_finished"] = "step_finished"
    step: str
    outcome: str = "done"
    findings: dict[str, Any] = Field(default_factory=dict)
    note: str = ""


class Assigned(_Event):
    type: Literal["assigned"] = "assigned"
    step: str
    officer: str
    name: str


class Defect(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    field: str | None = None
    missing: str
    mend: str = ""


class DefectsRecorded(_Event):
    """The one record of what is missing (Licensing Facilitation Act section 8)."""

    type: Literal["defects_recorded"] = "defects_recorded"
    step: str
    defects: tuple[Defect, ...]
    mend_by: date


class Corrected(_Event):
    """The applicant mended the request; `answers` replaces all answers."""

    type: Literal["corrected"] = "corrected"
    answers: dict[str, Any]


class Returned(_Event):
    """Not mended as recorded: given back with reasons (Licensing Facilitation Act section 9)."""

    type: Literal["returned"] = "returned"
    reasons: str


class Extended(_Event):
    """The time was lengthened as the law allows, with prior notice and reason."""

    type: Literal["extended"] = "extended"
    rule: str
    reason: str


class Decided(_Event):
    """The order, with its reasons and how to appeal (APA sections 37 and 40)."""

    type: Literal["decided"] = "decided"
    step: str
    outcome: Literal["approved", "refused"]
    reasons: str
    findings: dict[str, Any] = Field(default_factory=dict)


class FeeLine(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    fee: str
    title: Text
    satang: int


class FeeRequested(_Event):
    type: Literal["fee_requested"] = "fee_requested"
    step: str
    lines: tuple[FeeLine, ...]
    satang: int
    pay_by: date | None = None


class FeePaid(_Event):
    """Money arrived, by the bank's word. `reference` is the invoice's number."""

    type: Literal["fee_paid"] = "fee_paid"
    step: str
    satang: int
    reference: str
    receipt: str


class DocumentRequested(_Event):
    type: Literal["document_requested"] = "document_requested"
    step: str
    paper: str


class DocumentIssued(_Event):
    type: Literal["document_issued"] = "document_issued"
    step: str
    paper: str
    document: str
    number: str


class EntryMade(_Event):
    """A line was added to a register of the agency."""

    type: Literal["entry_made"] = "entry_made"
    step: str
    register_entry: str
    values: dict[str, Any]


class Told(_Event):
    """The applicant was told; `by` is how: e-mail, post, in person. Decisions must be told (LFA section 10)."""

    type: Literal["told"] = "told"
    what: str
    by: str


class Withdrawn(_Event):
    type: Literal["withdrawn"] = "withdrawn"
    reason: str = ""


class Closed(_Event):
    """Every step is done or skipped."""

    type: Literal["closed"] = "closed"


class NoteAdded(_Event):
    """A remark between officers; never shown to the applicant."""

    type: Literal["note_added"] = "note_added"
    text: str


Event = (
    Submitted | StepStarted | StepSkipped | StepFinished | Assigned | DefectsRecorded | Corrected | Returned
    | Extended | Decided | FeeRequested | FeePaid | DocumentRequested | DocumentIssued | EntryMade
    | Told | Withdrawn | Closed | NoteAdded
)  # fmt: skip

_ADAPTER: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="type")])


def event_from(payload: dict[str, Any]) -> Event:
    """The event a stored payload stands for. Raises ValueError for an unknown one."""
    return _ADAPTER.validate_python(payload)
