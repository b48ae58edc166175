"""What a service issues: licences, certificates, receipts of notification, confirmations."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import Field as Option
from pydantic import field_validator, model_validator

from thanjai.domain.definition.base import Expression, Id, Part
from thanjai.domain.text import Text

PaperKind = Literal["licence", "permit", "certificate", "receipt_of_notification", "confirmation"]


class Item(Part):
    """One line of a document. `value` is worked out from the answers, settings and findings."""

    id: Id
    label: Text
    value: Expression
    public: bool = False
    """Shown on the public check page (E-Act section 13(2)) as well as on the paper."""


class Validity(Part):
    amount: Annotated[int, Option(ge=1)]
    unit: Literal["day", "month", "year"]


REMIND_DAYS: Final = (90, 30, 7, 1)


class Renewal(Part):
    """How a paper is renewed: by a new application, or by paying its fee in place of one (Royal Decree B.E. 2564).

    `when` says where payment is enough, usually by a setting of the agency; elsewhere an application is needed.
    """

    mode: Literal["application", "payment"]
    when: Expression | None = None
    fee: Id | None = None
    """What is paid for another period."""
    remind_days: tuple[Annotated[int, Option(ge=1, le=400)], ...] = REMIND_DAYS
    """So many days before the last one the holder is reminded. The first of them opens the renewal by payment."""
    evidence: Id = "generated"
    """The paper that proves a renewal by payment: one of the service's, or `generated`, a plain one of the platform."""
    source: Text | None = None
    unconfirmed: bool = False
    """The list of licences that the decree covers was not to be had: the page says that the agency decides."""

    @field_validator("remind_days")
    @classmethod
    def _nearest_last(cls, days: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(sorted(set(days), reverse=True))


class Replacement(Part):
    """A paper in place of one lost or damaged (ใบแทน): what it costs, by which law. `fee` left out: nothing."""

    fee: Id | None = None
    source: Text


class Paper(Part):
    """A kind of document. `validity` and `valid_until` absent: it does not expire."""

    id: Id
    kind: PaperKind
    title: Text
    number: Annotated[str, Option(max_length=60)]
    """Pattern with {serial}, {year_be}, {agency_code}; gapless per agency, document and Buddhist year."""
    opening: Text
    """The sentence that grants: "is permitted to …"."""
    holder: Expression
    items: tuple[Item, ...]
    conditions: tuple[Text, ...] = ()
    validity: Validity | None = None
    valid_until: Expression | None = None
    """Instead of `validity`, where the order itself sets the last day: an ISO date."""
    renewal: Renewal | None = None
    replacement: Replacement | None = None
    """Left out, a replacement costs nothing."""
    listed: bool = False
    """In the public register: anybody finds it by number, holder and its public lines (E-Act section 13(2))."""
    display: Text | None = None
    """How and where it must be shown (E-Act section 13(1))."""
    law: Text

    @field_validator("renewal", mode="before")
    @classmethod
    def _by_a_word(cls, renewal: Any) -> Any:
        """`none` and `application` need no more than the word, which is all that early versions had."""
        if isinstance(renewal, str):
            return None if renewal == "none" else {"mode": "application"}
        return renewal

    @model_validator(mode="after")
    def _ends_one_way(self) -> Paper:
        if self.validity and self.valid_until:
            raise ValueError("give either validity or valid_until")
        return self


class RegisterEntry(Part):
    """A line the service adds to a register of the agency, such as a payment roll."""

    id: Id
    title: Text
    columns: tuple[Item, ...]
