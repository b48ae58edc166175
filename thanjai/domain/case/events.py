"""What can happen to a case. Events are facts: named in the past, never changed, never removed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from thanjai.domain.biller import FUND
from thanjai.domain.case.delays import DelayCause
from thanjai.domain.text import Text

GIVEN_UP: Final = "given_up"
"""The outcome of an issuing step at which nothing could be done any more."""


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
    exception: str = ""


class DefectsAcknowledged(_Event):
    """The applicant has the record of defects: on the page, or signed on paper (LFA section 8)."""

    type: Literal["defects_acknowledged"] = "defects_acknowledged"
    by: Literal["online", "paper"]
    file: str | None = None


class Corrected(_Event):
    """The applicant mended the request; `answers` replaces all answers."""

    type: Literal["corrected"] = "corrected"
    answers: dict[str, Any]


class Returned(_Event):
    """Not mended as recorded: given back with reasons (Licensing Facilitation Act section 9)."""

    type: Literal["returned"] = "returned"
    reasons: str
    automatic: bool = False


class Extended(_Event):
    """The time was lengthened as the law allows, with prior notice and reason: from `due_at` to `new_due_at`."""

    type: Literal["extended"] = "extended"
    rule: str
    reason: str
    due_at: datetime | None = None
    new_due_at: datetime | None = None


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
    fund: str = FUND


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
    """`paper` is empty where the step does something to a document that is there already."""

    type: Literal["document_requested"] = "document_requested"
    step: str
    paper: str


class DocumentIssued(_Event):
    type: Literal["document_issued"] = "document_issued"
    step: str
    paper: str
    document: str
    number: str
    valid_until: date | None = None


class EntryMade(_Event):
    """A line was added to a register of the agency."""

    type: Literal["entry_made"] = "entry_made"
    step: str
    register_entry: str
    values: dict[str, Any]


class Told(_Event):
    """The applicant was told; `by` is how: e-mail, post, in person. Decisions must be told (LFA section 10).

    `at`: when it went to them, where that was before it was recorded.
    """

    type: Literal["told"] = "told"
    what: str
    by: str
    at: datetime | None = None


class Served(_Event):
    """The order reached the applicant: time to appeal runs (APA section 44)."""

    type: Literal["served"] = "served"
    by: str
    at: datetime


class OpinionAsked(_Event):
    """Another agency was asked; the statutory clock goes on meanwhile."""

    type: Literal["opinion_asked"] = "opinion_asked"
    id: str
    asked: str
    question: str
    answer_by: date


class OpinionGiven(_Event):
    type: Literal["opinion_given"] = "opinion_given"
    id: str
    answer: str
    name: str


class DelayReasonGiven(_Event):
    """For the next notice of delay."""

    type: Literal["delay_reason_given"] = "delay_reason_given"
    rule: str
    cause: DelayCause
    reason: str
    expected: date
    waits_on: str = ""


class DelayNotified(_Event):
    """A notice of delay went out (LFA section 10). `ordinal` counts those of this time limit, from 1.

    `expected` is None, and `cause` not_given, where the officer gave no reason by the day.
    """

    type: Literal["delay_notified"] = "delay_notified"
    rule: str
    day: date
    ordinal: int
    cause: DelayCause
    reason: str
    expected: date | None
    waits_on: str
    officer: str
    contact: str


class AppealFiled(_Event):
    """`at` and `file`: when it was brought on paper, and its picture."""

    type: Literal["appeal_filed"] = "appeal_filed"
    grounds: str
    late: bool = False
    by: str = "online"
    at: datetime | None = None
    file: str | None = None


class AppealDecided(_Event):
    """`reversed` opens the case again with the opposite order; `stands` leaves it as it was."""

    type: Literal["appeal_decided"] = "appeal_decided"
    outcome: Literal["stands", "reversed"]
    reasons: str
    findings: dict[str, Any] = Field(default_factory=dict)


class DateChange(BaseModel):
    """A due date before and after."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: str
    before: datetime
    after: datetime


class DatesMoved(_Event):
    """The calendar changed; what fell due on other days by it, and why."""

    type: Literal["dates_moved"] = "dates_moved"
    calendar: str
    reason: str
    changes: tuple[DateChange, ...]


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


class MessageWritten(_Event):
    """The applicant or an officer wrote to the other, in the case."""

    type: Literal["message_written"] = "message_written"
    by: Literal["applicant", "officer"]
    text: str


class MessagesPutAside(_Event):
    """An officer saw that what the applicant wrote needs no answer."""

    type: Literal["messages_put_aside"] = "messages_put_aside"


class Erased(_Event):
    """What was personal in the case is gone: the key under which it lay sealed is destroyed. `rule`: by what right."""

    type: Literal["erased"] = "erased"
    rule: str
    kept_until: date


class RuleSetAside(_Event):
    """The head let one officer do in this case what a rule of separate duties forbids, and said why."""

    type: Literal["rule_set_aside"] = "rule_set_aside"
    rule: str
    officer: str
    name: str
    reason: str


Event = (
    Submitted | StepStarted | StepSkipped | StepFinished | Assigned | DefectsRecorded | DefectsAcknowledged
    | Corrected | Returned | Extended | Decided | FeeRequested | FeePaid | DocumentRequested | DocumentIssued
    | EntryMade | Told | Served | OpinionAsked | OpinionGiven | DelayReasonGiven | DelayNotified | AppealFiled
    | AppealDecided | DatesMoved | Withdrawn | Closed | NoteAdded | Erased | RuleSetAside
    | MessageWritten | MessagesPutAside
)  # fmt: skip

_ADAPTER: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="type")])


def event_from(payload: dict[str, Any]) -> Event:
    """The event a stored payload stands for. Raises ValueError for an unknown one."""
    return _ADAPTER.validate_python(payload)
