"""What people and the system may ask of a case: verbs, each decided by `decide`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from thanjai.domain.case.events import Defect


class _Command(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Submit(_Command):
    """Answers are already validated; `decide` does not look into them."""

    answers: dict[str, Any]
    counts_from: datetime
    channel: Literal["online", "counter", "outreach"] = "online"


class Assign(_Command):
    step: str
    officer: str
    name: str


class RecordDefects(_Command):
    step: str
    defects: tuple[Defect, ...]
    mend_by: date


class Correct(_Command):
    answers: dict[str, Any]


class Return(_Command):
    reasons: str


class Finish(_Command):
    """Finish a step that an officer works: check (accept as complete), review, inspect, consult, committee."""

    step: str
    outcome: str = "done"
    findings: dict[str, Any] = Field(default_factory=dict)
    note: str = ""


class Extend(_Command):
    rule: str
    reason: str


class Decide(_Command):
    step: str
    outcome: Literal["approved", "refused"]
    reasons: str
    findings: dict[str, Any] = Field(default_factory=dict)


class ConfirmPayment(_Command):
    """Only from the ledger, on the bank's signed word; never from a browser."""

    step: str
    satang: int
    reference: str
    receipt: str


class ConfirmDocument(_Command):
    step: str
    document: str
    number: str


class RecordTold(_Command):
    what: str
    by: Literal["email", "post", "in_person"]


class Withdraw(_Command):
    reason: str = ""


class AddNote(_Command):
    text: str


Command = (
    Submit | Assign | RecordDefects | Correct | Return | Finish | Extend | Decide | ConfirmPayment
    | ConfirmDocument | RecordTold | Withdraw | AddNote
)  # fmt: skip
