"""The body of a notice: one transaction that credited a biller's account."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Reference = Annotated[str, Field(max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$")]


class PaymentReceived(BaseModel):
    """Money came in. `transaction` is unique for ever at this bank.

    References are looser than those we print: a payer may have typed them at a counter, and a
    notice that we can keep and show must not be lost. Members we do not know are left alone.
    """

    model_config = ConfigDict(frozen=True, strict=True)

    type: Literal["payment.received"] = "payment.received"
    transaction: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")
    biller_id: str = Field(pattern=r"^([0-9]{13}|[0-9]{15})$")
    reference1: Reference
    reference2: Reference = ""
    satang: int = Field(gt=0, lt=10**12)
    paid_at: AwareDatetime = Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC))
