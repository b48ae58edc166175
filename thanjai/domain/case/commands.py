"""What people and the system may ask of a case: verbs, each decided by `decide`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from thanjai.domain.case.delays import DelayCause
from thanjai.domain.case.events import DateChange, Defect


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
    """The one demand the law allows. `exception` is the reason for another one, where the first left out by an
    officer's fault what the permit cannot lawfully do without (LFA section 8, last paragraph)."""

    step: str
    defects: tuple[Defect, ...]
    mend_by: date
    exception: str = ""


class AcknowledgeDefects(_Command):
    """The applicant has the record: pressed on the page, or signed on paper, whose picture is `file`."""

    by: Literal["online", "paper"]
    file: str | None = None


class Correct(_Command):
    answers: dict[str, Any]


class Return(_Command):
    """`automatic`: by the clock, where the agency has chosen so."""

    reasons: str
    automatic: bool = False


class Finish(_Command):
    """Finish a step that an officer works: check (accept as complete), review, inspect, consult, committee."""

    step: str
    outcome: str = "done"
    findings: dict[str, Any] = Field(default_factory=dict)
    note: str = ""


class Extend(_Command):
    """Lengthen a time limit, with prior notice: `due_at` is when it ends as it stands, `new_due_at` when then."""

    rule: str
    reason: str
    due_at: datetime | None = None
    new_due_at: datetime | None = None


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
    valid_until: date | None = None


class GiveUpDocument(_Command):
    """What was to be done to a document cannot be done any more: it ended while the request was worked on."""

    step: str


class RecordTold(_Command):
    """An order, or the decision on an appeal, went to the applicant `at`; None for this moment."""

    what: Literal["decided", "returned", "appeal_decided"]
    by: Literal["email", "post", "in_person"]
    at: datetime | None = None


class RecordServed(_Command):
    """The order reached the applicant at `at`: from then on time to appeal runs."""

    by: Literal["email", "post", "in_person"]
    at: datetime


class AskOpinion(_Command):
    """Ask another agency while the case goes on; the clock does not stop for it. `asked` is its name."""

    id: str
    asked: str
    question: str
    answer_by: date


class GiveOpinion(_Command):
    """The answer of the agency that was asked. `name` is the person who gave it."""

    id: str
    answer: str
    name: str


class GiveDelayReason(_Command):
    """Why a time limit will not be, or was not, kept: for the next notice of delay (LFA section 10)."""

    rule: str
    cause: DelayCause
    reason: str
    expected: date
    waits_on: str = ""


class NotifyDelay(_Command):
    """Send the notice of delay that is owed for `day`, with the reason given since the last one."""

    rule: str
    day: date
    officer: str
    contact: str


class FileAppeal(_Command):
    """`late`: filed after its time; it is kept, and whoever decides it sees so.

    On paper it was brought `at` some moment before an officer enters it, and `file` is its picture.
    """

    grounds: str
    late: bool = False
    by: Literal["online", "paper"] = "online"
    at: datetime | None = None
    file: str | None = None


class DecideAppeal(_Command):
    """`findings` are what the step of a refusal that is reversed asks for an approval."""

    outcome: Literal["stands", "reversed"]
    reasons: str
    findings: dict[str, Any] = Field(default_factory=dict)


class NoteDatesMoved(_Command):
    """The calendar changed, and with it these due dates."""

    calendar: str
    reason: str
    changes: tuple[DateChange, ...]


class Withdraw(_Command):
    reason: str = ""


class AddNote(_Command):
    text: str


class WriteToOfficer(_Command):
    """A message of the applicant to whoever has the case."""

    text: str


class WriteToApplicant(_Command):
    """A message of an officer to the applicant; it answers those that wait."""

    text: str


class PutMessagesAside(_Command):
    """What the applicant wrote needs no answer."""


class Erase(_Command):
    """Destroy what is personal: `rule` says by what right, `kept_until` until when it had to be kept."""

    rule: str
    kept_until: date


class SetRuleAside(_Command):
    """Set a rule of separate duties aside in this case for one officer, where nobody else could do the work."""

    rule: str
    officer: str
    name: str
    reason: str


Command = (
    Submit | Assign | RecordDefects | AcknowledgeDefects | Correct | Return | Finish | Extend | Decide
    | ConfirmPayment | ConfirmDocument | GiveUpDocument | RecordTold | RecordServed | AskOpinion | GiveOpinion | GiveDelayReason
    | NotifyDelay | FileAppeal | DecideAppeal | NoteDatesMoved | Withdraw | AddNote | Erase | SetRuleAside
    | WriteToOfficer | WriteToApplicant | PutMessagesAside
)  # fmt: skip
