"""The state of a case, and what each event does to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from thanjai.domain.case import events as e
from thanjai.domain.deadlines import Milestone


class Status(StrEnum):
    """States an applicant understands."""

    SUBMITTED = "submitted"
    NEEDS_CORRECTION = "needs_correction"
    RETURNED = "returned"
    IN_PROGRESS = "in_progress"
    WAITING_AGENCY = "waiting_agency"
    WAITING_PAYMENT = "waiting_payment"
    APPROVED = "approved"
    ISSUED = "issued"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


ENDED = frozenset({Status.RETURNED, Status.ISSUED, Status.REFUSED, Status.WITHDRAWN, Status.CLOSED})
"""States in which nothing more is owed to the applicant."""


class StepStatus(StrEnum):
    ACTIVE = "active"
    DONE = "done"
    SKIPPED = "skipped"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StepState(_Frozen):
    """Where a step stands. A step not reached yet has none."""

    kind: str
    status: StepStatus
    started_at: datetime
    finished_at: datetime | None = None
    officer: str | None = None
    officer_name: str | None = None
    outcome: str | None = None
    findings: dict[str, Any] = Field(default_factory=dict)


class Defects(_Frozen):
    step: str
    items: tuple[e.Defect, ...]
    mend_by: str
    open: bool = True


class Issued(_Frozen):
    paper: str
    document: str
    number: str


class Case(_Frozen):
    """Everything the rules need to know of a case. `version` counts its events."""

    version: int = 0
    answers: dict[str, Any] = Field(default_factory=dict)
    channel: str = "online"
    steps: dict[str, StepState] = Field(default_factory=dict)
    milestones: dict[Milestone, datetime] = Field(default_factory=dict)
    extensions: dict[str, int] = Field(default_factory=dict)
    defects: Defects | None = None
    decision: str | None = None
    fee: e.FeeRequested | None = None
    paid_satang: int | None = None
    issued: tuple[Issued, ...] = ()
    left: Status | None = None
    """Set when the case ended before its last step: returned, refused or withdrawn."""
    finished: bool = False
    """Every step is done or skipped."""

    def active(self) -> tuple[str, ...]:
        """The steps being worked on now: none once the applicant or the agency has given the case up."""
        if self.left is not None:
            return ()
        return tuple(id for id, step in self.steps.items() if step.status is StepStatus.ACTIVE)

    @property
    def status(self) -> Status:
        """The one word for where the case stands; always derived, never stored by itself."""
        if self.left is not None:
            return self.left
        if self.finished:
            return Status.ISSUED if self.issued else Status.CLOSED
        if self.defects is not None and self.defects.open:
            return Status.NEEDS_CORRECTION
        kinds = {self.steps[id].kind for id in self.active()}
        if kinds == {"pay"}:
            return Status.WAITING_PAYMENT
        if kinds == {"consult"}:
            return Status.WAITING_AGENCY
        if self.decision == "approved":
            return Status.APPROVED
        touched = any(step.status is StepStatus.DONE or step.officer for step in self.steps.values())
        return Status.IN_PROGRESS if touched else Status.SUBMITTED


Change = Mapping[str, Any]
Handler = Callable[[Case, Any, datetime], Change]


def _submitted(case: Case, event: e.Submitted, at: datetime) -> Change:
    milestones = {Milestone.ENTERED: at, Milestone.RECEIVED: event.counts_from}
    return {"answers": event.answers, "channel": event.channel, "milestones": milestones}


def _step_started(case: Case, event: e.StepStarted, at: datetime) -> Change:
    state = StepState(kind=event.kind, status=StepStatus.ACTIVE, started_at=at)
    return {"steps": {**case.steps, event.step: state}}


def _step_skipped(case: Case, event: e.StepSkipped, at: datetime) -> Change:
    state = StepState(kind=event.kind, status=StepStatus.SKIPPED, started_at=at, finished_at=at)
    return {"steps": {**case.steps, event.step: state}}


def _with_step(case: Case, step: str, **changes: Any) -> dict[str, StepState]:
    return {**case.steps, step: case.steps[step].model_copy(update=changes)}


def _reached(case: Case, milestone: Milestone, at: datetime) -> dict[Milestone, datetime]:
    """A milestone keeps the first moment it was reached."""
    return {milestone: at, **case.milestones}


def _step_finished(case: Case, event: e.StepFinished, at: datetime) -> Change:
    steps = _with_step(
        case, event.step, status=StepStatus.DONE, finished_at=at, outcome=event.outcome, findings=event.findings
    )
    if case.steps[event.step].kind != "check":
        return {"steps": steps}
    return {"steps": steps, "milestones": _reached(case, Milestone.COMPLETE, at)}


def _assigned(case: Case, event: e.Assigned, at: datetime) -> Change:
    return {"steps": _with_step(case, event.step, officer=event.officer, officer_name=event.name)}


def _defects_recorded(case: Case, event: e.DefectsRecorded, at: datetime) -> Change:
    defects = Defects(step=event.step, items=event.defects, mend_by=event.mend_by.isoformat())
    return {"defects": defects, "milestones": _reached(case, Milestone.DEFECTS_RECORDED, at)}


def _corrected(case: Case, event: e.Corrected, at: datetime) -> Change:
    assert case.defects is not None
    return {
        "answers": event.answers,
        "defects": case.defects.model_copy(update={"open": False}),
        "milestones": _reached(case, Milestone.MENDED, at),
    }


def _ended(status: Status) -> Handler:
    return lambda case, event, at: {"left": status, "milestones": _reached(case, Milestone.CLOSED, at)}


def _extended(case: Case, event: e.Extended, at: datetime) -> Change:
    return {"extensions": {**case.extensions, event.rule: case.extensions.get(event.rule, 0) + 1}}


def _decided(case: Case, event: e.Decided, at: datetime) -> Change:
    steps = _with_step(
        case, event.step, status=StepStatus.DONE, finished_at=at, outcome=event.outcome, findings=event.findings
    )
    milestones = _reached(case, Milestone.DECIDED, at)
    change = {"steps": steps, "decision": event.outcome, "milestones": milestones}
    if event.outcome == "refused":
        return {**change, "left": Status.REFUSED, "milestones": {Milestone.CLOSED: at, **milestones}}
    return change


def _fee_requested(case: Case, event: e.FeeRequested, at: datetime) -> Change:
    return {"fee": event, "milestones": _reached(case, Milestone.FEE_REQUESTED, at)}


def _fee_paid(case: Case, event: e.FeePaid, at: datetime) -> Change:
    steps = _with_step(case, event.step, status=StepStatus.DONE, finished_at=at, outcome="paid")
    return {"steps": steps, "paid_satang": event.satang, "milestones": _reached(case, Milestone.PAID, at)}


def _document_issued(case: Case, event: e.DocumentIssued, at: datetime) -> Change:
    return {
        "steps": _with_step(case, event.step, status=StepStatus.DONE, finished_at=at, outcome="issued"),
        "issued": (*case.issued, Issued(paper=event.paper, document=event.document, number=event.number)),
        "milestones": _reached(case, Milestone.ISSUED, at),
    }


def _entry_made(case: Case, event: e.EntryMade, at: datetime) -> Change:
    return {"steps": _with_step(case, event.step, status=StepStatus.DONE, finished_at=at, outcome="entered")}


def _told(case: Case, event: e.Told, at: datetime) -> Change:
    return {"milestones": _reached(case, Milestone.TOLD, at)} if event.what == "decided" else {}


def _closed(case: Case, event: e.Closed, at: datetime) -> Change:
    return {"finished": True, "milestones": _reached(case, Milestone.CLOSED, at)}


def _nothing(case: Case, event: e.Event, at: datetime) -> Change:
    return {}


_HANDLERS: Mapping[type, Handler] = {
    e.Submitted: _submitted,
    e.StepStarted: _step_started,
    e.StepSkipped: _step_skipped,
    e.StepFinished: _step_finished,
    e.Assigned: _assigned,
    e.DefectsRecorded: _defects_recorded,
    e.Corrected: _corrected,
    e.Returned: _ended(Status.RETURNED),
    e.Withdrawn: _ended(Status.WITHDRAWN),
    e.Extended: _extended,
    e.Decided: _decided,
    e.FeeRequested: _fee_requested,
    e.FeePaid: _fee_paid,
    e.DocumentRequested: _nothing,
    e.DocumentIssued: _document_issued,
    e.EntryMade: _entry_made,
    e.Told: _told,
    e.Closed: _closed,
    e.NoteAdded: _nothing,
}


def evolve(case: Case, event: e.Event, at: datetime) -> Case:
    """The case after an event that happened at `at`. Total: an event in the record always applies."""
    change = _HANDLERS[type(event)](case, event, at)
    return case.model_copy(update={**change, "version": case.version + 1})


def replay(history: Iterable[tuple[e.Event, datetime]]) -> Case:
    """The case its whole history makes; the stored row must say the same."""
    case = Case()
    for event, at in history:
        case = evolve(case, event, at)
    return case
