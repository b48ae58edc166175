"""What the bank reports of a day: each payment with its fee, and the lump that each biller is sent the next day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from thanjai.domain.buddhist import bangkok_day
from thanjai.plugins.payments.demo_bank.books import Books, Transfer
from thanjai.plugins.payments.demo_bank.notice import PaymentReceived, Reference

Satang = Annotated[int, Field(ge=0, lt=10**14)]
Biller = Annotated[str, Field(pattern=r"^[0-9]{15}$")]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
_PER_CENT, _MOST_FEE = 1, 500


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True)


class Payment(_Said):
    """Money that came in, and what the bank keeps of it."""

    transaction: Name
    biller_id: Biller
    reference1: Reference
    reference2: Reference = ""
    satang: Annotated[int, Field(gt=0, lt=10**12)]
    fee_satang: Satang
    paid_at: AwareDatetime


class Settlement(_Said):
    """A lump that reaches the biller's account, less the fees, and the payments in it."""

    settlement: Name
    day: date
    satang: Satang
    payments: tuple[Name, ...]


class DayReport(_Said):
    """A day in Bangkok of all billers that share the secret. `complete`: it is over."""

    type: Literal["day.report"] = "day.report"
    day: date
    complete: bool
    payments: tuple[Payment, ...]
    settlements: tuple[Settlement, ...]


def fee_of(satang: int) -> int:
    """One per cent, five baht at most; a pretended price."""
    return min(_MOST_FEE, satang * _PER_CENT // 100)


def day_report(books: Books, day: date, now: datetime) -> DayReport:
    """What came in for every biller on a day. It is sent on to each as one lump on the next."""
    payments = tuple(_payment(one) for one in books.statement(day))
    complete = bangkok_day(now) > day
    lumps = [_lump(biller, day, payments) for biller in sorted({one.biller_id for one in payments})]
    return DayReport(
        day=day, complete=complete, payments=payments, settlements=tuple(lumps) if complete else (),
    )  # fmt: skip


def _lump(biller: str, day: date, payments: tuple[Payment, ...]) -> Settlement:
    own = [one for one in payments if one.biller_id == biller]
    return Settlement(
        settlement=f"S{day:%Y%m%d}{biller}", day=day + timedelta(days=1),
        satang=sum(one.satang - one.fee_satang for one in own), payments=tuple(one.transaction for one in own),
    )  # fmt: skip


def received(transfer: Transfer) -> PaymentReceived:
    """One payment, as a notice tells of it."""
    return PaymentReceived(
        transaction=transfer.id, biller_id=transfer.biller_id, reference1=transfer.reference1,
        reference2=transfer.reference2, satang=transfer.satang, paid_at=transfer.paid_at.astimezone(UTC),
    )  # fmt: skip


def _payment(one: Transfer) -> Payment:
    return Payment(
        transaction=one.id, biller_id=one.biller_id, reference1=one.reference1, reference2=one.reference2, satang=one.satang,
        fee_satang=fee_of(one.satang), paid_at=one.paid_at,
    )  # fmt: skip
