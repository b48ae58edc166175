"""What a service issues: licences, certificates, receipts of notification, confirmations."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Option
from pydantic import model_validator

from thanjai.domain.definition.base import Expression, Id, Part
from thanjai.domain.text import Text


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


class Paper(Part):
    """A kind of document. `validity` and `valid_until` absent: it does not expire."""

    id: Id
    kind: Literal["licence", "permit", "certificate", "receipt_of_notification", "confirmation"]
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
    renewal: Literal["none", "application", "payment"] = "none"
    display: Text | None = None
    """How and where it must be shown (E-Act section 13(1))."""
    law: Text

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
