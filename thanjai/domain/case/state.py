"""The state of a case: what the rules need to know of it."""

from __future__ import annotations

from datetime import date, datetime
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
    APPEALED = "appealed"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


ENDED = frozenset({Status.RETURNED, Status.ISSUED, Status.REFUSED, Status.WITHDRAWN, Status.CLOSED})
"""States in which nothing more is owed to the applicant."""


AGAINST = frozenset({Status.RETURNED, Status.REFUSED})
"""How a case ends by an order against the applicant, which can be appealed against."""


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
    acknowledged_by: str | None = None
    exception: str = ""
    recorded_at: datetime | None = None


class Issued(_Frozen):
    paper: str
    document: str
    number: str


class Opinion(_Frozen):
    """What another agency was asked, and said."""

    asked: str
    question: str
    answer_by: date
    asked_at: datetime
    answered_at: datetime | None = None
    answer: str = ""
    name: str = ""


class Delays(_Frozen):
    """The notices of delay of one time limit. `reason` waits for the next one."""

    days: tuple[date, ...] = ()
    texts: tuple[str, ...] = ()
    reason: e.DelayReasonGiven | None = None


class Appeal(_Frozen):
    """The appeal against the last order. `extended` are the time limits that were lengthened while it was pending."""

    grounds: str
    filed_at: datetime
    late: bool = False
    by: str = "online"
    file: str | None = None
    extended: tuple[str, ...] = ()
    outcome: str | None = None
    told_at: datetime | None = None


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
    opinions: dict[str, Opinion] = Field(default_factory=dict)
    delays: dict[str, Delays] = Field(default_factory=dict)
    appeal: Appeal | None = None
    unanswered: int = 0
    """How many messages the applicant has written since the last answer."""
    left: Status | None = None
    """Set when the case ended before its last step: returned, refused or withdrawn."""
    finished: bool = False
    """Every step is done or skipped."""
    erased: bool = False
    """What was personal is gone, so nothing more can be done."""

    def active(self) -> tuple[str, ...]:
        """The steps being worked on now: none once the applicant or the agency has given the case up."""
        if self.left is not None:
            return ()
        return tuple(id for id, step in self.steps.items() if step.status is StepStatus.ACTIVE)

    @property
    def explained(self) -> frozenset[str]:
        """The time limits for whose next notice of delay a reason waits."""
        return frozenset(rule for rule, delays in self.delays.items() if delays.reason is not None)

    @property
    def ordered_at(self) -> datetime | None:
        """When the order was made that stands: the return of the request, or the last decision."""
        if self.left is Status.RETURNED:
            return self.milestones.get(Milestone.CLOSED)
        made = [step.finished_at for step in self.steps.values() if step.kind == "decide" and step.finished_at]
        return max(made, default=None)

    def since_order(self, milestone: Milestone) -> datetime | None:
        """When `milestone` was reached, if that was after the order was made and so concerns it."""
        at, ordered = self.milestones.get(milestone), self.ordered_at
        return at if at is not None and ordered is not None and at >= ordered else None

    @property
    def is_untold(self) -> bool:
        """An order against the applicant that they have not been told yet: the agency still owes them that."""
        return self.left in AGAINST and self.since_order(Milestone.TOLD) is None

    @property
    def is_appealed(self) -> bool:
        """An appeal waits to be decided."""
        return self.left in AGAINST and self.appeal is not None and self.appeal.outcome is None

    @property
    def status(self) -> Status:
        """The one word for where the case stands; always derived, never stored by itself."""
        if self.left is not None:
            return Status.APPEALED if self.is_appealed else self.left
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
