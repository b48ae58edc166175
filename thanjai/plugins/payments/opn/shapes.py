"""What we read of Opn's objects, API version 2019-05-29. Whatever else they have is kept raw, and not looked at."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

ChargeId = Annotated[str, Field(pattern=r"^chrg(_test)?_[0-9a-z]{1,40}$")]
LinkId = Annotated[str, Field(pattern=r"^link(_test)?_[0-9a-z]{1,40}$")]
Reference = Annotated[str, Field(pattern=r"^[A-Z0-9]{1,20}$")]
Satang = Annotated[int, Field(ge=0, strict=True)]


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class References(_Read):
    """Ours, as we wrote them into a charge."""

    reference1: Reference
    reference2: Reference


class Dispute(_Read):
    """A card holder's bank takes the money back, or tries to."""

    status: str


class Charge(_Read):
    """Money that somebody pays us, or tries to."""

    id: ChargeId
    livemode: bool
    amount: Satang
    fee: Satang = 0
    fee_vat: Satang = 0
    currency: str
    status: str
    paid: bool
    refunded_amount: Satang = 0
    created_at: datetime
    paid_at: datetime | None = None
    metadata: dict[str, Any] = {}
    link: LinkId | None = None
    dispute: Dispute | str | None = None

    @property
    def returned(self) -> int:
        """Satang that went back of it: refunded, reversed, or lost to the card holder's bank."""
        is_lost = isinstance(self.dispute, Dispute) and self.dispute.status == "lost"
        return self.amount if self.status == "reversed" or is_lost else self.refunded_amount


class Link(_Read):
    """A page at the gateway that is paid by card."""

    id: LinkId
    livemode: bool
    description: str


class Transfer(_Read):
    """Money that is sent from our balance at the gateway to our bank account; `net` is what reaches it."""

    id: Annotated[str, Field(pattern=r"^trsf(_test)?_[0-9a-z]{1,40}$")]
    net: Satang
    fee: Satang = 0
    fee_vat: Satang = 0
    sent: bool
    sent_at: datetime | None = None
    created_at: datetime


class PaidCharge(_Read):
    """A charge with our references."""

    charge: Charge
    references: References


class DayRead(_Read):
    """Their answers about a day, as we put them together and keep them."""

    day: date
    complete: bool
    charges: tuple[PaidCharge, ...]
    transfers: tuple[Transfer, ...]


class Told(_Read):
    """What an event is about: a charge, or what belongs to one."""

    object: str
    id: str
    charge: ChargeId | None = None


class Event(_Read):
    """A webhook: a hint to look at its charge, and no more."""

    object: str
    id: Annotated[str, Field(pattern=r"^evnt(_test)?_[0-9a-z]{1,40}$")]
    key: Annotated[str, Field(max_length=60)]
    data: Told

    @property
    def charge(self) -> str | None:
        """The charge to look at; None where it is about something else."""
        return self.data.id if self.data.object == "charge" else self.data.charge
