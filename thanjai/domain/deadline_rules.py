"""Time limits as data: what starts them, how long they run, what stops them, and the law they come from.

Nothing here counts; `thanjai.domain.deadlines` does. A figure that the law leaves to the agency is a
`setting`, never a constant.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from thanjai.domain.text import Text

Amount = Annotated[int, Field(ge=0, le=100_000)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Unit(StrEnum):
    """What a period is counted in. A month and a year go by the calendar (CCC 193/5)."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working_day"
    MONTH = "month"
    YEAR = "year"

    @property
    def is_shorter_than_a_day(self) -> bool:
        """Whether the period runs from the moment itself (CCC 193/3)."""
        return self is Unit.MINUTE or self is Unit.HOUR


_UNIT_WORDS: Final = {
    Unit.MINUTE: ("นาที", "minute"),
    Unit.HOUR: ("ชั่วโมง", "hour"),
    Unit.DAY: ("วัน", "day"),
    Unit.WORKING_DAY: ("วันทำการ", "working day"),
    Unit.MONTH: ("เดือน", "month"),
    Unit.YEAR: ("ปี", "year"),
}


def thai_period(amount: int, unit: Unit) -> str:
    """ "30 วัน" """
    return f"{amount} {_UNIT_WORDS[unit][0]}"


def english_period(amount: int, unit: Unit) -> str:
    """ "30 days" """
    return f"{amount} {_UNIT_WORDS[unit][1]}{'' if amount == 1 else 's'}"


class Duration(_Part):
    """An amount of one unit."""

    amount: Amount
    unit: Unit

    def in_words(self) -> Text:
        """ "7 วันทำการ" / "7 working days"; a zero amount is "at once"."""
        if self.amount == 0:
            return Text(th="ทันที", en="at once")
        return Text(th=thai_period(self.amount, self.unit), en=english_period(self.amount, self.unit))


class Milestone(StrEnum):
    """What can happen to a case that a time limit starts from or stops at; the latest such moment counts."""

    ENTERED = "entered"
    """It reached the system, at any hour."""
    RECEIVED = "received"
    """From when it counts as received: E-Act section 10, `workdays.receive_at`."""
    COMPLETE = "complete"
    DECIDED = "decided"
    TOLD = "told"
    SERVED = "served"
    FEE_REQUESTED = "fee_requested"
    PAID = "paid"
    ISSUED = "issued"
    EXPIRES = "expires"
    APPEAL_FILED = "appeal_filed"
    APPEAL_DECIDED = "appeal_decided"
    DEFECTS_RECORDED = "defects_recorded"
    MENDED = "mended"
    CLOSED = "closed"


Trigger = Milestone


class Purpose(StrEnum):
    """What the time limit is for; whose duty it is follows from it."""

    DECIDE = "decide"
    COMPLETE_CHECK = "complete_check"
    MEND = "mend"
    TELL = "tell"
    CERTIFICATE = "certificate"
    PAY = "pay"
    INSPECT = "inspect"
    APPEAL = "appeal"
    RENEW = "renew"
    OTHER = "other"


APPLICANTS: Final = frozenset({Purpose.MEND, Purpose.PAY, Purpose.APPEAL, Purpose.RENEW})
"""Time limits that are the applicant's to keep; all others are the agency's."""


class Extension(_Part):
    """How often the law lets the agency lengthen the period, and by how much each time."""

    times: Annotated[int, Field(ge=1, le=20)]
    amount: Annotated[int, Field(ge=1)]
    unit: Unit


class Counting(_Part):
    """Where a rule's own law departs from the usual way of counting."""

    first_day: Literal["left_out", "counted_when_begun_at_opening"] = "left_out"
    """CCC 193/3 counts the first day of something begun by the opening hour. We leave it out, as agencies
    and citizens do, unless the rule says otherwise."""
    last_day: Literal["moves_to_working_day", "stays"] = "moves_to_working_day"
    """`stays`: not moved by CCC 193/8, as for the day on which a licence expires."""
    hours: Literal["office", "clock"] = "office"
    """`clock`: minutes and hours run day and night, as the 72 hours to report a breach of personal data."""


class DeadlineRule(_Part):
    """One time limit. `amount` or `setting` (the id of an agency's setting), exactly one; both count `unit`.

    `when` is CEL over the case, evaluated by the caller, who passes only the rules that apply.
    `warn_before` left out is a quarter of the period. `source` names the Act and section.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
    title: Text
    purpose: Purpose
    trigger: Trigger
    amount: Amount | None = None
    setting: str | None = None
    unit: Unit
    stops_at: tuple[Milestone, ...]
    when: str | None = None
    extension: Extension | None = None
    warn_before: Duration | None = None
    counting: Counting = Counting()
    source: Text

    @model_validator(mode="after")
    def _is_countable(self) -> DeadlineRule:
        if (self.amount is None) == (self.setting is None):
            raise ValueError("give either amount or setting")
        for other in (self.extension, self.warn_before):
            if other and other.unit.is_shorter_than_a_day != self.unit.is_shorter_than_a_day:
                raise ValueError("minutes and hours do not mix with days, months or years in one rule")
        return self
